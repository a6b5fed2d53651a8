"""Requests under an ordinance that were agreed to: what the municipality promises then is kept with the other promises."""

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef

from participation.enums import AGREED, State
from participation.life_enums import Instrument
from participation.models import StateEvent, Subject
from participation.queries.state_event import happened_on
from proposals.council_enums import CommitmentStep
from proposals.models import Commitment, CommitmentEvent


def requests_agreed() -> Any:
    """Public ones that were agreed to once, the newest first; `agreed_on` says whether that stands."""
    granted = StateEvent.objects.filter(subject=OuterRef("pk"), state=State.GRANTED)
    found: Any = Subject.objects.visible().filter(Exists(granted), ordinance__isnull=False)
    return found.select_related("reference", "ordinance").prefetch_related("state_events").order_by("-pk")


def agreed_on(subject: Subject) -> date | None:
    """The day on which a request (its events prefetched) was agreed to; no day where that was taken back or it stopped."""
    events = list(subject.state_events.all())
    if not events or events[-1].state not in AGREED:
        return None
    return happened_on(next(one for one in reversed(events) if one.state == State.GRANTED))


def requests_waiting(*subjects: int) -> list[tuple[Subject, date]]:
    """Initiatives (of some, by their keys) that were agreed to and after which nothing was promised yet, each with the day; a
    challenge goes on by its own steps. Two queries."""
    mistaken = CommitmentEvent.objects.filter(commitment=OuterRef("pk"), step=CommitmentStep.MISTAKE)
    promised = Commitment.objects.filter(~Exists(mistaken), subject=OuterRef("pk"))
    found = requests_agreed().filter(~Exists(promised), ordinance__instrument=Instrument.INITIATIVE)
    found = found.filter(pk__in=subjects) if subjects else found
    return [(one, day) for one in found if (day := agreed_on(one)) is not None]
