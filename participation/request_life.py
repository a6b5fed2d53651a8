"""The life of a request under an ordinance, a citizens' initiative or a challenge: for each one table, as `participation.life` has
it for a proposal; by when its next step is due; and what an ordinance lets be given with a step.

Gemeentewet 150.3 leaves the conditions to the ordinance of each municipality; how a term ends is Awt 1 and 4 (Gemeentewet 145).
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from base.instants import day as day_words
from participation.enums import AT_WORK, Moderation, State
from participation.formal_term import LONGEST_EXTENDED, working_day
from participation.life_enums import Body, Instrument
from participation.life_steps import BEGINNING, EVERYBODY, PUBLIC, Given, Told, Transition, Who
from participation.models import Ordinance, StateEvent, Subject
from participation.queries.subject import support_count
from participation.rules import refusal_to_withdraw_subject

S = State
# Ours: a meeting that lies further ahead was typed wrongly.
FURTHEST_MEETING = timedelta(days=366)


def refusal_to_hand_over(person: Any, subject: Subject, at: datetime) -> str:
    """With enough support, which may have been taken back since there was."""
    if sentence := refusal_of_hidden(person, subject, at):
        return sentence
    there_is, needed = support_count(subject), subject.support_needed
    if needed is None or there_is >= needed:
        return ""
    words = ngettext(
        "It needs %(needed)s declaration of support, and has %(number)s.",
        "It needs %(needed)s declarations of support, and has %(number)s.",
        needed,
    )
    return words % {
        name: number_format(value, force_grouping=True) for name, value in (("needed", needed), ("number", there_is))
    }


def refusal_of_hidden(person: Any, subject: Subject, at: datetime) -> str:
    if subject.moderation != Moderation.VISIBLE:
        return _("This request is not public: a moderator rules on it first.")
    return ""


def refusal_to_put_off(person: Any, subject: Subject, at: datetime) -> str:
    events = list(subject.state_events.all())
    if subject.ordinance is None or subject.ordinance.extension_weeks is None:
        return _("The ordinance does not let this decision be put off.")
    if any(event.state == S.PUT_OFF for event in events):
        return _("This decision was put off before, and that can be done once.")
    last = due_on(subject.ordinance, events)
    if last is not None and last < timezone.localtime(at).date():
        return _("The term to decide ended on %(day)s: it cannot be put off any more.") % {"day": day_words(last)}
    return refusal_of_hidden(person, subject, at)


def refusal_to_decide(person: Any, subject: Subject, at: datetime) -> str:
    if subject.ordinance is not None and subject.ordinance.body == Body.COMMITTEE:
        return _("Under this ordinance a committee discusses it, and does not decide.")
    return refusal_of_hidden(person, subject, at)


def refusal_to_end_discussion(person: Any, subject: Subject, at: datetime) -> str:
    if subject.ordinance is not None and subject.ordinance.body != Body.COMMITTEE:
        return _("Under this ordinance it is decided on: say what was decided.")
    return refusal_of_hidden(person, subject, at)


def refusal_without_talks(person: Any, subject: Subject, at: datetime) -> str:
    if all(event.state != S.TALKS for event in subject.state_events.all()):
        return _("Talk with those who asked it first, and write down what was talked about.")
    return refusal_of_hidden(person, subject, at)


REASON = frozenset({Given.REASON})
DOCUMENT = frozenset({Given.DOCUMENT, Given.DAY})
EXPLAINED = DOCUMENT | REASON


def _by_clerk(sources: set[State], target: State, given: frozenset[Given] = REASON, guard: Any = None) -> Transition:
    found = guard or refusal_of_hidden
    return Transition(frozenset(sources), target, Who.CLERK, found, given=given, told=EVERYBODY)


def _back(sources: set[State], target: State, guard: Any = None) -> Transition:
    """A mistake is put right by a step of its own, with its reason: nothing is written over."""
    found = guard or refusal_of_hidden
    return Transition(frozenset(sources), target, Who.CLERK, found, given=REASON, told=EVERYBODY, is_back=True)


def refusal_unless_it_was(before: State) -> Any:
    """Of what can stop in several states: it goes back to the one in which it stopped."""

    def guard(person: Any, subject: Subject, at: datetime) -> str:
        events = list(subject.state_events.all())
        if len(events) > 1 and events[-2].state != before:
            return _("It stopped while it was: %(state)s. Take it back there.") % {
                "state": State(events[-2].state).label
            }
        return refusal_of_hidden(person, subject, at)

    return guard


# How both begin: public, supported, handed over, judged.
COMMON: tuple[Transition, ...] = (
    # Before those of the beginning: of a proposal the clock says it, and nobody is told.
    Transition(frozenset({S.PUBLISHED, S.SUPPORTING}), S.EXPIRED, Who.RECORDS, told=EVERYBODY),
    *BEGINNING,
    Transition(
        frozenset({S.PUBLISHED, S.SUPPORTING, S.THRESHOLD}),
        S.HANDED_OVER,
        Who.STARTER,
        refusal_to_hand_over,
        told=EVERYBODY,
    ),
    _by_clerk({S.HANDED_OVER}, S.INADMISSIBLE, REASON | {Given.GROUND}),
    _by_clerk({S.HANDED_OVER}, S.ADMITTED),
    _back({S.INADMISSIBLE, S.ADMITTED}, S.HANDED_OVER),
    # In the hands of those who began it, until it is decided.
    Transition(
        PUBLIC | AT_WORK | {S.SUBMITTED, S.MODERATION},
        S.WITHDRAWN,
        Who.AUTHOR,
        refusal_to_withdraw_subject,
        given=REASON,
        told=frozenset({Told.SUPPORTERS}),
    ),
)
INITIATIVE: tuple[Transition, ...] = (
    *COMMON,
    # Again where it moves to another meeting.
    _by_clerk({S.ADMITTED, S.PUT_OFF, S.ON_AGENDA}, S.ON_AGENDA, DOCUMENT),
    _by_clerk({S.ADMITTED, S.ON_AGENDA}, S.PUT_OFF, REASON, refusal_to_put_off),
    _by_clerk({S.ON_AGENDA}, S.GRANTED, EXPLAINED, refusal_to_decide),
    _by_clerk({S.ON_AGENDA}, S.REFUSED, EXPLAINED, refusal_to_decide),
    _by_clerk({S.ON_AGENDA}, S.DISCUSSED, EXPLAINED, refusal_to_end_discussion),
    _back({S.ON_AGENDA}, S.ADMITTED),
    _back({S.GRANTED, S.REFUSED, S.DISCUSSED}, S.ON_AGENDA),
)
CHALLENGE: tuple[Transition, ...] = (
    *COMMON,
    _by_clerk({S.ADMITTED, S.TALKS, S.PUT_OFF}, S.TALKS, REASON | {Given.DAY}),
    _by_clerk({S.ADMITTED, S.TALKS}, S.PUT_OFF, REASON, refusal_to_put_off),
    _by_clerk({S.TALKS, S.PUT_OFF}, S.GRANTED, EXPLAINED, refusal_without_talks),
    _by_clerk({S.TALKS, S.PUT_OFF}, S.REFUSED, EXPLAINED, refusal_without_talks),
    _by_clerk({S.GRANTED}, S.AGREEMENT, DOCUMENT),
    _by_clerk({S.AGREEMENT}, S.RUNNING, frozenset({Given.DAY})),
    _by_clerk({S.RUNNING}, S.EVALUATED, EXPLAINED),
    _by_clerk({S.GRANTED, S.AGREEMENT, S.RUNNING}, S.STOPPED),
    _back({S.GRANTED, S.REFUSED}, S.TALKS),
    _back({S.AGREEMENT}, S.GRANTED),
    _back({S.RUNNING}, S.AGREEMENT),
    _back({S.EVALUATED}, S.RUNNING),
    *(_back({S.STOPPED}, before, refusal_unless_it_was(before)) for before in (S.GRANTED, S.AGREEMENT, S.RUNNING)),
)
REQUESTS: Mapping[str, tuple[Transition, ...]] = {
    Instrument.INITIATIVE: INITIATIVE,
    Instrument.CHALLENGE: CHALLENGE,
}
# When nothing more follows; of the rest the desk says what does.
OVER = frozenset({S.INADMISSIBLE, S.DISCUSSED, S.REFUSED, S.EVALUATED, S.STOPPED, S.EXPIRED, S.WITHDRAWN})


def is_over(instrument: str, state: State) -> bool:
    return state in OVER or (state == S.GRANTED and instrument == Instrument.INITIATIVE)


def handed_over_on(events: Sequence[StateEvent]) -> date | None:
    """The day on which the terms of the municipality began; taking a judgement back begins none anew."""
    return next((timezone.localtime(event.at).date() for event in events if event.state == S.HANDED_OVER), None)


def end_of_weeks(first: date, weeks: int) -> date:
    """The last day of a term of weeks: a working day, but for a term that is too long for that (Awt 1 and 4)."""
    term = timedelta(weeks=weeks)
    return first + term if term > LONGEST_EXTENDED else working_day(first + term)


def due_on(ordinance: Ordinance, events: Sequence[StateEvent]) -> date | None:
    """By which day the municipality judges or decides; nothing where it is not its turn. `events` are oldest first."""
    first = handed_over_on(events)
    if first is None or events[-1].state not in AT_WORK:
        return None
    if events[-1].state == S.HANDED_OVER and ordinance.admission_weeks is not None:
        return end_of_weeks(first, ordinance.admission_weeks)
    is_put_off = any(event.state == S.PUT_OFF for event in events)
    return end_of_weeks(first, ordinance.decision_weeks + ((is_put_off and ordinance.extension_weeks) or 0))


def refusal_of_request(
    ordinance: Ordinance, events: Sequence[StateEvent], step: Transition, given: Mapping[Given, Any], at: datetime
) -> str:
    """What of that which was given with a step does not fit the ordinance or the days before."""
    if Given.GROUND in step.given and given[Given.GROUND] not in ordinance.grounds:
        return _("The ordinance does not name this ground. Choose one that it names.")
    on, first = given[Given.DAY], handed_over_on(events)
    if on is None or Given.DAY not in step.given:
        return ""
    if step.target == S.ON_AGENDA and (sentence := _refusal_of_meeting(ordinance, events, on, given, at)):
        return sentence
    if first is not None and on < first:
        return _("This day lies before the day on which it was handed over, %(day)s.") % {"day": day_words(first)}
    if sentence := _refusal_of_order(events, step, on):
        return sentence
    if step.target != S.ON_AGENDA and on > timezone.localtime(at).date():
        return _("This day lies ahead. Record it when it has come.")
    return ""


def _refusal_of_meeting(
    ordinance: Ordinance, events: Sequence[StateEvent], on: date, given: Mapping[Given, Any], at: datetime
) -> str:
    """Of a meeting that is so far away that its year is wrong, or later than the term to decide without a word about it."""
    if on > timezone.localtime(at).date() + FURTHEST_MEETING:
        return _("That meeting is more than a year away. Look at the year.")
    last = due_on(ordinance, events)
    if last is None or on <= last or given[Given.REASON]:
        return ""
    return _(
        "It is to be decided by %(day)s, and this meeting is later. Put it off first, or say in the explanation why."
    ) % {"day": day_words(last)}


def taken_back(instrument: str, events: Sequence[StateEvent]) -> tuple[list[StateEvent], dict[int, list[StateEvent]]]:
    """The steps that stand, and by the key of each step that puts a mistake right what it takes back. `events` are oldest first."""
    standing, back = list[StateEvent](), dict[int, list[StateEvent]]()
    for event in events:
        if not (standing and _is_back(instrument, standing[-1].state, event.state)):
            standing.append(event)
            continue
        back[event.pk] = [standing.pop()]
        while len(standing) > 1 and standing[-1].state != event.state:
            back[event.pk].append(standing.pop())
    return standing, back


def _is_back(instrument: str, source: str, target: str) -> bool:
    return any(one.is_back and one.target == target and source in one.sources for one in REQUESTS.get(instrument, ()))


def _refusal_of_order(events: Sequence[StateEvent], step: Transition, on: date) -> str:
    """A step does not happen before the one that it comes after; a meeting or a talk may be of another day than was written."""
    if step.target in (S.ON_AGENDA, events[-1].state):
        return ""
    before = next((event for event in reversed(events) if event.on is not None), None)
    if before is None or before.on is None or before.on <= on:
        return ""
    return _("This day lies before that of the step before it, '%(step)s', %(day)s.") % {
        "step": before.get_state_display(),
        "day": day_words(before.on),
    }
