"""How somebody's words compare with what was published: exact, the same but for spaces and punctuation, or altered."""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from operator import itemgetter

from rapidfuzz import fuzz

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
# Fewer words or letters stand in any text by chance: they are looked up only where they are the whole of a passage.
_FEWEST_WORDS, _FEWEST_LETTERS = 3, 12
# Between two letters of a word, or within a number: no quote begins or ends there.
_WITHIN = re.compile(r"(?<=\w)(?=\w)|(?<=\d)(?=[.,:/]\d)|(?<=\d[.,:/])(?=\d)")
_STOPS = ".,;:!?…"
# How many passages of a version are looked at for words that are only much like others.
_PASSAGES = 3
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
        return [passage for _name, passage in self.passages_by_field]

    @cached_property
    def passages_by_field(self) -> list[tuple[str, Passage]]:
        """Every passage with the name of its field."""
        kind, content = self.version.reference.kind, self.version.content
        names = [one.name for one in declared_fields(kind)]
        names += sorted(content.keys() - set(names))
        return [
            (name, passage)
            for name in names
            for passage in passages_of(field_of(kind, name).shape, name, content.get(name))
            if passage.text
        ]

    def named(self, identifier: str) -> list[Passage]:
        """The passage of an identifier, or all of a field: every part of a version's page can be linked to by its name as well."""
        return [one for name, one in self.passages_by_field if identifier in (name, one.identifier)]

    @cached_property
    def stretches(self) -> list[tuple[int, int]]:
        """For each passage where in the text its field begins and ends."""
        ends: dict[str, tuple[int, int]] = {}
        at = 0
        for (name, _passage), text in zip(self.passages_by_field, self.texts, strict=True):
            ends[name] = (ends.get(name, (at, 0))[0], at + len(text))
            at += len(text) + 1
        return [ends[name] for name, _passage in self.passages_by_field]

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
    def bare_edges(self) -> set[int]:
        """Where in the bare text a word of the published one begins or ends."""
        edges, before = {0}, 0
        for text in self.texts:
            letters, of_text = _bare_edges(text)
            edges |= {before + at for at in of_text}
            before += len(letters)
        return edges

    @cached_property
    def words(self) -> list[tuple[str, int, int]]:
        """Every word of the text, as `_words` has it, with where it begins and ends."""
        found = re.finditer(r"\S+", self.text)
        return [(word, one.start(), one.end()) for one in found if (word := _word(one[0]))]

    @cached_property
    def places(self) -> dict[str, list[int]]:
        """In which passages each word stands."""
        found: dict[str, list[int]] = {}
        for at, text in enumerate(self.texts):
            for word in set(_words(text)):
                found.setdefault(word, []).append(at)
        return found

    def has(self, quoted: str) -> bool:
        """Whether the words stand in it, be it but for spaces and punctuation."""
        letters = bare(quoted)
        if is_short(quoted):
            return letters in self.bare_texts
        return self.place_of_bare(letters) >= 0

    def place_of(self, text: str) -> int:
        """Where the even text stands, in whole words; -1 where it does not."""
        return place_of_words(text, self.text)

    def place_of_bare(self, letters: str) -> int:
        return _place(letters, self.bare_text, self.bare_edges.__contains__)

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


def is_short(quoted: str) -> bool:
    """Whether it is too short to be looked up: fewer words and letters stand in any text by chance."""
    return len(quoted.split()) < _FEWEST_WORDS and len(bare(quoted)) < _FEWEST_LETTERS


def match(quoted: str, wordings: Sequence[Wording], *, alike: int | None = None) -> Match | None:
    """The words in the first of the wordings that has them; if none has, where they are most alike.

    `alike` is how much alike they are at least then (of 100); without it altered words are not looked for.
    """
    text, letters = even(quoted), bare(quoted)
    if not letters:
        return None
    look = _as_a_whole if is_short(quoted) else _found
    for wording in wordings:
        found = look(text, letters, wording)
        if found is not None:
            return found
    return _altered(text, wordings, alike) if alike is not None and not is_short(quoted) else None


def _as_a_whole(text: str, letters: str, wording: Wording) -> Match | None:
    if letters not in wording.bare_texts:
        return None
    at = wording.bare_texts.index(letters)
    likeness = Likeness.EXACT if wording.texts[at] == text else Likeness.SPACING
    return Match(likeness, wording, wording.passages[at])


def _found(text: str, letters: str, wording: Wording) -> Match | None:
    place = wording.place_of(text)
    if place >= 0:
        return Match(Likeness.EXACT, wording, wording.passage_at(place, wording.texts, 1))
    parts = [part for part in _OMISSION.split(text) if part]
    places = _in_order(parts, wording.text) if len(parts) > 1 else []
    if places:
        return Match(Likeness.SHORTENED, wording, wording.passage_at(places[0], wording.texts, 1))
    place = wording.place_of_bare(letters)
    if place >= 0:
        return Match(Likeness.SPACING, wording, wording.passage_at(place, wording.bare_texts, 0))
    return None


def stands_bare(words: str, text: str) -> bool:
    """Whether words stand in a text, be it but for spaces and punctuation."""
    letters, edges = _bare_edges(plain(text))
    wanted = bare(words)
    return bool(wanted) and _place(wanted, letters, edges.__contains__) >= 0


def _bare_edges(text: str) -> tuple[str, set[int]]:
    """A plain text, bare, and where in it a word begins or ends."""
    letters, places = bare_places(text)
    inner = {at for at in range(1, len(places)) if places[at] - places[at - 1] > 1}
    return letters, inner | {0, len(letters)}


