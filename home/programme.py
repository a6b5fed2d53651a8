"""What a party's programme cites: its references (`LEA-2026-014, versie 3`) and the words it quotes, each with its place."""

import re
import time
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from operator import attrgetter, itemgetter
from typing import TypeVar

from django.utils.translation import gettext as _

from base.refusal import Refusal
from base.wording import bare, bare_places, plain

# Fewer words are a name or an aside, and stand everywhere; near a reference they are looked up all the same.
FEWEST_WORDS = 4
# How many quotes and references of a document are looked at, and how long from its reading to the last of them.
MOST_CITATIONS, SECONDS = 500, 20
# How far from its quote, in characters, a reference may stand; a sentence that ends between them counts as so many more.
_NEAR, _SENTENCE = 300, 120
_SAME_CITATION = 200
_HYPHEN = r"[-\u2010\u2011\u2012\u2013\u2212]\s?"
_LABEL = r"(?:0|[1-9]\d{0,8})(?:\.[1-9]\d{0,8})?"
_REFERENCE = re.compile(
    rf"(?:\b(?:versie|version)\s+(?P<before>{_LABEL})\s+(?:van|of)\s+)?"
    rf"(?<![\w-])LEA{_HYPHEN}(?P<year>\d{{4}}){_HYPHEN}(?P<number>\d{{3,9}})(?!\d)"
    rf"(?:/v/(?P<address>{_LABEL})(?:/(?P<language>nl|en)(?![\w-]))?(?:\.[a-z]+)*"
    rf"|\)?[\s,;:(]{{0,3}}\b(?:versie|version|v)\.?\s?(?P<behind>{_LABEL})(?![\w])"
    rf"|\)?[\s,;:(]{{0,3}}\bversi(?:es|ons)\s(?P<several>{_LABEL}(?:(?:,\s?|,?\s(?:en|and|&)\s){_LABEL}){{0,20}})(?![\w])"
    r")?(?:#(?P<passage>[\w-]{1,64}))?",
    re.IGNORECASE,
)
_MOST_QUOTED = 5000
# What opens a quote does not stand within it, and no quote is looked for further than the next mark: reading stays linear.
_LINE = r"\n(?!\n)"
_QUOTED = tuple(
    re.compile(rf"{opens}(?P<words>(?:{inside}|{_LINE}){{1,{_MOST_QUOTED}}}?){closes}")
    for opens, inside, closes in (
        (r"[“„]", r"[^“„”\n]|”(?=\w)", r"[”“](?!\w)"),
        (r"«", r"[^«»\n]", r"»"),
        (r"»", r"[^«»\n]", r"«"),
        (r"(?<!\w)\"(?=\S)", r"[^\"\n]|(?<=\w)\"(?=\w)", r"(?<=\S)\"(?!\w)"),
        # ‘s avonds and ‘t, as word processors write them, open nothing; the apostrophe in foto’s closes nothing.
        (r"(?<!\w)[‘‚](?![snktm]\b)", r"[^‘‚’\n]|’(?=\w)|‘(?=[snktm]\b)", r"’(?!\w)"),
    )
)
_OPENS = re.compile(r"[“„«‘‚\"]")


# Letters between two looks at the clock.
_STRIDE = 10_000

Thing = TypeVar("Thing")


class OutOfTime(Refusal):
    def __init__(self) -> None:
        super().__init__(_("Checking all of this takes too long. Send the chapters one by one."))


class Deadline:
    """Until when a programme is looked at, by the clock on the wall: somebody waits for it, and others for their turn."""

    def __init__(self, seconds: float | None = None) -> None:
        self.at = time.monotonic() + (SECONDS if seconds is None else seconds)

    @property
    def left(self) -> float:
        return self.at - time.monotonic()

    def check(self) -> None:
        """Raises OutOfTime when it is past."""
        if self.left <= 0:
            raise OutOfTime

    def through(self, things: Iterable[Thing]) -> Iterator[Thing]:
        for thing in things:
            self.check()
            yield thing


@dataclass(frozen=True)
class Paragraph:
    """A stretch of a document; `page` where the format knows pages."""

    page: int | None
    text: str


@dataclass(frozen=True)
class Place:
    """Where something stands: on a page, or in which paragraph."""

    page: int | None
    paragraph: int


@dataclass(frozen=True)
class Mention:
    """A reference as a document has it; `label` and what follows are empty where it does not say.

    `others` are the versions that it names behind the first one.
    """

    start: int
    end: int
    reference: str
    label: str = ""
    language: str = ""
    passage: str = ""
    others: tuple[str, ...] = ()

    @property
    def labels(self) -> tuple[str, ...]:
        return (self.label, *self.others) if self.label else ()


@dataclass(frozen=True)
class Quote:
    start: int
    end: int
    words: str
    mention: Mention | None = None


