from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from participation.enums import SETTLED, VOTED_ON, State
from participation.models import Assessment, ConsultationRound, StateEvent, Subject

# The parts of the clerk's desk: what waits for the municipality, what does not yet, and what has been settled.
PARTS: dict[str, frozenset[State]] = {
    "waiting": frozenset({State.PUBLISHED, State.THRESHOLD, State.EXPIRED, State.ASSESSED}) | VOTED_ON,
    "supporting": frozenset({State.SUPPORTING}),
    "settled": SETTLED,
}


def state_of(subject: Subject, at: datetime) -> State:
    return states_of([subject], at)[subject.pk]


def states_of(subjects: Iterable[Subject], at: datetime) -> dict[int, State]:
    """The state of each (by its key), in one query."""
    found: QuerySet[Any] = Subject.objects.filter(pk__in=[subject.pk for subject in subjects]).with_state(at)
    return {pk: State(state) for pk, state in found.values_list("pk", "state")}


def events_of(subject: Subject) -> list[StateEvent]:
    return list(subject.state_events.select_related("went_to"))


def happened_on(event: StateEvent) -> date:
    """The day of a step: its own where that has come, or else the one on which it was recorded."""
    recorded = timezone.localtime(event.at).date()
    return event.on if event.on is not None and event.on <= recorded else recorded


def assessment_of(subject: Subject) -> Assessment | None:
    """What a department found, once it is public."""
    found = getattr(subject, "assessment", None)
    return found if found is not None and found.published_at is not None else None


def desk_subjects(part: str, at: datetime) -> QuerySet[Any]:
    """The public proposals in one part of the desk, longest waiting first; requests under an ordinance have a desk of their own."""
    found: QuerySet[Any] = Subject.objects.visible().with_counts().with_state(at)
    found = found.filter(ordinance=None, state__in=PARTS[part])
    return found.select_related("reference", "consultation_round", "assessment").order_by("state_since", "pk")


@dataclass(frozen=True)
class WaitingAssessments:
    consultation_round: ConsultationRound
    number: int


def waiting_assessments() -> list[WaitingAssessments]:
    """Per round how many assessments are written and not public."""
    found = Assessment.objects.filter(published_at__isnull=True, subject__moderation="visible")
    counts: dict[int, int] = {}
    for pk in found.values_list("subject__consultation_round", flat=True):
        counts[pk] = counts.get(pk, 0) + 1
    rounds = ConsultationRound.objects.select_related("reference").in_bulk(list(counts))
    return [WaitingAssessments(rounds[pk], number) for pk, number in counts.items()]
