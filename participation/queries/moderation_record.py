"""The public record of moderation: numbers alone, nothing of anybody and nothing that was said."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from statistics import median
from typing import Any

from django.db.models import Min
from django.utils import timezone

from participation.enums import AppealOutcome, Ground, RulingKind
from participation.models import Appeal, Report, Ruling


@dataclass(frozen=True)
class RecordRow:
    """One month (its first day). `hidden` is by ground; `hours` is the median from the report, or else from when the words
    were handed in, to the first ruling; nothing where nobody ruled."""

    month: Any
    hidden: dict[str, int]
    published: int
    taken_back: int
    reports: int
    appeals: int
    overturned: int
    hours: float | None

    @property
    def hidden_in_all(self) -> int:
        return sum(self.hidden.values())


def moderation_record() -> list[RecordRow]:
    """Month by month, newest first. Three queries, whatever happened."""
    hidden: dict[Any, Counter[str]] = {}
    counts: dict[str, Counter[Any]] = {name: Counter() for name in ("published", "back", "reports", "appeals", "over")}
    waits: dict[Any, list[float]] = {}
    rulings = Ruling.objects.annotate(reported_at=Min("answered_reports__received_at")).order_by("at", "pk")
    seen: set[tuple[int | None, int | None]] = set()
    for subject, comment, kind, ground, at, reported_at, submitted_at, posted_at in rulings.values_list(
        "subject", "comment", "kind", "ground", "at", "reported_at", "subject__submitted_at", "comment__posted_at"
    ):
        month = _month(at)
        if kind == RulingKind.HIDE:
            hidden.setdefault(month, Counter())[ground] += 1
        else:
            counts["published" if kind == RulingKind.PUBLISH else "back"][month] += 1
        if reported_at is not None or (subject, comment) not in seen:
            since = reported_at or submitted_at or posted_at
            waits.setdefault(month, []).append((at - since).total_seconds() / 3600)
        seen.add((subject, comment))
    for (received_at,) in Report.objects.values_list("received_at"):
        counts["reports"][_month(received_at)] += 1
    for made_at, outcome, decided_at in Appeal.objects.values_list("made_at", "outcome", "decided_at"):
        counts["appeals"][_month(made_at)] += 1
        if decided_at is not None and outcome == AppealOutcome.OVERTURNED:
            counts["over"][_month(decided_at)] += 1
    months = {*hidden, *waits, *(month for counter in counts.values() for month in counter)}
    return [
        RecordRow(
            month=month,
            hidden={ground: hidden.get(month, Counter())[ground] for ground in Ground.values[1:]},
            published=counts["published"][month],
            taken_back=counts["back"][month],
            reports=counts["reports"][month],
            appeals=counts["appeals"][month],
            overturned=counts["over"][month],
            hours=round(max(median(waits[month]), 0), 1) if month in waits else None,
        )
        for month in sorted(months, reverse=True)
    ]


def _month(at: datetime) -> Any:
    return timezone.localtime(at).date().replace(day=1)