class Programme:
    """A document as one text, in which everything has a place."""

    def __init__(self, paragraphs: Sequence[Paragraph], deadline: Deadline | None = None) -> None:
        self.deadline = deadline or Deadline()
        self.paragraphs = [replace(one, text=plain(one.text)) for one in paragraphs]
        # Where a page is all that is known, words run on from one to the next.
        pages = {one.page for one in paragraphs}
        between = "\n" if None not in pages and len(pages) == len(paragraphs) else "\n\n"
        self.starts: list[int] = []
        length = 0
        for one in self.paragraphs:
            self.starts.append(length)
            length += len(one.text) + len(between)
        self.text = between.join(one.text for one in self.paragraphs)

    def place(self, start: int) -> Place:
        at = max(bisect_right(self.starts, start) - 1, 0)
        return Place(self.paragraphs[at].page, at + 1)

    def mentions(self) -> list[Mention]:
        """Every reference, up to one more than is looked at; what one citation says twice, in words and as an address, is one."""
        found: list[Mention] = []
        for hit in self.deadline.through(_REFERENCE.finditer(self.text)):
            several = re.findall(_LABEL, hit["several"] or "") or [""]
            mention = Mention(
                start=hit.start(),
                end=hit.end(),
                reference=f"LEA-{hit['year']}-{hit['number']}",
                label=hit["address"] or hit["behind"] or hit["before"] or several[0],
                language=(hit["language"] or "").lower(),
                passage=hit["passage"] or "",
                others=tuple(several[1:]),
            )
            if found and self._is_same_citation(found[-1], mention):
                found[-1] = _joined(found[-1], mention)
            elif len(found) > MOST_CITATIONS:
                break
            else:
                found.append(mention)
        return found

    def quotes(self, mentions: Sequence[Mention], published: Iterable[str] = ()) -> list[Quote]:
        """Everything between quotation marks, and `published` passages (bare) that stand there without them.

        Each with the reference that stands near it; up to one more than is looked at.
        """
        found = _outermost(
            Quote(hit.start("words"), hit.end("words"), hit["words"])
            for pattern in _QUOTED
            for hit in self.deadline.through(islice(pattern.finditer(self.text), MOST_CITATIONS + 1))
        )
        # What is quoted as a whole within a reference is none of ours: an address has no words.
        named = [(one.start, one.end) for one in mentions]
        marked = [one for one in found if bare(one.words) and not _within(one, named)]
        taken = [(one.start, one.end) for one in marked]
        unmarked = [one for one in self._unmarked(published) if not _overlaps(one, taken)]
        every = sorted([*marked, *_outermost(unmarked)], key=lambda one: one.start)[: MOST_CITATIONS + 1]
        return [replace(one, mention=self._near(one, mentions)) for one in every]

    def bare_paragraphs(self) -> set[str]:
        """To see which published passages stand here as paragraphs of their own."""
        paragraphs = self.deadline.through(self.paragraphs)
        return {bare(one.text) for one in paragraphs if len(one.text.split()) >= FEWEST_WORDS}

    def _unmarked(self, published: Iterable[str]) -> list[Quote]:
        passages = sorted(set(published), key=len, reverse=True)
        size = len(passages[-1]) if passages else 0
        beginnings: dict[str, list[str]] = {}
        for passage in passages:
            beginnings.setdefault(passage[:size], []).append(passage)
        letters, places = bare_places(self.text) if size else ("", [])
        found, at, next_look = [], 0, 0
        while at + size <= len(letters) and size:
            if at >= next_look:
                self.deadline.check()
                next_look = at + _STRIDE
            here = beginnings.get(letters[at : at + size], ())
            passage = next((one for one in here if letters.startswith(one, at)), "")
            if passage:
                start, end = places[at], places[at + len(passage) - 1] + 1
                # The full stop behind the last word belongs to it.
                while end < len(self.text) and self.text[end] in ".!?":
                    end += 1
                found.append(Quote(start, end, self.text[start:end]))
            at += len(passage) or 1
        return found

    def _near(self, quote: Quote, mentions: Sequence[Mention]) -> Mention | None:
        at = bisect_right(mentions, quote.start, key=attrgetter("start"))
        best: tuple[int, Mention] | None = None
        for mention in mentions[max(at - 2, 0) : at + 2]:
            behind = mention.start >= quote.end
            start, end = (quote.end, mention.start) if behind else (mention.end, quote.start)
            if end - start > _NEAR:
                continue
            between = self.text[start:end]
            if between.count("\n\n") > 1:
                continue
            # A full stop within the quote ends a sentence as well, unless a source in brackets follows.
            ended = quote.words[-1] in ".!?" and behind and not re.search(r"[(\[–—-]", between)
            ends = ended + len(re.findall(r"[.!?;][\s”\"’)]*\s(?=\S)|\n\n", between))
            away = len(between) + _SENTENCE * ends
            if away <= _NEAR and (best is None or away < best[0]):
                best = (away, mention)
        return best[1] if best is not None else None

    def _is_same_citation(self, one: Mention, other: Mention) -> bool:
        if one.reference != other.reference or other.start - one.end > _SAME_CITATION:
            return False
        between = self.text[one.end : other.start]
        return (
            "\n\n" not in between
            and not _OPENS.search(between)
            and all(
                not mine or not theirs or mine == theirs
                for mine, theirs in (
                    (one.labels, other.labels),
                    (one.language, other.language),
                    (one.passage, other.passage),
                )
            )
        )


def _joined(one: Mention, other: Mention) -> Mention:
    return Mention(
        start=one.start,
        end=other.end,
        reference=one.reference,
        label=one.label or other.label,
        others=one.others or other.others,
        language=one.language or other.language,
        passage=one.passage or other.passage,
    )


def _outermost(quotes: Iterable[Quote]) -> list[Quote]:
    found: list[Quote] = []
    for one in sorted(quotes, key=lambda one: (one.start, -one.end)):
        if not found or one.start >= found[-1].end:
            found.append(one)
    return found


def _within(quote: Quote, named: Sequence[tuple[int, int]]) -> bool:
    at = bisect_right(named, quote.start, key=itemgetter(0))
    return at > 0 and quote.end <= named[at - 1][1]


def _overlaps(quote: Quote, taken: Sequence[tuple[int, int]]) -> bool:
    at = bisect_right(taken, (quote.end, 0))
    return at > 0 and taken[at - 1][1] > quote.start
