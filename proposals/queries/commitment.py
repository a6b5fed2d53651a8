"""Promises with what became of them, in a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import groupby, pairwise

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone

from proposals.commitment_life import BEGUN, STEPS, CommitmentState
from proposals.council_enums import CommitmentStep
from proposals.models import Commitment, CommitmentEvent, Milestone, Spending


@dataclass(frozen=True)
class Course:
    """Where something promised is after its events, and by when it is due now."""

    state: CommitmentState
    due_on: date
    first_due_on: date
    last: CommitmentEvent | None
    # How often it was put off.
    times_moved: int
    # For how many days it had been late when that was recorded, whatever day was given for it.
    days_late: int

    def is_late(self, today: date) -> bool:
        return not self.state.is_over and self.due_on < today

    @property
    def days_over(self) -> int:
        """For how many days later than was promised first it was done; none of what is not done."""
        if self.state != CommitmentState.DONE or self.last is None:
            return 0
        return max(0, (self.last.happened_on - self.first_due_on).days)

    def is_put_off(self, today: date) -> bool:
        """Not late by its new day alone: what was promised first is not kept."""
        return self.was_moved and not self.state.is_over and not self.is_late(today)

    @property
    def was_moved(self) -> bool:
        return self.times_moved > 0


@dataclass(frozen=True)
class MilestoneStanding(Course):
    milestone: Milestone

    def said_in(self, language: str) -> tuple[str, str]:
        one = self.milestone
        return (one.title_en, "en") if language == "en" and one.title_en else (one.title, settings.LANGUAGE_CODE)


@dataclass(frozen=True)
class CommitmentStanding(Course):
    commitment: Commitment
    events: list[CommitmentEvent]
    milestones: list[MilestoneStanding] = field(default_factory=list)
    # The newest of each year.
    spendings: list[Spending] = field(default_factory=list)
    # What was said of a year before, where that was something else; oldest first.
    said_before: list[Spending] = field(default_factory=list)

    @property
    def open_milestones(self) -> int:
        return sum(not one.state.is_over for one in self.milestones)

    @property
    def planned(self) -> int:
        return sum(one.planned for one in self.spendings)

    @property
    def spent(self) -> int:
        return sum(one.spent or 0 for one in self.spendings)

    @property
    def overspent(self) -> int:
        """By how much more was spent than was planned, in the years of which it is known."""
        known = [one for one in self.spendings if one.spent is not None]
        return max(0, self.spent - sum(one.planned for one in known))


@dataclass(frozen=True)
class Promised:
    """How promises stand on a day, but for those that were recorded by mistake."""

    all: int
    done: int
    # Of what is done.
    done_late: int
    late: int
    put_off: int
    dropped: int

    @property
    def going(self) -> int:
        """Begun or not, and in time by the day that was promised first."""
        return self.all - self.done - self.late - self.put_off - self.dropped


def commitments() -> QuerySet[Commitment]:
    """All that everybody may read."""
    return _commitments().filter(reference__is_public=True)


def _commitments() -> QuerySet[Commitment]:
    return Commitment.objects.select_related(
        "reference", "about", "consultation_round__reference", "decision__reference", "paper", "subject__reference"
    ).prefetch_related("events__picture", "milestones", "spendings", "corrections__version__reference")


def standings(rows: Iterable[Commitment]) -> list[CommitmentStanding]:
    return [_standing(one) for one in rows]


def commitment_standing(string: str) -> CommitmentStanding | None:
    found = _commitments().filter(reference__string=string.upper()).first()
    return _standing(found) if found is not None else None


def commitments_about(reference: int) -> list[CommitmentStanding]:
    """Of an agenda item, a round or a request, by the key of its reference."""
    of_thing = Q(about=reference) | Q(consultation_round__reference=reference) | Q(subject__reference=reference)
    return standings(commitments().filter(of_thing))


def promised(found: Iterable[CommitmentStanding], today: date) -> Promised:
    rows = [one for one in found if one.state != CommitmentState.MISTAKE]
    return Promised(
        all=len(rows),
        done=sum(one.state == CommitmentState.DONE for one in rows),
        done_late=sum(one.days_over > 0 for one in rows),
        late=sum(one.is_late(today) for one in rows),
        put_off=sum(one.is_put_off(today) for one in rows),
        dropped=sum(one.state == CommitmentState.DROPPED for one in rows),
    )


def course_of(first_due_on: date, events: Iterable[CommitmentEvent]) -> Course:
    """What the events of one thing, oldest first, make of it."""
    state, due_on, last, times_moved, days_late = CommitmentState.OPEN, first_due_on, None, 0, 0
    for last in events:
        if last.step == CommitmentStep.MOVED:
            times_moved += 1
            days_late += max(0, (timezone.localtime(last.at).date() - due_on).days)
        state = STEPS[CommitmentStep(last.step)].target or state
        due_on = last.due_on or due_on
    return Course(state, due_on, first_due_on, last, times_moved, days_late)


def _standing(commitment: Commitment) -> CommitmentStanding:
    events = list(commitment.events.all())
    own = course_of(commitment.due_on, [one for one in events if one.milestone_id is None])
    steps = [
        MilestoneStanding(
            **vars(course_of(one.due_on, [event for event in events if event.milestone_id == one.pk])), milestone=one
        )
        for one in commitment.milestones.all()
    ]
    # Whoever began one of its steps began it.
    if own.state == CommitmentState.OPEN and any(one.state in BEGUN for one in steps):
        own = replace(own, state=CommitmentState.STARTED)
    years = [list(rows) for _year, rows in groupby(commitment.spendings.all(), key=lambda one: one.year)]
    before = [
        one for rows in years for one, then in pairwise(rows) if (one.planned, one.spent) != (then.planned, then.spent)
    ]
    return CommitmentStanding(
        **vars(own),
        commitment=commitment,
        events=events,
        milestones=steps,
        spendings=[rows[-1] for rows in years],
        said_before=before,
    )
