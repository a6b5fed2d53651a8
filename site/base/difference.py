"""What changed between two published versions: field by field, passage by passage, word by word."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from rapidfuzz.distance import Indel

from base.citable import declared_fields, field_of
from base.enums import Shape
from base.models import PublishedVersion
from base.passages import Passage, passages
from base.version_words import plain_value

KEPT, INSERTED, DELETED = "kept", "inserted", "deleted"
# Words with the white space behind them, and sentences: joining either gives back the text.
_PIECES = re.compile(r"\S+\s*|\s+")
_SENTENCES = re.compile(r".+?(?:[.!?;:]+\s+|\n+|$)|\s+", re.DOTALL)
# The memory of comparing grows with the product of the lengths (a bit for each pair); beyond this a run is not looked into.
_MOST_PAIRS = 1_000_000_000


@dataclass(frozen=True)
class Piece:
    """Words that were kept, inserted or deleted."""

    kind: str
    text: str


@dataclass(frozen=True)
class PassageDifference:
    """One passage of both texts or of one of them; `state` is kept, changed, inserted or deleted."""

    identifier: str
    state: str
    pieces: list[Piece]


@dataclass(frozen=True)
class FieldDifference:
    name: str
    label: Any
    state: str
    passages: list[PassageDifference] = field(default_factory=list)


def differences(old: PublishedVersion, new: PublishedVersion) -> list[FieldDifference]:
    """Every field that either version has, in reading order. A redacted field has no words to compare."""
    kind = new.reference.kind
    declared = [one.name for one in declared_fields(kind)]
    names = [*declared, *sorted((old.content.keys() | new.content.keys()) - set(declared))]
    found = []
    for name in names:
        if _is_redacted(old, name) or _is_redacted(new, name):
            found.append(FieldDifference(name, field_of(kind, name).label, "redacted"))
            continue
        shape = field_of(kind, name).shape
        parts = compared(
            passages_of(shape, name, old.content.get(name)), passages_of(shape, name, new.content.get(name))
        )
        if parts:
            state = "kept" if all(part.state == KEPT for part in parts) else "changed"
            found.append(FieldDifference(name, field_of(kind, name).label, state, parts))
    return found


def _is_redacted(version: PublishedVersion, name: str) -> bool:
    """Every version has every field that was declared when it was written, so one that is missing was taken out."""
    return (
        name not in version.content
        and not version.is_whole
        and name in {one.field for one in version.redactions.all() if one.is_confirmed}
    )


def passages_of(shape: Shape, name: str, value: Any) -> list[Passage]:
    """A field as passages: those of its text, or the whole of it under its own name."""
    if shape == Shape.PASSAGES:
        return passages(value or "")
    plain = plain_value(shape, value)
    return [Passage(name, shape, plain)] if plain else []


def compared(old: Sequence[Passage], new: Sequence[Passage]) -> list[PassageDifference]:
    """Passages matched by identifier, in the order of the new text, each deleted one where it stood."""
    before = {passage.identifier: passage for passage in old}
    after = {passage.identifier for passage in new}
    gone_behind: dict[str, list[Passage]] = {}
    last = ""
    for passage in old:
        if passage.identifier in after:
            last = passage.identifier
        else:
            gone_behind.setdefault(last, []).append(passage)

    def deleted(behind: str) -> list[PassageDifference]:
        return [
            PassageDifference(one.identifier, DELETED, [Piece(DELETED, one.text)])
            for one in gone_behind.get(behind, [])
        ]

    found = deleted("")
    for passage in new:
        earlier = before.get(passage.identifier)
        if earlier is None:
            found.append(PassageDifference(passage.identifier, INSERTED, [Piece(INSERTED, passage.text)]))
        elif earlier.text == passage.text:
            found.append(PassageDifference(passage.identifier, KEPT, [Piece(KEPT, passage.text)]))
        else:
            found.append(PassageDifference(passage.identifier, "changed", words(earlier.text, passage.text)))
        found += deleted(passage.identifier)
    return found


def words(old: str, new: str) -> list[Piece]:
    """The difference word by word. Without the inserted pieces it is the old text, without the deleted ones the new.

    First sentence by sentence, then word by word in the sentences that differ, so that a long text stays quick.
    """
    found: list[Piece] = []
    for is_kept, before, after in _spans(_SENTENCES.findall(old), _SENTENCES.findall(new)):
        if is_kept:
            found.append(Piece(KEPT, "".join(before)))
            continue
        pieces = _PIECES.findall("".join(before)), _PIECES.findall("".join(after))
        for is_same, gone, come in _spans(*pieces):
            if is_same:
                found.append(Piece(KEPT, "".join(gone)))
            else:
                found += [Piece(DELETED, "".join(gone)), Piece(INSERTED, "".join(come))]
    return _joined(found)


def _spans(old: list[str], new: list[str]) -> Iterable[tuple[bool, list[str], list[str]]]:
    """Runs that are the same and runs that are not, in order; what both ends share is taken off first."""
    head = _equal_ends(old, new)
    tail = _equal_ends(reversed(old[head:]), reversed(new[head:]))
    yield True, old[:head], new[:head]
    before, after = old[head : len(old) - tail], new[head : len(new) - tail]
    src = dest = 0
    for step in Indel.opcodes(before, after) if len(before) * len(after) <= _MOST_PAIRS else ():
        if step.tag == "equal":
            yield False, before[src : step.src_start], after[dest : step.dest_start]
            yield True, before[step.src_start : step.src_end], after[step.dest_start : step.dest_end]
            src, dest = step.src_end, step.dest_end
    yield False, before[src:], after[dest:]
    yield True, old[len(old) - tail :], new[len(new) - tail :]


def _joined(pieces: Iterable[Piece]) -> list[Piece]:
    found: list[Piece] = []
    for piece in pieces:
        if not piece.text:
            continue
        if found and found[-1].kind == piece.kind:
            found[-1] = Piece(piece.kind, found[-1].text + piece.text)
        else:
            found.append(piece)
    return found


def _equal_ends(one: Iterable[str], other: Iterable[str]) -> int:
    count = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        count += 1
    return count
