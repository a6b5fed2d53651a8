"""Proposals and the talk about them from two tables, as Decide Madrid and other cities' platforms hand them out."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from participation.actions.comment import EarlierComment
from participation.actions.origin import Provenance
from proposals.actions.proposal import EarlierProposal, ProposalText
from proposals.imports.table import TableRow, read_table

PROPOSAL_COLUMNS = ("id", "title", "userId", "date", "summary", "text", "numSupports")
COMMENT_COLUMNS = ("id", "parentId", "proposalId", "userId", "date", "time", "text")
NO_PARENT = ("", "-1")
LONGEST = {"id": 64, "userId": 64, "title": 255, "summary": 300}
MOST_SUPPORTS = 2_147_483_647
EARLIEST = 1900


class Treatment(StrEnum):
    """What becomes of a row that is not whole. Either way it is told by its line."""

    KEEP = "keep"
    SKIP = "skip"


@dataclass(frozen=True)
class CommentRow:
    """A comment and where it stood, before it is known whether what it answers is there."""

    comment: EarlierComment
    row: TableRow

    @property
    def identifier(self) -> str:
        return self.comment.provenance.identifier

    @property
    def is_empty(self) -> bool:
        return not self.comment.text.strip()


@dataclass(frozen=True)
class Note:
    """Something about a line that was not whole, and what became of it."""

    line: int
    sentence: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.sentence}"


@dataclass(frozen=True)
class Sifted:
    """The comments to take over, in the order of the file, and what is told about the others and the orphans."""

    comments: list[EarlierComment]
    orphans: list[Note]
    empty: list[Note]
    skipped: int


def read_proposals(content: bytes, *, file: str, language: str, at: datetime) -> list[EarlierProposal]:
    """Raises TableError. A proposal has a day and no hour: it is dated at the day's beginning in the city's time zone."""
    seen: dict[str, int] = {}
    return [_proposal(row, file, language, at, seen) for row in read_table(content, needed=PROPOSAL_COLUMNS)]


def read_comments(
    content: bytes, *, proposals: Collection[str], file: str, language: str, at: datetime
) -> list[CommentRow]:
    """Raises TableError: also for a comment about none of the proposals, or an answer under another proposal."""
    seen: dict[str, int] = {}
    rows = [_comment(row, file, language, at, seen) for row in read_table(content, needed=COMMENT_COLUMNS)]
    by_identifier = {row.identifier: row for row in rows}
    for row in rows:
        if row.comment.subject not in proposals:
            raise row.row.error(
                f"The comment is about proposal {row.comment.subject}, which is not among them.", "proposalId"
            )
        parent = by_identifier.get(row.comment.parent or "")
        if parent is not None and parent.comment.subject != row.comment.subject:
            raise row.row.error(
                f"The comment answers {parent.identifier}, which is about proposal {parent.comment.subject}.",
                "parentId",
            )
    _refuse_circles(rows, by_identifier)
    return rows


def sift(rows: Sequence[CommentRow], *, orphans: Treatment, empty: Treatment) -> Sifted:
    """Applies the stated rule to empty comments and to answers whose parent is missing.

    A kept orphan becomes a first comment, and its origin says so. What answers a skipped comment is an orphan in turn.
    """
    there = {row.identifier for row in rows}
    skipped = {row.identifier for row in rows if row.is_empty} if empty is Treatment.SKIP else set()
    firsts: dict[str, str] = {}
    for row in _parents_first(rows):
        parent = row.comment.parent
        if row.identifier in skipped or parent is None or (parent in there and parent not in skipped):
            continue
        why = "was skipped" if parent in skipped else "is not in the file"
        firsts[row.identifier] = f"answers {parent}, which {why}"
        if orphans is Treatment.SKIP:
            skipped.add(row.identifier)
    kept_orphans = firsts if orphans is Treatment.KEEP else {}
    return Sifted(
        comments=[
            _as_first(row.comment, kept_orphans[row.identifier]) if row.identifier in kept_orphans else row.comment
            for row in rows
            if row.identifier not in skipped
        ],
        orphans=[
            _note(row, firsts[row.identifier], orphans, "as a first comment")
            for row in rows
            if row.identifier in firsts
        ],
        empty=[_note(row, "has no text", empty, "without text") for row in rows if row.is_empty],
        skipped=len(skipped),
    )


def _note(row: CommentRow, what: str, treatment: Treatment, kept: str) -> Note:
    return Note(
        row.row.line,
        f"comment {row.identifier} {what}; {f'kept {kept}' if treatment is Treatment.KEEP else 'skipped'}.",
    )


def _as_first(comment: EarlierComment, why: str) -> EarlierComment:
    record = {**comment.provenance.record, "note": f"{why}; taken over as a first comment"}
    return replace(comment, parent=None, provenance=replace(comment.provenance, record=record))


def _parents_first(rows: Sequence[CommentRow]) -> list[CommentRow]:
    depths: dict[str, int] = {}
    by_identifier = {row.identifier: row for row in rows}
    for row in rows:
        chain = [row.identifier]
        while chain[-1] not in depths and (parent := by_identifier[chain[-1]].comment.parent) in by_identifier:
            chain.append(parent)
        depth = depths.get(chain[-1], 0)
        for steps, identifier in enumerate(reversed(chain)):
            depths[identifier] = depth + steps
    return sorted(rows, key=lambda row: depths[row.identifier])


def _refuse_circles(rows: Sequence[CommentRow], by_identifier: dict[str, CommentRow]) -> None:
    sound: set[str] = set()
    for row in rows:
        chain: list[str] = []
        at: CommentRow | None = row
        while at is not None and at.identifier not in sound:
            if at.identifier in chain:
                raise row.row.error(f"The comment {at.identifier} answers itself through its answers.", "parentId")
            chain.append(at.identifier)
            at = by_identifier.get(at.comment.parent or "")
        sound.update(chain)


def _proposal(row: TableRow, file: str, language: str, at: datetime, seen: dict[str, int]) -> EarlierProposal:
    provenance = _provenance(row, "proposal", file, seen)
    for column in ("title", "summary"):
        if not row[column].strip():
            raise row.error(f"A proposal needs a {column}.", column)
    return EarlierProposal(
        provenance=provenance,
        text=ProposalText(
            title=_fitting(row, "title"),
            summary=_fitting(row, "summary"),
            body=row["text"],
            author_name=_author(row),
            language=language,
        ),
        submitted_at=_moment(row, time.min, at),
        supports=_supports(row),
    )


def _comment(row: TableRow, file: str, language: str, at: datetime, seen: dict[str, int]) -> CommentRow:
    parent = row["parentId"].strip()
    return CommentRow(
        comment=EarlierComment(
            provenance=_provenance(row, "comment", file, seen),
            subject=row["proposalId"].strip(),
            parent=None if parent in NO_PARENT else parent,
            author_name=_author(row),
            text=row["text"],
            language=language,
            posted_at=_moment(row, _time(row), at),
        ),
        row=row,
    )


def _provenance(row: TableRow, kind: str, file: str, seen: dict[str, int]) -> Provenance:
    identifier = _fitting(row, "id").strip()
    if not identifier:
        raise row.error(f"A {kind} needs an identifier.", "id")
    if identifier in seen:
        raise row.error(f"The {kind} {identifier} occurs twice, first on line {seen[identifier]}.", "id")
    seen[identifier] = row.line
    record: dict[str, Any] = {"file": file, "line": row.line, "row": dict(row.cells)}
    return Provenance(identifier, record)


def _fitting(row: TableRow, column: str) -> str:
    text = row[column]
    if len(text) > LONGEST[column]:
        raise row.error(f"The {column} has {len(text)} characters; {LONGEST[column]} is the most.", column)
    return text


def _author(row: TableRow) -> str:
    """A pseudonym that is the same wherever its bearer wrote; nothing where the table names nobody."""
    number = _fitting(row, "userId").strip()
    return _("Participant %(number)s") % {"number": number} if number else ""


def _supports(row: TableRow) -> int:
    stated = row["numSupports"].strip()
    if not re.fullmatch(r"[0-9]{1,10}", stated, re.ASCII) or int(stated) > MOST_SUPPORTS:
        raise row.error(f"The number of supports must be a whole number, not {stated or 'nothing'}.", "numSupports")
    return int(stated)


def _moment(row: TableRow, hour: time, at: datetime) -> datetime:
    stated = row["date"].strip()
    try:
        day = date.fromisoformat(stated) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", stated, re.ASCII) else None
    except ValueError:
        day = None
    if day is None or day.year < EARLIEST:
        raise row.error(f"The date must be a day such as 2015-09-15, not {stated or 'nothing'}.", "date")
    moment = timezone.make_aware(datetime.combine(day, hour))
    if moment > at:
        raise row.error(f"The date {stated} lies ahead.", "date")
    return moment


def _time(row: TableRow) -> time:
    stated = row["time"].strip()
    # A difference between two moments of a day, as some programs write an hour.
    found = re.fullmatch(r"(?:0 days )?([01]\d|2[0-3]):([0-5]\d):([0-5]\d)", stated, re.ASCII)
    if found is None:
        raise row.error(f"The time must be an hour such as 10:50:19, not {stated or 'nothing'}.", "time")
    hour, minute, second = map(int, found.groups())
    return time(hour, minute, second)
