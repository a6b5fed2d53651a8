"""Passages: headings, paragraphs, list items, table rows and figures of a published text, each citable by an identifier.

An identifier is made from the key that the editor's text carries and is the element's `id` in the canonical text, so
`#p-a1b2c` means the same paragraph in every version. A passage without a key, or with one that a copy repeats, is
matched to the version before by its words, or by words that are much like them.
"""

import hashlib
import re
from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from django.utils.translation import gettext as _
from lxml import etree, html
from rapidfuzz import fuzz, process

from base.refusal import Refusal

PASSAGES = ("h2", "h3", "h4", "p", "li", "tr", "figure")
KEYS = ("data-block-key", "data-key")
# From which likeness on (of 100) a passage counts as the same one rewritten, and up to how many pairs of characters that
# is looked for: a second of work.
_ALIKE = 60
_MOST_PAIRS = 4_000_000_000
# How deep elements may stand within each other.
_MOST_LEVELS = 400
_HOLDERS = ("li", "tr", "figure")


@dataclass(frozen=True)
class Passage:
    """One citable part of a text; `text` is its words without markup, cells of a row parted by ' | '."""

    identifier: str
    kind: str
    text: str


def passages(source: str) -> list[Passage]:
    """The passages of a canonical text in reading order; those without an identifier are left out."""
    return [
        Passage(identifier=element.get("id"), kind=element.tag, text=words_of(element))
        for element in _citable(parsed(source))
        if element.get("id")
    ]


def identified(source: str, *, before: Sequence[Passage], taken: set[str]) -> str:
    """The text with an identifier on every passage, empty paragraphs left out and keys taken away.

    `before` are the passages of the version before it, `taken` the identifiers that the version has elsewhere; those
    given here are added to it.
    """
    root = parsed(source)
    for element in [element for element in root.iter("p", "h2", "h3", "h4", "li") if not _holds_anything(element)]:
        element.drop_tree()
    found = [(element, words_of(element), _wished(element)) for element in _citable(root)]
    known = {passage.identifier: _plain(passage.text) for passage in before}
    given: dict[Any, str] = {}

    def give(element: Any, identifier: str) -> None:
        given[element] = identifier
        taken.add(identifier)

    # The same words under the same key first: of a block and its copy, the one that did not change keeps the name.
    for element, text, wish in found:
        if wish in known and wish not in taken and known[wish] == _plain(text):
            give(element, wish)
    for element, _words, wish in found:
        if element not in given and wish in known and wish not in taken:
            give(element, wish)
    by_words: dict[str, deque[str]] = {}
    for identifier, text in known.items():
        if identifier not in taken:
            by_words.setdefault(text, deque()).append(identifier)
    for element, text, _wished_for in found:
        if element not in given and (free := by_words.get(_plain(text))):
            give(element, free.popleft())
    left = [(element, text) for element, text, _wished_for in found if element not in given]
    if sum(len(text) for _element, text in left) * sum(map(len, known.values())) <= _MOST_PAIRS:
        # What was rewritten under another key is still the passage that was cited.
        for element, text in left:
            unused = {identifier: words for identifier, words in known.items() if identifier not in taken}
            best = process.extractOne(_plain(text), unused, scorer=fuzz.ratio, score_cutoff=_ALIKE)
            if best is not None:
                give(element, str(best[2]))
    # A name that the version before it had stays that passage's, also when it is gone.
    unfree, counted = taken | known.keys(), Counter[str]()
    for element, text, wish in found:
        if element not in given:
            identifier = _unused(wish or _from_words(text), unfree, counted)
            unfree.add(identifier)
            give(element, identifier)
    for element in root.iter():
        for key in KEYS:
            element.attrib.pop(key, None)
        if element in given:
            element.set("id", given[element])
    return written(root)


def parsed(source: str) -> Any:
    """An element that holds the text. Raises Refusal where elements stand within each other without end: what reads
    HTML passes over what lies too deep, and words would be lost.
    """
    root = html.fragment_fromstring(source, create_parent="div", parser=html.HTMLParser(huge_tree=True))
    if root.xpath(f"boolean(descendant::*[count(ancestor::*) > {_MOST_LEVELS}])"):
        raise Refusal(_("Lists or other parts of this text stand too deep within each other."))
    return root


def words_of(element: Any) -> str:
    """The element's own words; those of a list in a list item are passages of their own."""
    if element.tag == "tr":
        return " | ".join(_plain(cell.text_content()) for cell in element if cell.tag in ("td", "th"))
    parts: list[str] = []
    _collect(element, parts, element)
    return _plain("".join(parts))


def plain_text(source: str) -> str:
    """The words of a text, a passage a line."""
    root = parsed(source)
    lines = [words_of(element) for element in _citable(root)]
    return "\n".join(line for line in lines if line) or _plain(root.text_content())


def _collect(element: Any, parts: list[str], passage: Any) -> None:
    parts.append(element.text or "")
    for child in element:
        if not isinstance(child.tag, str):
            pass
        elif (child.tag in ("ul", "ol", "table") and passage.tag == "li") or child.tag == "br":
            parts.append(" ")
        elif child.tag == "img":
            parts.append(f" {child.get('alt', '')} ")
        else:
            _collect(child, parts, passage)
        parts.append(child.tail or "")


def _citable(root: Any) -> list[Any]:
    return [
        element
        for element in root.iter(*PASSAGES)
        if not (element.tag == "p" and any(above.tag in _HOLDERS for above in element.iterancestors()))
    ]


def _holds_anything(element: Any) -> bool:
    return bool(_plain(element.text_content())) or element.find(".//img") is not None


def _wished(element: Any) -> str:
    key = next((element.get(name) for name in KEYS if element.get(name)), "")
    # A key of the editor is a word; a longer one (of a table row) says enough with its first eight digits.
    key = re.sub(r"[^a-z0-9]", "", key.lower())
    return f"p-{key[:8]}" if key else ""


def _from_words(text: str) -> str:
    return f"p-{hashlib.sha256(_plain(text).encode()).hexdigest()[:8]}"


def _unused(identifier: str, unfree: set[str], counted: Counter[str]) -> str:
    """The identifier, or with the first free number behind it; `counted` remembers how far that came."""
    candidate = identifier
    while candidate in unfree:
        counted[identifier] += 1
        candidate = f"{identifier}-{counted[identifier] + 1}"
    return candidate


def _plain(text: str) -> str:
    return " ".join(text.split())


def written(root: Any) -> str:
    """The inside of the root, as it was read."""
    inside = [etree.tostring(child, encoding="unicode", method="html", with_tail=True) for child in root]
    return escape(root.text or "", quote=False) + "".join(inside)
