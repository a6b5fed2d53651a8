import hashlib
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from participation.enums import BUDGET_METHODS, Moderation
from participation.models import ConsultationRound, PollBookEntry, Subject


def ballot_subjects(consultation_round: ConsultationRound) -> QuerySet[Subject]:
    """The lines of the ballot paper in their order: as frozen, or as they would be if voting began now."""
    if consultation_round.ballot_frozen_at is not None:
        lines = consultation_round.subjects.filter(ballot_line__isnull=False).order_by("ballot_line")
    else:
        lines = consultation_round.subjects.filter(moderation=Moderation.VISIBLE, kept_off_because="")
        if consultation_round.method in BUDGET_METHODS:
            lines = lines.filter(cost__isnull=False)
        lines = lines.order_by("reference__year", "reference__number")
    return lines.select_related("reference")


def drawn_order(subjects: list[Subject], person: Any) -> list[Subject]:
    """The lines in an order of this person's own, the same at every visit, so that no option is always first."""

    def draw(subject: Subject) -> bytes:
        return hashlib.sha256(f"{person.key}:{subject.pk}".encode()).digest()

    return sorted(subjects, key=draw)


def poll_book_entry(consultation_round: ConsultationRound, person: Any) -> PollBookEntry | None:
    """That and when this person voted; never what."""
    return PollBookEntry.objects.filter(
        roll_entry__consultation_round=consultation_round, roll_entry__person=person
    ).first()


def is_ballot_due(consultation_round: ConsultationRound, at: datetime) -> bool:
    """Whether the paper must be frozen by the first act after voting began."""
    voting = consultation_round.voting
    return voting is not None and voting.has_begun(at) and consultation_round.ballot_frozen_at is None
