"""How somebody's words compare with what was published: exact, the same but for spaces and punctuation, or altered."""

import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from rapidfuzz import fuzz, process

from base.citable import declared_fields, field_of
from base.difference import Piece, passages_of, words
from base.enums import Likeness
from base.models import PublishedVersion
from base.passages import Passage

# What a PDF makes of two letters, and what tells a browser where a word may break.
_TYPESETTING = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)} | {0xAD: None}
_OMISSION = re.compile(r"\s*(?:\[\s*(?:…|\.{3})\s*\]|\(\s*(?:…|\.{3})\s*\)|…|\.{3})\s*")
# € 1,5 is not € 15, 2026-2030 no single number and -5 not 5: these signs count, and are written so that they stay.
_IN_NUMBERS = (
    (re.compile(r"(?<=\d)[.](?=\d)"), "\u02d9"),
    (re.compile(r"(?<=\d)[,](?=\d)"), "\u00b8"),
    (re.compile(r"(?<=\d)[:](?=\d)"), "\u02f8"),
    (re.compile(r"(?<=\d)[/](?=\d)"), "\u2044"),
    (re.compile(r"(?<=\d)\s*[-\u2010\u2011\u2013\u2014\u2212]\s*(?=\d)"), "\u2212"),
    (re.compile(r"(?<![\w.,])[-\u2013\u2212](?=\d)"), "\u2212"),
    (re.compile(r"(?<=\d)\s+(?=\d)"), "\u02fd"),
)
# Longer stretches are not looked through for words that are only much like others.
_LONGEST = 20_000
_FREQUENT = 2_000


class _Kept(dict[int, int | None]):
    """For `str.translate`: letters, their accents, digits and symbols stay; spaces and punctuation go."""

    def __missing__(self, code: int) -> int | None:
        character = chr(code)
        is_kept = (unicodedata.category(character)[0] in "LMNS" and character != "|") or character in "%‰"
        self[code] = code if is_kept else None
        return self[code]


_KEPT = _Kept()


def plain(text: str) -> str:
    """The text in normal form C, without what only typesetting put in."""
    return unicodedata.normalize("NFC", text.translate(_TYPESETTING))


def even(text: str) -> str:
    """The plain text in one line, with single spaces."""
    return " ".join(plain(text).split())


def bare(text: str) -> str:
    """The plain text without spaces and punctuation; those that make a number what it is count."""
    return _marked(plain(text)).translate(_KEPT)


def bare_places(text: str) -> tuple[str, list[int]]:
    """A text that is plain already, bare, and where in it each of its characters stands."""
    marked = _marked(text)
    return marked.translate(_KEPT), [place for place, sign in enumerate(marked) if _KEPT[ord(sign)] is not None]


def _marked(text: str) -> str:
    for pattern, sign in _IN_NUMBERS:
        # As long as it was, so that places stay.
        text = pattern.sub(lambda found, sign=sign: sign.ljust(len(found[0])), text)  # type: ignore[misc]
    return text


@dataclass
class Wording:
    """The words of one published version, to be compared with many others."""

    version: PublishedVersion

    @cached_property
    def passages(self) -> list[Passage]:
        """All that can be cited of it, in reading order: passages, and every other field as a whole."""
        kind, content = self.version.reference.kind, self.version.content
        names = [one.name for one in declared_fields(kind)]
        names += sorted(content.keys() - set(names))
        return [
            passage
            for name in names
            for passage in passages_of(field_of(kind, name).shape, name, content.get(name))
            if passage.text
        ]

    @cached_property
    def texts(self) -> list[str]:
        return [even(passage.text) for passage in self.passages]

    @cached_property
    def text(self) -> str:
        return " ".join(self.texts)

    @cached_property
    def bare_texts(self) -> list[str]:
        return [bare(text) for text in self.texts]

    @cached_property
    def bare_text(self) -> str:
        return "".join(self.bare_texts)

    @cached_property
    def windows(self) -> list[str]:
        """From each passage on, so much text as the next one begins with it: words may run over several."""
        return [" ".join(self.texts[start : start + 3]) for start in range(len(self.texts))]

    def has(self, quoted: str) -> bool:
        """Whether the words stand in it, be it but for spaces and punctuation."""
        return bare(quoted) in self.bare_text

    def passage_at(self, place: int, texts: Sequence[str], between: int) -> Passage:
        """The passage in which a place of all texts in a row lies."""
        starts = [0]
        for text in texts:
            starts.append(starts[-1] + len(text) + between)
        return self.passages[min(bisect_right(starts, place), len(self.passages)) - 1]


