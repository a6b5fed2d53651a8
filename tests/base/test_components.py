import re

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.template.loader import render_to_string
from django.utils import translation

from base.templatetags.components import bars, pagination
from base.thread import Station
from base.views import components


def text_of(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_thread_says_the_state_of_every_station_in_words():
    stations = [Station(label=state, at=None, state=state) for state in ("reached", "now", "next", "later")]
    with translation.override("nl"):
        html = render_to_string("components/thread.html", {"stations": stations})
    assert text_of(html) == "Bereikt: reached Nu: now Hierna: next Later: later"
    assert html.count('aria-current="step"') == 1


def test_a_long_thread_folds_away_what_was_reached_long_ago_and_a_short_one_nothing():
    def shown(reached):
        stations = [Station(label=f"stap {number}.", at=None) for number in range(reached)]
        stations += [Station(label=state, at=None, state=state) for state in ("now", "later")]
        return render_to_string("components/thread.html", {"stations": stations})

    html = shown(20)
    folded, _details, rest = html.partition("</details>")
    assert ([f"stap {number}." in folded for number in (0, 16)], "stap 17." in folded) == ([True, True], False)
    assert all(f"{words}<" in rest for words in ("stap 17.", "stap 19.", "now", "later"))
    assert re.search(r"<summary>17 [^<]+</summary>", html)
    assert "<details" not in shown(6)
    # In small there is room for all marks.
    assert "<details" not in render_to_string(
        "components/thread.html", {"stations": [Station(label="a", at=None)] * 20, "compact": True}
    )


def test_bars_are_as_long_as_their_share_of_the_highest():
    html = bars([{"label": "A", "value": 8, "value_words": "8"}, {"label": "B", "value": 2, "value_words": "2"}])
    assert re.findall(r'bars__fill" width="([^"]+)"', html) == ["100.00", "25.00"]


def test_bars_show_nothing_where_nobody_chose():
    html = bars([{"label": "A", "value": 0, "value_words": "0"}])
    assert re.findall(r'bars__fill" width="([^"]+)"', html) == ["0"]


def test_bars_tell_every_figure_as_a_table_too():
    html = bars([{"label": "A", "value": 8, "value_words": "8"}, {"label": "B", "value": 2, "value_words": "2"}])
    assert re.findall(r"numeric-data\">([^<]+)<", html) == ["8", "2"]


def test_pagination_marks_the_page_that_is_read_and_keeps_the_question():
    html = pagination(Paginator(range(240), 20).page(6), "area=oost")
    assert html.count('aria-current="page"') == 1
    assert "?area=oost&amp;page=7" in html


def test_now_box_holds_what_stands_between_its_tags():
    source = "{% load components %}{% now_box title=title %}<p>Tot maandag.</p>{% endnow_box %}"
    html = Template(source).render(Context({"title": "Nu: <kies>"}))
    assert "<p>Tot maandag.</p>" in html
    assert "Nu: &lt;kies&gt;" in html


def test_comment_keeps_its_words_as_they_were_written_and_harmless():
    comment = {"id": 1, "author": "<b>A</b>", "when": "nu", "paragraphs": ["<script>x</script>\nregel"], "lang": "tr"}
    html = render_to_string("components/comment.html", {"comment": comment})
    assert "<script" not in html
    assert "&lt;b&gt;A&lt;/b&gt;" in html
    assert 'lang="tr"' in html


def test_comment_that_was_removed_shows_only_why():
    comment = {"id": 1, "author": "A", "paragraphs": ["geheim"], "tombstone": "Weggehaald om privacy."}
    assert text_of(render_to_string("components/comment.html", {"comment": comment})) == "Weggehaald om privacy."


@pytest.mark.parametrize("language", ["nl", "en"])
def test_gallery_shows_every_component(rf, settings, language):
    settings.TEMPLATES = without_context(settings.TEMPLATES)
    html = components.gallery(rf.get("/components/", {"language": language})).content.decode()
    assert f'<html lang="{language}"' in html
    for state in ("now-box--quiet", "thread--compact", "comment__tombstone", "budget-meter--over", "session-notice"):
        assert state in html


def without_context(templates):
    """The gallery brings its own city: no navigation, no session."""
    engine = {**templates[0], "OPTIONS": {**templates[0]["OPTIONS"], "context_processors": []}}
    return [engine]
