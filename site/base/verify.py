"""Which published version a text is: by its hash, by the canonical JSON it stands for, or by its words."""

import json
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import rfc8785
from lxml.etree import LxmlError

from base.canonical import canonical_json, canonical_parts, sha256
from base.difference import FieldDifference, Piece, differences, words
from base.enums import Likeness, Recognised
from base.exports.plain_text import plain_text
from base.models import PublishedVersion
from base.queries.verify import all_versions, texts_in_force, versions_of_beginning, versions_of_hash
from base.wording import WordIndex, Wording, bare, even, is_short, match

_HASH = re.compile(r"[0-9a-f]{64}", re.IGNORECASE)
# As much of it as a history prints, or more.
_BEGINNING = re.compile(r"[0-9a-f]{12,63}", re.IGNORECASE)
_REFERENCE = re.compile(r"\b[A-Z]{3}-\d{4}-\d{3,9}\b")
_MARKUP = re.compile(r"<[^>]*>")
# How many words (of 100) a text must share with a version to be like it; of a part, how alike its letters are.
_ALIKE, _PART_ALIKE = 0.5, 75
_LONGEST_PART = 5_000


@dataclass(frozen=True)
class Recognition:
    """What somebody's text is. `versions`: those that it is, or the nearest one with what differs from it.

    `sha256` is that of the bytes that came in, or of the canonical form where they are JSON.
    """

    how: Recognised
    sha256: str
    versions: list[PublishedVersion] = field(default_factory=list)
    fields: list[FieldDifference] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    has_redaction: bool = False

    @property
    def is_known(self) -> bool:
        return self.how not in (Recognised.NEAREST, Recognised.NOTHING, Recognised.SHORT)


def recognised(data: bytes) -> Recognition:
    """At most five queries, however many versions there are."""
    text = _decoded(data)
    content = _content(text)
    canonical = _canonical(content) if content is not None else None
    own = sha256(canonical if canonical is not None else text.strip())
    named = text.strip().lower() if _HASH.fullmatch(text.strip()) else ""
    by_hash = versions_of_hash({own, named} - {""})
    if by_hash:
        how = Recognised.HASH if named else Recognised.CANONICAL
        if not named and text.strip() == canonical:
            how = Recognised.BYTES
        return Recognition(how, named or own, by_hash)
    if named:
        return Recognition(Recognised.NOTHING, named)
    if _BEGINNING.fullmatch(text.strip()) and (found := versions_of_beginning(text.strip().lower())):
        return Recognition(Recognised.HASH, found[0].sha256 if len({one.sha256 for one in found}) == 1 else own, found)
    nearest = _by_content(content, own) if content is not None else None
    return nearest or _by_words(text, own)


def _decoded(data: bytes) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    return text.replace("\r\n", "\n")


def _content(text: str) -> dict[str, Any] | None:
    """The object, if the text is the JSON of one."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _canonical(content: dict[str, Any]) -> str | None:
    try:
        return canonical_json(content)
    except (rfc8785.CanonicalizationError, RecursionError):
        return None


def _by_content(content: dict[str, Any], own: str) -> Recognition | None:
    """The version whose fields say most of the same, with what differs field by field; none where nothing is like it."""
    flat = _MARKUP.sub(" ", " ".join(_strings(content)))
    best = _nearest(flat, _candidates(flat))
    if best is None:
        return None
    brought = PublishedVersion(reference=best.version.reference, language=best.version.language, sha256=own)
    try:
        brought.__dict__["parts"] = canonical_parts(content)
        fields = [one for one in differences(best.version, brought) if one.state == "changed"]
    except (rfc8785.CanonicalizationError, LxmlError, LookupError, TypeError, ValueError, AttributeError):
        # JSON of another make than ours: its words can be compared, its fields cannot.
        return None
    how = Recognised.NEAREST if fields else Recognised.WORDS
    return Recognition(how, own, [best.version], fields=fields, has_redaction=not best.version.is_whole)


def _strings(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        value = list(value.values())
    return [text for one in value for text in _strings(one)] if isinstance(value, list) else []


def _by_words(text: str, own: str) -> Recognition:
    candidates = _candidates(text)
    line, letters = even(text), bare(text)
    if not letters:
        return Recognition(Recognised.NOTHING, own)
    exports = {one.version.pk: plain_text(one.version) for one in candidates}
    forms = {one.version.pk: [exports[one.version.pk], one.text] for one in candidates}
    for how, written, brought in ((Recognised.WORDS, even, line), (Recognised.SPACING, bare, letters)):
        same = [one.version for one in candidates if any(written(form) == brought for form in forms[one.version.pk])]
        if same:
            return Recognition(how, own, same)
    if is_short(text):
        return Recognition(Recognised.SHORT, own)
    holding = [one.version for one in candidates if one.has(text)]
    if holding:
        return Recognition(Recognised.PART, own, holding)
    if len(line) <= _LONGEST_PART:
        part = match(text, candidates, alike=_PART_ALIKE)
        if part is not None and part.likeness == Likeness.ALTERED:
            return Recognition(Recognised.NEAREST, own, [part.wording.version], pieces=part.pieces)
    best = _nearest(text, candidates)
    if best is None:
        return Recognition(Recognised.NOTHING, own)
    is_export = best.version.sha256 in text or best.version.reference.string in text
    published = exports[best.version.pk] if is_export else "\n".join(one.text for one in best.passages)
    return Recognition(Recognised.NEAREST, own, [best.version], pieces=words(published.strip(), text.strip()))


def _candidates(text: str) -> list[Wording]:
    """All readable versions of the things that a text names, or of those in force that share most of its words."""
    names = set(_REFERENCE.findall(text)[:20])
    versions = all_versions(names) if names else []
    if not versions:
        index = WordIndex([Wording(one) for one in texts_in_force()])
        versions = all_versions({one.version.reference.string for one in index.nearest(text, most=3)})
    return [Wording(one) for one in versions if not one.is_withdrawn]


def _nearest(text: str, candidates: list[Wording]) -> Wording | None:
    brought = Counter(even(text).split())

    def shared(one: Wording) -> float:
        published = Counter(one.text.split())
        return 2 * (brought & published).total() / max(brought.total() + published.total(), 1)

    best = max(candidates, key=shared, default=None)
    return best if best is not None and shared(best) >= _ALIKE else None
