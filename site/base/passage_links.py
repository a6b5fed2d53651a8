"""Quiet links behind the passages of a published text, to what readers can do with one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from lxml import html

from base.passages import PASSAGES, parsed, words_of, written

# Of a heading the passages below it are what is talked about.
_LINKED = tuple(tag for tag in PASSAGES if tag not in ("h2", "h3", "h4"))
_MOST_WORDS = 6


@dataclass(frozen=True)
class PassageLinks:
    """`react_url` is empty where nobody can react now; `counts` are reactions by the identifier of their passage."""

    react_url: str
    read_url: str
    counts: Mapping[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def whole(self) -> int:
        return self.counts.get("", 0)

    def put_behind(self, source: str) -> str:
        """The text with, behind each passage, the way to react and what was said of it."""
        root = parsed(source)
        for element in list(root.iter(*_LINKED)):
            identifier = element.get("id")
            if identifier and (links := self._links(identifier, words_of(element))) is not None:
                _append(element, links)
        return written(root)

    def _links(self, identifier: str, words: str) -> Any:
        count = self.counts.get(identifier, 0)
        if not self.react_url and not count:
            return None
        first = " ".join(words.split()[:_MOST_WORDS])
        links = html.Element("span", {"class": "passage-links"})
        query = urlencode({"passage": identifier})
        if self.react_url:
            _link(links, f"{self.react_url}?{query}", _("React"), _("to this passage: %(words)s") % {"words": first})
        if count:
            label = ngettext("%(count)d reaction", "%(count)d reactions", count) % {"count": count}
            _link(links, f"{self.read_url}&{query}", label, _("on this passage: %(words)s") % {"words": first})
        return links


def _link(links: Any, url: str, label: str, more: str) -> None:
    link = html.Element("a", {"href": url})
    link.text = label
    hidden = html.Element("span", {"class": "visually-hidden"})
    hidden.text = f" {more}"
    link.append(hidden)
    link.tail = " "
    links.append(link)


def _append(element: Any, links: Any) -> None:
    """Within the passage, and before a list in a list item."""
    place = element
    if element.tag == "tr":
        place = next((cell for cell in reversed(element) if cell.tag in ("td", "th")), element)
    elif element.tag == "figure":
        place = next(element.iter("figcaption"), element)
    links_before = next((child for child in place if child.tag in ("ul", "ol", "table")), None)
    if place.tag == "li" and links_before is not None:
        links_before.addprevious(links)
    else:
        place.append(links)
