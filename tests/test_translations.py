import re
from collections import Counter

import polib
import pytest
from django.conf import settings
from django.urls import get_resolver, resolve, reverse
from django.urls.resolvers import LocalePrefixPattern
from django.utils import translation

from base.translations import (
    Message,
    NotTranslatable,
    compile_catalogues,
    entries,
    faults,
    messages_of_python,
    messages_of_template,
    update_catalogue,
)
from participation.tally.lot import lot
from participation.tally.rules import METHODS_BY_NAME
from participation.tally.ties import EARLIER_COUNTS, RULES

REASONS = {kind.sentence for method in METHODS_BY_NAME.values() for kind in method.reasons}


def test_everything_people_read_has_been_translated_into_dutch():
    assert faults(settings.ROOT, "nl") == []


def test_every_sentence_of_a_count_says_in_dutch_the_same_figures():
    written = entries(settings.ROOT, "nl")
    for sentence in REASONS | {rule.sentence for rule in (*RULES, EARLIER_COUNTS, lot(""))}:
        dutch = written[None, sentence].msgstr
        assert dutch != sentence
        assert set(re.findall(r"\{(\w+)\}", dutch)) == set(re.findall(r"\{(\w+)\}", sentence))


def own_patterns(patterns=None, before=""):
    """Every named address of ours below the language's prefix, and its whole route; Wagtail's pages come after them."""
    if patterns is None:
        prefixed = next(one for one in get_resolver().url_patterns if isinstance(one.pattern, LocalePrefixPattern))
        patterns = prefixed.url_patterns
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from own_patterns(pattern.url_patterns, route)
        elif pattern.name and not pattern.name.startswith("wagtail"):
            yield pattern, route


def example(pattern, route):
    values = {
        "int": 1,
        "uuid": "7f1c2f3e-7a53-4b6e-9d55-3c0b8b1f6a11",
        "str": "VST-2026-001",
        "label": "1",
        "language": "nl",
        "slug": "een-partij",
        "path": "geen/adres/van/iets",
    }
    found = re.findall(r"<(\w+):\w+>", route)
    return reverse(pattern.name, args=[values[kind] for kind in found])


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_address_leads_to_its_own_page(language):
    with translation.override(language):
        led = {pattern.name: resolve(example(pattern, route)).func for pattern, route in own_patterns()}
        # The page of accounts is shown by the package above it, at the same address.
        first = {}
        for pattern, _route in own_patterns():
            first.setdefault(pattern.name, pattern.callback)
    assert led == first


def test_addresses_are_dutch_on_the_dutch_site():
    # Words that are the same in both languages.
    alike = {
        "link",
        "code",
        "json",
        "csv",
        "geojson",
        "_util",
        "login",
        "id",
        "v",
        "feed",
        "atom",
        "ics",
        "pb",
        "pdf",
        "blt",
        "txt",
        "zip",
        "xlsx",
        "ods",
        # The same word in both.
        "document",
        "dossier",
        # The name of a file in the bundle.
        "verify",
        "html",
    }
    words = {}
    for language in ("nl", "en"):
        with translation.override(language):
            words[language] = Counter(
                word
                for _pattern, route in own_patterns()
                for word in re.split(r"[/.]", re.sub(r"<[^>]+>", "", route))
                if word
            )
    assert set(words["nl"]) & set(words["en"]) <= alike


def test_messages_of_python_finds_text_plural_and_context():
    source = '_("Vote")\nngettext("%(n)d mark", "%(n)d marks", n)\npgettext("noun", "Support")\n_other("no")\n'
    assert list(messages_of_python(source, "a.py")) == [
        Message("Vote"),
        Message("%(n)d mark", plural="%(n)d marks"),
        Message("Support", context="noun"),
    ]


def test_messages_of_python_refuses_what_is_put_together():
    with pytest.raises(NotTranslatable, match=r"a\.py:1"):
        list(messages_of_python('_(f"Hello {name}")', "a.py"))


