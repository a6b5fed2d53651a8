"""A published count as people read it: figures, what was chosen, and why, in the reader's language."""

from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import F

from participation.ballot_rules import seats_of, settings_of
from participation.models import ConsultationRound, RollEntry, Subject, TallyLine, TallySheet
from participation.queries.lot import lot_of
from participation.tally_words import course_words, reason_words, tie_words, words_by_option


@dataclass(frozen=True)
class ResultLine:
    subject: Subject
    score: int
    cost: int | None
    place: int | None
    why: str
    # The figures of the reason, as the sheet keeps them.
    numbers: dict[str, Any] = field(default_factory=dict)

    @property
    def is_chosen(self) -> bool:
        return self.place is not None


@dataclass(frozen=True)
class Result:
    """`cast` is how many people voted, `blank` how many of them marked nothing, `roll` how many were on the roll."""

    consultation_round: ConsultationRound
    sheet: TallySheet
    lines: list[ResultLine]
    ties: list[str]
    course: list[str]
    roll: int

    @property
    def chosen(self) -> list[ResultLine]:
        return sorted((line for line in self.lines if line.is_chosen), key=lambda line: line.place or 0)

    def as_data(self) -> dict[str, Any]:
        sheet = self.sheet
        cancelled_at = self.consultation_round.cancelled_at
        return {
            "round": self.consultation_round.reference.string,
            **({"cancelled_at": cancelled_at.isoformat()} if cancelled_at else {}),
            "rule": sheet.rule,
            "settings": settings_of(self.consultation_round),
            "seats": seats_of(self.consultation_round),
            "tie_rule": sheet.tie_rule,
            "lot": asdict(lot) if (lot := lot_of(sheet)) else None,
            "counted_at": sheet.counted_at.isoformat(),
            "ballots": {"cast": sheet.cast, "blank": sheet.blank, "emptied": sheet.emptied},
            "budget": sheet.budget,
            "outcome": sheet.outcome,
            "sha256": sheet.sha256,
            "labels": {line.subject.reference.string: line.subject.public_label for line in self.lines},
        }


def line_of(subject: Subject, at: datetime) -> ResultLine | None:
    """What the newest published count says of one proposal, and why; None while nothing is public or it was not on the paper."""
    published_at = subject.consultation_round.result_published_at
    if published_at is None or published_at > at or subject.consultation_round.cancelled_at is not None:
        return None
    row = TallyLine.objects.filter(subject=subject).select_related("sheet").order_by("-sheet__number").first()
    if row is None:
        return None
    reasons = {option["option"]: option for option in row.sheet.outcome["explanation"]["options"]}
    reason = reasons.get(subject.reference.string)
    # The explanation may name other options: only those are looked up.
    named = [value for value in (reason or {}).get("numbers", {}).values() if isinstance(value, str)]
    others = Subject.objects.filter(consultation_round=subject.consultation_round_id, reference__string__in=named)
    labels = {one.reference.string: one.public_label for one in others.select_related("reference")}
    return ResultLine(
        subject=subject,
        score=row.score,
        cost=row.cost,
        place=row.place,
        why=reason_words(row.sheet.rule, reason, labels),
    )


def result_of(consultation_round: ConsultationRound, at: datetime, number: int | None = None) -> Result | None:
    """The newest published count of a round, or the one on the sheet with a number; None while nothing has been published."""
    published_at = consultation_round.result_published_at
    if published_at is None or published_at > at:
        return None
    sheets = consultation_round.tally_sheets.order_by("-number")
    sheet = (sheets if number is None else sheets.filter(number=number)).first()
    if sheet is None:
        return None
    rows = list(
        sheet.lines.select_related("subject__reference").order_by("-score", F("place").asc(nulls_last=True), "pk")
    )
    labels = {row.subject.reference.string: row.subject.public_label for row in rows}
    reasons = {option["option"]: option for option in sheet.outcome["explanation"]["options"]}
    words = words_by_option(sheet.rule, sheet.outcome, labels)
    lines = [
        ResultLine(
            subject=row.subject,
            score=row.score,
            cost=row.cost,
            place=row.place,
            why=words.get(row.subject.reference.string, ""),
            numbers=reasons.get(row.subject.reference.string, {}).get("numbers", {}),
        )
        for row in rows
    ]
    return Result(
        consultation_round=consultation_round,
        sheet=sheet,
        lines=lines,
        ties=[tie_words(tie, labels) for tie in sheet.outcome["ties"]],
        course=course_words(sheet.rule, sheet.outcome, labels),
        roll=RollEntry.objects.filter(consultation_round=consultation_round).count(),
    )