def place_of_words(words: str, text: str, behind: int = 0) -> int:
    """Where words stand in a text and cut none of its words or numbers in two; -1 where they do not."""
    return _place(words, text, lambda at: _WITHIN.match(text, at) is None, behind)


def _place(words: str, text: str, is_edge: Callable[[int], bool], behind: int = 0) -> int:
    at = text.find(words, behind)
    while at >= 0 and not (is_edge(at) and is_edge(at + len(words))):
        at = text.find(words, at + 1)
    return at


def _in_order(parts: Iterable[str], text: str) -> list[int]:
    """Where the parts stand, one behind the other; nothing where one of them does not."""
    places, behind = [], 0
    for part in parts:
        place = place_of_words(part, text, behind)
        if place < 0:
            return []
        places.append(place)
        behind = place + len(part)
    return places


def _altered(text: str, wordings: Iterable[Wording], alike: int) -> Match | None:
    best: tuple[float, Wording, int, int] | None = None
    wanted = _words(text)
    for wording in wordings:
        start, end = _nearest(wanted, wording)
        published = wording.text[start:end]
        # Words that were only turned round are still much like them.
        score = max(fuzz.ratio(text, published), fuzz.token_sort_ratio(text, published))
        if score >= alike and (best is None or score > best[0]):
            best = (score, wording, start, end)
    if best is None:
        return None
    _score, wording, start, end = best
    passage = wording.passage_at(start, wording.texts, 1)
    published = wording.text[start:end]
    one, other = (part.rpartition(" ")[2] for part in (published, text))
    if one != other and _word(one) == _word(other):
        # Whoever quotes a part of a sentence leaves out the full stop behind it.
        published, text = published.rstrip(_STOPS), text.rstrip(_STOPS)
    return Match(Likeness.ALTERED, wording, passage, words(published, text))


def _nearest(wanted: list[str], wording: Wording) -> tuple[int, int]:
    """Where in its text the stretch begins and ends that shares most words with those that are wanted."""
    votes: Counter[int] = Counter()
    for word in set(wanted):
        places = wording.places.get(word, [])
        for at in places:
            votes[at] += 1 / len(places)  # type: ignore[assignment]
    count, best, first = len(wanted), 0, -1
    within: Sequence[tuple[str, int, int]] = ()
    for at, _vote in votes.most_common(_PASSAGES):
        begins = sum(len(one) + 1 for one in wording.texts[:at])
        ends = begins + len(wording.texts[at])
        # Words of two fields are no sentence.
        field_low, field_high = (bisect_left(wording.words, one, key=itemgetter(1)) for one in wording.stretches[at])
        low = max(bisect_left(wording.words, begins, key=itemgetter(1)) - count, field_low)
        high = min(bisect_left(wording.words, ends, key=itemgetter(1)) + count, field_high)
        shared, place = _most_shared(wanted, wording.words[low:high])
        if shared > best:
            best, first, within = shared, low + place - field_low, wording.words[field_low:field_high]
    if first < 0:
        return 0, 0
    start, end = _fitted(wanted, [word for word, _start, _end in within], first)
    return within[start][1], within[end][2]


def _most_shared(wanted: list[str], stretch: Sequence[tuple[str, int, int]]) -> tuple[int, int]:
    """How many words as many in a row have in common with those wanted at most, and where that row begins."""
    left, shared, best, first = Counter(wanted), 0, 0, 0
    for at, (word, _start, _end) in enumerate(stretch):
        if word in left:
            shared += left[word] > 0
            left[word] -= 1
        gone = stretch[at - len(wanted)][0] if at >= len(wanted) else ""
        if gone in left:
            left[gone] += 1
            shared -= left[gone] > 0
        if shared > best:
            best, first = shared, max(at + 1 - len(wanted), 0)
    return best, first


def _fitted(wanted: list[str], published: list[str], first: int) -> tuple[int, int]:
    """The row of words from `first` on, moved to where the first and the last of the wanted ones stand nearby."""
    last = min(first + len(wanted), len(published)) - 1
    reach = max(3, len(wanted) // 4)

    def step(word: str, place: int) -> int | None:
        around = range(max(place - reach, 0), min(place + reach + 1, len(published)))
        return min((at - place for at in around if published[at] == word), key=abs, default=None)

    at_start, at_end = step(wanted[0], first), step(wanted[-1], last)
    start = first + (at_start if at_start is not None else at_end or 0)
    end = last + (at_end if at_end is not None else at_start or 0)
    start, end = max(start, 0), min(end, len(published) - 1)
    return (start, end) if start <= end else (first, last)


class WordIndex:
    """Which of many versions may have said something: made once, asked for every quote."""

    def __init__(self, wordings: Iterable[Wording]) -> None:
        self.wordings: list[Wording] = []
        self.places: dict[str, list[tuple[int, int]]] = {}
        for number, wording in enumerate(wordings):
            self.wordings.append(wording)
            for word, places in wording.places.items():
                self.places.setdefault(word, []).extend((number, at) for at in places)

    def nearest(self, text: str, most: int = 5) -> list[Wording]:
        """The versions of which some passage shares most of the text's words; a rare word weighs more."""
        votes: Counter[tuple[int, int]] = Counter()
        found = sorted((self.places.get(word, []) for word in set(_words(text))), key=len)
        for places in found:
            if len(places) > _FREQUENT and votes:
                break
            for place in places:
                votes[place] += 1 / len(places)  # type: ignore[assignment]
        best = dict.fromkeys(number for (number, _at), _vote in votes.most_common(4 * most))
        return [self.wordings[number] for number in list(best)[:most]]


def _words(text: str) -> list[str]:
    return [word for one in text.split() if (word := _word(one))]


def _word(text: str) -> str:
    return re.sub(r"\W", "", text).casefold()