@dataclass(frozen=True)
class Match:
    """Where words were found. `pieces` says how they differ from what was published, where they are altered."""

    likeness: Likeness
    wording: Wording
    passage: Passage
    pieces: list[Piece] = field(default_factory=list)


def match(quoted: str, wordings: Sequence[Wording], *, alike: int | None = None) -> Match | None:
    """The words in the first of the wordings that has them; if none has, where they are most alike.

    `alike` is how much alike they are at least then (of 100); without it altered words are not looked for.
    """
    text, letters = even(quoted), bare(quoted)
    if not letters:
        return None
    for wording in wordings:
        found = _found(text, letters, wording)
        if found is not None:
            return found
    return _altered(text, wordings, alike) if alike is not None else None


def _found(text: str, letters: str, wording: Wording) -> Match | None:
    place = wording.text.find(text)
    if place >= 0:
        return Match(Likeness.EXACT, wording, wording.passage_at(place, wording.texts, 1))
    parts = [part for part in _OMISSION.split(text) if part]
    places = _in_order(parts, wording.text) if len(parts) > 1 else []
    if places:
        return Match(Likeness.SHORTENED, wording, wording.passage_at(places[0], wording.texts, 1))
    place = wording.bare_text.find(letters)
    if place >= 0:
        return Match(Likeness.SPACING, wording, wording.passage_at(place, wording.bare_texts, 0))
    return None


def _in_order(parts: Iterable[str], text: str) -> list[int]:
    """Where the parts stand, one behind the other; nothing where one of them does not."""
    places, behind = [], 0
    for part in parts:
        place = text.find(part, behind)
        if place < 0:
            return []
        places.append(place)
        behind = place + len(part)
    return places


def _altered(text: str, wordings: Iterable[Wording], alike: int) -> Match | None:
    best: tuple[float, Wording, int] | None = None
    for wording in wordings:
        windows = [window if len(window) <= _LONGEST else "" for window in wording.windows]
        # Not better than before is no reason to prefer what comes later.
        cutoff = alike if best is None else max(alike, best[0] + 0.01)
        for choices in (dict(enumerate(wording.texts)), dict(enumerate(windows))):
            fitting = {at: one for at, one in choices.items() if 0.6 * len(text) <= len(one) <= _LONGEST}
            found = process.extractOne(text, fitting, scorer=fuzz.partial_ratio, score_cutoff=min(cutoff, 100))
            if found is not None and (best is None or found[1] > best[0]):
                best = (found[1], wording, found[2])
                cutoff = found[1] + 0.01
            if cutoff > 100:
                break
    if best is None:
        return None
    _score, wording, at = best
    published, passage = _aligned(text, wording, at)
    return Match(Likeness.ALTERED, wording, passage, words(published, text))


def _aligned(text: str, wording: Wording, at: int) -> tuple[str, Passage]:
    """What of a passage, and of those behind it, the text is about, in whole words; and where that begins."""
    window = wording.texts[at] if len(wording.texts[at]) >= 0.9 * len(text) else wording.windows[at]
    found = fuzz.partial_ratio_alignment(text, window)
    start, end = (found.dest_start, found.dest_end) if found is not None else (0, len(window))
    while start > 0 and not window[start - 1].isspace():
        start -= 1
    while end < len(window) and not window[end].isspace():
        end += 1
    before = sum(len(one) + 1 for one in wording.texts[:at])
    return window[start:end].strip(), wording.passage_at(before + start, wording.texts, 1)


class WordIndex:
    """Which of many versions may have said something: made once, asked for every quote."""

    def __init__(self, wordings: Sequence[Wording]) -> None:
        self.wordings = wordings
        self.places: dict[str, list[tuple[int, int]]] = {}
        for number, wording in enumerate(wordings):
            for at, text in enumerate(wording.texts):
                for word in _words(text):
                    self.places.setdefault(word, []).append((number, at))

    def nearest(self, text: str, most: int = 5) -> list[Wording]:
        """The versions of which some passage shares most of the text's words; a rare word weighs more."""
        votes: Counter[tuple[int, int]] = Counter()
        found = sorted((self.places.get(word, []) for word in _words(even(text))), key=len)
        for places in found:
            if len(places) > _FREQUENT and votes:
                break
            for place in places:
                votes[place] += 1 / len(places)  # type: ignore[assignment]
        best = dict.fromkeys(number for (number, _at), _vote in votes.most_common(4 * most))
        return [self.wordings[number] for number in list(best)[:most]]


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))
