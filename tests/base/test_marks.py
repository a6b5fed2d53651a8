import pytest

from base.marks import marked_html
from base.passages import identified, passages


@pytest.mark.parametrize(
    ("marks", "html"),
    [
        ("Een\ntwee\n\ndrie", "<p>Een<br>\ntwee</p>\n<p>drie</p>\n"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"),
        ("1. a\n2. b", "<ol>\n<li>a</li>\n<li>b</li>\n</ol>\n"),
        ("# Kop\n\n### Kleiner", "<h2>Kop</h2>\n<h3>Kleiner</h3>\n"),
        ("**vet** en *ster* en __lijn__ en 2*3*4", "<p><strong>vet</strong> en *ster* en __lijn__ en 2*3*4</p>\n"),
        ("[hier](https://a.nl/b)", '<p><a href="https://a.nl/b">hier</a></p>\n'),
        ("1945. Het jaar.", '<ol start="1945">\n<li>Het jaar.</li>\n</ol>\n'),
    ],
)
def test_marked_html_reads_the_marks(marks, html):
    assert marked_html(marks) == html


@pytest.mark.parametrize(
    "typed",
    [
        "<b>x</b> &amp; <script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "[x](data:text/html,x)",
        "[x](/nl/admin/)",
        "![plaatje](nergens)",
        "`code` ~~weg~~ | a | b |",
        "> aanhaling",
        "---",
        "¯\\_(ツ)_/¯ C:\\_map",
    ],
)
def test_marked_html_leaves_everything_else_as_it_was_typed(typed):
    source = identified(marked_html(typed), before=[], taken=set())
    assert [passage.text for passage in passages(source)] == [typed]
    assert "<a" not in source


def test_marked_html_gives_every_paragraph_and_item_an_identifier():
    source = identified(marked_html("Een.\n\n- a\n- b\n\n## Kop"), before=[], taken=set())
    assert [passage.kind for passage in passages(source)] == ["p", "li", "li", "h2"]
