"""What comes next for an item, and by when: one rule for each state that has a next one. The box, the thread, the calendars,
the desk and its tables read it; nothing else says a day.

A day is that of a meeting on whose agenda the item stands, one that follows by itself, one that the law or a promise gives,
or the end of the term that the municipality had for that state when it began (home.models.WayTerms); otherwise nobody
knows it yet, and that is said.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import Enum, auto
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from base.instants import day
from home.enums import ItemStep
from home.item_facts import ItemFacts
from home.item_guards import has_ended, rounds_to_answer
from participation.enums import PhaseKind
from participation.formal_term import last_day
from proposals.council_enums import MeetingBody
from proposals.models import AgendaPoint
from proposals.response_rules import promised_day

S = ItemStep
# From adoption to the official gazette (Woo 3.3.4).
WEEKS_TO_PUBLISH = 2


class How(Enum):
    """What a day is to what comes: the last for it, that on which it is done, or that from or after which it follows by itself."""

    BY = auto()
    ON = auto()
    FROM = auto()
    AFTER = auto()


@dataclass(frozen=True)
class Coming:
    """What comes next, in words, and the state to which that leads. Without a day none is known yet."""

    step: ItemStep
    words: str
    on: date | None
    how: How = How.BY
    # That by which it is done on that day.
    point: AgendaPoint | None = None

    @property
    def due_on(self) -> date | None:
        """The last day on which it is in time; nothing of what follows by itself."""
        return self.on if self.how in (How.BY, How.ON) else None

    def is_late(self, at: datetime) -> bool:
        return self.due_on is not None and self.due_on < timezone.localtime(at).date()

    @property
    def when(self) -> str:
        if self.on is None:
            return _("no day is known yet")
        words = {
            How.BY: _("by %(day)s at the latest"),
            How.ON: _("on %(day)s"),
            How.FROM: _("from %(day)s"),
            How.AFTER: _("after %(day)s"),
        }
        return words[self.how] % {"day": day(self.on)}

    def sentence(self, at: datetime) -> str:
        what = {"what": self.words, "when": self.when}
        if self.on is None:
            return _("What comes next: %(what)s. No day is known yet.") % what
        said = _("What comes next: %(what)s, %(when)s.") % what
        return f"{said} {_('That is late.')}" if self.is_late(at) else said


@dataclass(frozen=True)
class Waiting:
    """In which state since which day, the term in weeks that it had then, and what is recorded."""

    since: date
    weeks: int | None
    facts: ItemFacts
    at: datetime

    def term(self) -> date | None:
        return self.since + timedelta(weeks=self.weeks) if self.weeks is not None else None


Rule = Callable[[Waiting], Coming]


def _term(step: ItemStep, words: Any) -> Rule:
    return lambda waiting: Coming(step, str(words), waiting.term())


def _in_council(waiting: Waiting) -> Coming:
    point = waiting.facts.point(MeetingBody.COUNCIL)
    return Coming(S.ADOPTED, _("the council decides"), point.meeting.held_on if point else None, How.ON, point)


def _after_tie(waiting: Waiting) -> Coming:
    """In a next meeting (Gemeentewet 32.4)."""
    point = waiting.facts.point_after_vote
    return Coming(S.ADOPTED, _("the council votes again"), point.meeting.held_on if point else None, How.ON, point)


def _in_committee(waiting: Waiting) -> Coming:
    """Until the committee met that; then what comes after it."""
    facts, today = waiting.facts, timezone.localtime(waiting.at).date()
    point = facts.point(MeetingBody.COMMITTEE)
    if point is not None and point.meeting.held_on >= today:
        return Coming(S.ON_COUNCIL_AGENDA, _("the committee discusses it"), point.meeting.held_on, How.ON, point)
    if facts.point(MeetingBody.COUNCIL) is not None:
        return _in_council(waiting)
    since = max(waiting.since, point.meeting.held_on) if point is not None else waiting.since
    return Coming(S.ON_COUNCIL_AGENDA, _("it comes on the agenda of the council"), replace(waiting, since=since).term())


def _submitted(waiting: Waiting) -> Coming:
    """What already stands on an agenda comes on the day of that."""
    point = waiting.facts.point(MeetingBody.COMMITTEE)
    if point is not None:
        return Coming(S.IN_COMMITTEE, _("the committee discusses it"), point.meeting.held_on, How.ON, point)
    if waiting.facts.point(MeetingBody.COUNCIL) is not None:
        return _in_council(waiting)
    return Coming(S.IN_COMMITTEE, _("it comes on the agenda of the committee or the council"), waiting.term())


def _preparing(step: ItemStep, words: Any) -> Rule:
    """A round that is set up begins on its day, whatever was written of its item until then."""

    def rule(waiting: Waiting) -> Coming:
        opens = _opens(waiting)
        return opens if opens.how is How.FROM else Coming(step, str(words), waiting.term())

    return rule


_decides_anew = _term(S.EXECUTIVE_ADOPTED, gettext_lazy("the municipal executive decides anew"))


def _where_asked(rule: Rule) -> Rule:
    """Of another text people need not be asked again: then the executive decides."""
    return lambda waiting: rule(waiting) if waiting.facts.is_asked_again else _decides_anew(waiting)


def _opens(waiting: Waiting) -> Coming:
    """The day on which a round that is set up begins."""
    starts = [phase.starts_at for one in waiting.facts.rounds for phase in one.phases.all()]
    ahead = [one for one in starts if one > waiting.at]
    words = _("people can react")
    if ahead:
        return Coming(S.IN_CONSULTATION, words, timezone.localtime(min(ahead)).date(), How.FROM)
    return Coming(S.IN_CONSULTATION, words, waiting.term())


def _closes(waiting: Waiting) -> Coming:
    """The last day of what runs."""
    running = [one for one in waiting.facts.rounds if not has_ended(one, waiting.at)]
    ends = [phase.ends_at for one in running for phase in one.phases.all() if phase.kind != PhaseKind.ANSWER]
    known = [one for one in ends if one is not None]
    on = last_day(max(known)) if known and len(known) == len(ends) else None
    return Coming(S.ANSWERING, _("the municipality answers"), on, How.AFTER)


def _answers(waiting: Waiting) -> Coming:
    """As their own page promises them."""
    promised = [promised_day(one, waiting.at) for one in rounds_to_answer(waiting.facts, waiting.at)]
    return Coming(S.ANSWERED, _("the municipality has answered"), max(promised, default=None))


def _published(waiting: Waiting) -> Coming:
    on = waiting.since + timedelta(weeks=WEEKS_TO_PUBLISH)
    return Coming(S.PUBLISHED, _("it is published officially"), on)


def _applies(waiting: Waiting) -> Coming:
    publications = waiting.facts.publications
    return Coming(S.IN_FORCE, _("it applies"), publications[-1].in_force_on if publications else None, How.FROM)


def _carried_out(waiting: Waiting) -> Coming:
    """When the last that was promised about it is due."""
    due = [one.due_on for one in waiting.facts.promises if not one.state.is_over]
    return Coming(S.DONE, _("it is carried out"), max(due, default=waiting.term()))


RULES: dict[ItemStep, Rule] = {
    S.DRAFT: _preparing(S.INTERNAL_REVIEW, gettext_lazy("the municipality looks it through")),
    S.INTERNAL_REVIEW: _where_asked(
        _preparing(S.CONSULTATION_READY, gettext_lazy("it is made ready for people to react"))
    ),
    S.CONSULTATION_READY: _where_asked(_opens),
    S.IN_CONSULTATION: _closes,
    S.ANSWERING: _answers,
    S.ANSWERED: _term(S.EXECUTIVE_ADOPTED, gettext_lazy("the municipal executive decides")),
    S.EXECUTIVE_ADOPTED: _term(S.COUNCIL_SUBMITTED, gettext_lazy("the proposal goes to the council")),
    S.COUNCIL_SUBMITTED: _submitted,
    S.IN_COMMITTEE: _in_committee,
    S.ON_COUNCIL_AGENDA: _in_council,
    S.DEFERRED_ON_TIE: _after_tie,
    S.RETURNED: _decides_anew,
    S.ADOPTED: _published,
    S.ADOPTED_AMENDED: _published,
    S.PUBLISHED: _applies,
    S.IN_FORCE: _term(S.PLANNED, gettext_lazy("a plan is made for its execution")),
    S.PLANNED: _term(S.STARTED, gettext_lazy("its execution begins")),
    S.ON_HOLD: _term(S.STARTED, gettext_lazy("its execution goes on")),
    S.STARTED: _carried_out,
    S.DONE: _term(S.EVALUATED, gettext_lazy("it is evaluated with residents")),
}


def coming(step: ItemStep, since: date, weeks: int | None, facts: ItemFacts, at: datetime) -> Coming | None:
    """What comes after a state that began on a day, with the term in weeks that it had then; nothing after an end."""
    rule = RULES.get(step)
    return rule(Waiting(since, weeks, facts, at)) if rule is not None else None