def test_messages_of_template_finds_every_kind_of_tag():
    source = """{% load i18n %}<p>It's {% translate "Agenda" %} {% translate "open" context "adjective" %}</p>
    {% blocktranslate count n=n %}{{ n }} mark{% plural %}{{ n }} marks{% endblocktranslate %}
    {% blocktranslate trimmed %}
      100% of
      {{ city }}
    {% endblocktranslate %}{% include "a.html" with label=_("To the 'top'") only %}{{ title|default:_("None") }}"""
    assert list(messages_of_template(source, "a.html")) == [
        Message("Agenda"),
        Message("open", context="adjective"),
        Message("%(n)s mark", plural="%(n)s marks"),
        Message("100%% of %(city)s"),
        Message("To the 'top'"),
        Message("None"),
    ]


@pytest.fixture
def house(tmp_path):
    """A small house with one source and a catalogue for it."""
    (tmp_path / "home").mkdir()
    (tmp_path / "home/views.py").write_text('_("Hello %(name)s")\n_("Vote")\n', encoding="utf-8")
    update_catalogue(tmp_path, "nl")
    return tmp_path


def translate(house, **texts):
    path = house / "site/locale/nl/LC_MESSAGES/django.po"
    catalogue = polib.pofile(str(path))
    for msgid, text in texts.items():
        catalogue.find({"vote": "Vote", "hello": "Hello %(name)s"}[msgid]).msgstr = text
    catalogue.save()


def test_faults_names_what_is_not_translated(house):
    translate(house, vote="Stem")
    assert faults(house, "nl") == ["home/views.py: not translated: 'Hello %(name)s'"]


def test_faults_names_other_placeholders(house):
    translate(house, vote="Stem", hello="Dag %(naam)s")
    assert faults(house, "nl") == ["other placeholders than the English: 'Hello %(name)s' → 'Dag %(naam)s'"]


def test_faults_names_an_address_with_another_converter(house):
    (house / "home/views.py").write_text('path(_("rounds/<str:reference>/"))\n', encoding="utf-8")
    (entry,) = update_catalogue(house, "nl")
    entry.msgstr = "rondes/<slug:reference>/"
    catalogue = polib.POFile()
    catalogue.append(entry)
    catalogue.save(str(house / "site/locale/nl/LC_MESSAGES/django.po"))
    assert faults(house, "nl") == [
        "other placeholders than the English: 'rounds/<str:reference>/' → 'rondes/<slug:reference>/'"
    ]


def test_faults_names_what_is_used_no_more(house):
    translate(house, vote="Stem", hello="Dag %(name)s")
    (house / "home/views.py").write_text('_("Vote")\n', encoding="utf-8")
    assert faults(house, "nl") == ["used nowhere any more: 'Hello %(name)s'"]


def test_update_catalogue_keeps_translations_and_leaves_a_packages_own_words_there(house):
    translate(house, vote="Stem", hello="Dag %(name)s")
    own = house / "site/accounts/locale/nl/LC_MESSAGES/django.po"
    own.parent.mkdir(parents=True)
    own.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "Sign in"\nmsgstr "Inloggen"\n',
        encoding="utf-8",
    )
    (house / "home/views.py").write_text('_("Vote")\n_("Sign in")\n', encoding="utf-8")
    update_catalogue(house, "nl")
    assert [
        (entry.msgid, entry.msgstr) for entry in polib.pofile(str(house / "site/locale/nl/LC_MESSAGES/django.po"))
    ] == [("Vote", "Stem")]
    assert faults(house, "nl") == []


def test_compile_catalogues_writes_what_gettext_reads(house):
    translate(house, vote="Stem", hello="Dag %(name)s")
    (path,) = compile_catalogues(house)
    assert {entry.msgid: entry.msgstr for entry in polib.mofile(str(path))} == {
        "Hello %(name)s": "Dag %(name)s",
        "Vote": "Stem",
    }
