from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from participation.enums import AT_WORK, FollowMoment, State
from participation.formal_term import last_day
from participation.mail_enums import LetterKind
from participation.models import Letter, Notice, Ordinance, StateEvent, Subject
from participation.queries.state_event import happened_on
from participation.request_life import due_on, is_over, taken_back
from participation.request_words import next_words


@dataclass(frozen=True)
class RequestStanding:
    """Where a request under an ordinance is at a moment, since when, what comes next and by which day."""

    subject: Subject
    ordinance: Ordinance
    state: State
    at: datetime

    @property
    def since(self) -> date:
        # After a mistake that was taken back it is there since it came there.
        standing, _back = taken_back(self.ordinance.instrument, list(self.subject.state_events.all()))
        return happened_on(standing[-1]) if standing else timezone.localtime(self.subject.submitted_at).date()

    @property
    def is_over(self) -> bool:
        return is_over(self.ordinance.instrument, self.state)

    @property
    def next_words(self) -> str:
        return next_words(self.ordinance, self.state)

    @property
    def due_on(self) -> date | None:
        return due_on(self.ordinance, list(self.subject.state_events.all()))

    @property
    def until(self) -> date | None:
        """By which day what comes next is done, by whoever's turn it is: those who collect support have their time, too."""
        ends_at = self.subject.support_until
        return last_day(ends_at) if self.state == State.SUPPORTING and ends_at is not None else self.due_on

    @property
    def is_at_municipality(self) -> bool:
        """Whether what comes next is up to the municipality."""
        return self.state in AT_WORK and not self.is_over

    @property
    def is_late(self) -> bool:
        return self.due_on is not None and self.due_on < timezone.localtime(self.at).date()


def standing_of(subject: Subject, state: State, at: datetime) -> RequestStanding | None:
    """Nothing of a proposal."""
    return RequestStanding(subject, subject.ordinance, state, at) if subject.ordinance is not None else None


def is_news(event: StateEvent) -> bool:
    """Whether a step is another than what people heard last: not where it takes back what nobody heard of."""
    events = list(event.subject.state_events.all())
    if event.pk not in taken_back(event.subject.instrument, events)[1]:
        return True
    earlier = reversed(events[: events.index(event)])
    return next((one.state != event.state for one in earlier if _is_told(one)), True)


def _is_told(event: StateEvent) -> bool:
    """Whether anybody got a mail about it: as a follower, or as author or supporter."""
    if Notice.objects.filter(moment=FollowMoment.LIFE, what=str(event.pk)).exists():
        return True
    return Letter.objects.filter(kind=LetterKind.STATE, what__startswith=f"{event.pk}-").exists()


def requests_out_of_time(at: datetime) -> list[Subject]:
    """Whose time to collect support ended with too little, and of which nobody was told yet. One query."""
    found: Any = Subject.objects.visible().filter(support_until__lte=at).exclude(state_events__state=State.EXPIRED)
    return list(found.with_state(at).filter(state=State.EXPIRED).select_related("consultation_round").order_by("pk"))


def request_standings(at: datetime) -> list[RequestStanding]:
    """Every public request: what is due first, then what waits for others, then what is over. Two queries."""
    found: Any = Subject.objects.visible().filter(ordinance__isnull=False).with_counts().with_state(at)
    found = found.select_related("reference", "ordinance").prefetch_related("state_events").order_by("-submitted_at")
    standings = [RequestStanding(one, one.ordinance, State(one.state), at) for one in found]
    today = timezone.localtime(at).date()
    return sorted(standings, key=lambda one: (one.is_over, one.due_on is None, one.due_on or today))
