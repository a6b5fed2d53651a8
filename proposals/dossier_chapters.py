"""The chapters that a dossier has: each compiles its records into a plain value and says that value in words.

A package above declares what it knows (`declare_chapter`), in its `ready`.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from participation.models import ConsultationRound

Data = dict[str, Any]


@dataclass(frozen=True)
class Cell:
    """Of a table or an entry: its words, in which language they are where that is known, and the path of the record it rests
    on; `links` follow the words, each with its path or with none."""

    text: str
    url: str = ""
    language: str = ""
    numeric: bool = False
    links: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class Heading:
    text: str
    kind: str = "heading"


@dataclass(frozen=True)
class Sentence:
    """What is said, and the path of the record that it rests on."""

    text: str
    url: str = ""
    label: str = ""
    kind: str = "sentence"


@dataclass(frozen=True)
class Facts:
    facts: Sequence[dict[str, str]]
    kind: str = "facts"


@dataclass(frozen=True)
class Table:
    caption: str
    headings: Sequence[Cell]
    rows: Sequence[Sequence[Cell]]
    # By which sentences lead to it.
    anchor: str = ""
    kind: str = "table"


@dataclass(frozen=True)
class Entry:
    """One contribution or answer: its number as a link, what is known of it, and its words in their own language. `level` is
    that of its heading."""

    title: str
    url: str = ""
    language: str = ""
    facts: str = ""
    paragraphs: Sequence[Cell] = ()
    level: int = 3
    kind: str = "entry"

    @property
    def level_on_page(self) -> int:
        """Where the chapter is a page of its own."""
        return self.level - 1


Part = Heading | Sentence | Facts | Table | Entry


@dataclass(frozen=True)
class Sheet:
    """A table for programs, whose name and columns are codes; `proposals.dossier_words.tables` says them in words."""

    name: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str | int | None]]


def no_sheets(_data: Data) -> list[Sheet]:
    return []


def no_texts(_data: Data) -> list[tuple[str, Data]]:
    return []


def no_keys(_consultation_round: ConsultationRound) -> list[Any]:
    return []


@dataclass(frozen=True)
class Chapter:
    """`compiled` gives JSON values that no language and no clock has a hand in, `words` what is read of them in the language
    that is active. Of a long chapter `keys` are its items in order and `items` the values of so many of them, which stand
    beside the others as `items`; `words` says a value that has them alone, too. `texts` are the published versions in it, each
    with the number of what it is a text of."""

    key: str
    place: int
    label: Any
    compiled: Callable[[ConsultationRound, datetime], Data]
    words: Callable[[Data], list[Part]]
    sheets: Callable[[Data], list[Sheet]] = no_sheets
    keys: Callable[[ConsultationRound], list[Any]] = no_keys
    items: Callable[[ConsultationRound, list[Any], datetime], list[Data]] | None = None
    texts: Callable[[Data], Iterable[tuple[str, Data]]] = no_texts

    def whole(self, consultation_round: ConsultationRound, at: datetime) -> Data:
        data = self.compiled(consultation_round, at)
        if self.items is None:
            return data
        return data | {"items": self.items(consultation_round, self.keys(consultation_round), at)}


_CHAPTERS: dict[str, Chapter] = {}


def declare_chapter(chapter: Chapter) -> None:
    _CHAPTERS[chapter.key] = chapter


def chapters() -> list[Chapter]:
    """In the order in which they are read."""
    return sorted(_CHAPTERS.values(), key=lambda chapter: chapter.place)


def chapter_of(key: str) -> Chapter | None:
    return _CHAPTERS.get(key)
