"""From simple marks in a plain text to HTML: a blank line parts paragraphs, `- ` and `1. ` begin items, `## ` a heading,
`**` makes bold, `[words](address)` a link. Everything else stands as it was typed.
"""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.token import Token

from base.rich_text import SCHEMES, published_html

_RULES = ["heading", "list", "newline", "emphasis", "link"]
# Beside the title of its page a text has headings of the second level and lower.
_HEADINGS = {"h1": "h2", "h5": "h4", "h6": "h4"}


def marked_html(marks: str) -> str:
    """The text as it is published."""
    return published_html(_MARKS.render(marks))


class _Reader(MarkdownIt):
    def validateLink(self, url: str) -> bool:  # noqa: N802 - so it is called there
        try:
            return urlsplit(url).scheme in SCHEMES
        except ValueError:
            return False


def _emphasis(self: Any, tokens: Sequence[Token], index: int, *args: Any) -> str:
    """Two stars are bold; one star and underscores are often part of a word, and stay."""
    token = tokens[index]
    if token.markup != "**":
        return token.markup
    return "<strong>" if token.nesting == 1 else "</strong>"


def _heading(self: Any, tokens: Sequence[Token], index: int, *args: Any) -> str:
    tag = _HEADINGS.get(tokens[index].tag, tokens[index].tag)
    return f"<{tag}>" if tokens[index].nesting == 1 else f"</{tag}>\n"


def _reader() -> MarkdownIt:
    reader = _Reader("zero", {"breaks": True}).enable(_RULES)
    for name in ("em_open", "em_close", "strong_open", "strong_close"):
        reader.add_render_rule(name, _emphasis)
    for name in ("heading_open", "heading_close"):
        reader.add_render_rule(name, _heading)
    return reader


_MARKS = _reader()
