"""The life of a proposal: one table of what leads from a state to another, by whom, when, and who is told. A request under
an ordinance has a table of its own (participation.request_life).

Actions, the clerk's buttons, the timeline and the tests read it; nothing else decides about a state.
"""

from datetime import datetime
from typing import Any, cast

from django.utils.translation import gettext as _

from base.refusal import refuse_if
from participation.enums import VOTED_ON, Moderation, State
from participation.life_steps import BEGINNING, EVERYBODY, PUBLIC, Given, Transition, Who
from participation.merge_rules import refusal_to_split
from participation.models import Assessment, Subject
from participation.queries.co_author import is_leading_author, leading_author
from participation.request_life import REQUESTS
from participation.rules import refusal_to_withdraw_subject

MOVE = "participation.add_stateevent"


def refusal_to_settle(person: Any, subject: Subject, at: datetime) -> str:
    """The municipality says something in public about what is public, and never while people vote about it."""
    if subject.moderation != Moderation.VISIBLE:
        return _("This proposal is not public: a moderator rules on it first.")
    consultation_round = subject.consultation_round
    voting = consultation_round.voting
    if voting is not None and voting.has_begun(at) and consultation_round.counted_at is None:
        return _("Voting has begun: the ballot paper stands fast. Settle this after the count.")
    return ""


def refusal_to_assess_anew(assessment: Assessment | None) -> str:
    if assessment is not None and assessment.published_at is not None:
        return _("This was published already, and stands as it is.")
    return ""


def refusal_to_assess(person: Any, subject: Subject, at: datetime) -> str:
    if sentence := refusal_to_settle(person, subject, at):
        return sentence
    assessment = getattr(subject, "assessment", None)
    return "" if assessment is not None else _("Write down first what the department found.")


# Also what was voted about: while that lasts nothing is settled, which is a guard.
TO_SETTLE = PUBLIC | VOTED_ON
TRANSITIONS: tuple[Transition, ...] = (
    *BEGINNING,
    Transition(PUBLIC, State.VOTING, Who.RECORDS),
    Transition(PUBLIC, State.KEPT_OFF, Who.RECORDS),
    Transition(PUBLIC | {State.VOTING}, State.CHOSEN, Who.RECORDS),
    Transition(PUBLIC | {State.VOTING}, State.NOT_CHOSEN, Who.RECORDS),
    Transition(
        TO_SETTLE,
        State.INADMISSIBLE,
        Who.CLERK,
        refusal_to_settle,
        given=frozenset({Given.GROUND, Given.REASON}),
        told=EVERYBODY,
        leaves_paper=True,
    ),
    Transition(TO_SETTLE, State.ASSESSED, Who.CLERK, refusal_to_assess, told=EVERYBODY),
    Transition(
        TO_SETTLE | {State.ASSESSED},
        State.TAKEN,
        Who.CLERK,
        refusal_to_settle,
        given=frozenset({Given.AGENDA_ITEM}),
        told=EVERYBODY,
        leaves_paper=True,
    ),
    Transition(
        TO_SETTLE | {State.ASSESSED},
        State.FORWARDED,
        Who.CLERK,
        refusal_to_settle,
        given=frozenset({Given.ADDRESSEE, Given.REASON}),
        told=EVERYBODY,
        leaves_paper=True,
    ),
    Transition(
        TO_SETTLE | {State.ASSESSED},
        State.NOT_TAKEN,
        Who.CLERK,
        refusal_to_settle,
        given=frozenset({Given.REASON}),
        told=EVERYBODY,
        leaves_paper=True,
    ),
    # Once every author agrees (participation.actions.merge), and back by one of them or a moderator.
    Transition(PUBLIC | {State.KEPT_OFF}, State.MERGED, Who.RECORDS, told=EVERYBODY),
    Transition(
        frozenset({State.MERGED}),
        State.PUBLISHED,
        Who.AUTHOR_OR_MODERATOR,
        refusal_to_split,
        given=frozenset({Given.REASON}),
        told=EVERYBODY,
    ),
    # A mistake is put right by a step of its own, with its reason: nothing is written over.
    Transition(
        frozenset({State.INADMISSIBLE, State.ASSESSED, State.TAKEN, State.FORWARDED, State.NOT_TAKEN}),
        State.PUBLISHED,
        Who.CLERK,
        refusal_to_settle,
        given=frozenset({Given.REASON}),
        told=EVERYBODY,
    ),
    # In the author's own hand until the municipality has examined it.
    Transition(
        PUBLIC | {State.SUBMITTED, State.MODERATION, State.KEPT_OFF},
        State.WITHDRAWN,
        Who.AUTHOR,
        refusal_to_withdraw_subject,
        given=frozenset({Given.REASON}),
    ),
)


# By instrument; what came by none is a proposal.
TABLES = {"": TRANSITIONS, **REQUESTS}


def transition(source: State, target: State, instrument: str = "") -> Transition | None:
    return next((one for one in TABLES[instrument] if one.target == target and source in one.sources), None)


def refusal_to_move(person: Any, subject: Subject, source: State, target: State, at: datetime) -> str:
    """Why somebody cannot take a proposal, or a request, from the state it is in to another one now."""
    step = transition(source, target, subject.instrument)
    if step is None and subject.instrument:
        return _("What is '%(source)s' cannot become '%(target)s'.") % {"source": source.label, "target": target.label}
    if step is None:
        return _("A proposal that is '%(source)s' cannot become '%(target)s'.") % {
            "source": source.label,
            "target": target.label,
        }
    if step.who is Who.RECORDS:
        return _("This follows by itself, and nobody does it by hand.")
    if step.who is Who.CLERK and not person.has_perm(MOVE):
        return _("Only the clerk says what becomes of a proposal.")
    if step.who is Who.AUTHOR and not is_leading_author(person, subject):
        return _("Only its author can do this.")
    if step.who is Who.STARTER and not (is_leading_author(person, subject) or is_for_somebody(person, subject)):
        return _("Only its author can do this, or the clerk for an author without an account.")
    return step.guard(person, subject, at)


def is_for_somebody(person: Any, subject: Subject) -> bool:
    """Whether the clerk acts for an author who has no account."""
    return leading_author(subject) is None and bool(person.has_perm(MOVE))


def step_to(person: Any, subject: Subject, source: State, target: State, at: datetime) -> Transition:
    """The step, or a Refusal."""
    refuse_if(refusal_to_move(person, subject, source, target, at))
    # Where there is none, that was the refusal.
    return cast(Transition, transition(source, target, subject.instrument))


def refusal_of_given(step: Transition, given: dict[Given, Any]) -> str:
    """What is missing from a step."""
    sentences = {
        Given.GROUND: _("Choose the ground on which it is not admissible."),
        Given.REASON: _("Say why: the reason is shown with the step."),
        Given.AGENDA_ITEM: _("Name the agenda item that takes it up, by its number: LEA-2026-014."),
        Given.ADDRESSEE: _("Say to whom it was forwarded."),
        Given.DOCUMENT: _("Give the address of the document that this rests on."),
        Given.DAY: _("Say on which day it was, or will be."),
    }
    return next((sentences[one] for one in Given if one in step.given and not given.get(one)), "")


def steps_at_desk(person: Any, subject: Subject, source: State, at: datetime) -> list[tuple[State, str]]:
    """Every step a clerk has, each with why it cannot be taken now, or nothing. Of a request only those from where it is."""
    whose = {Who.CLERK, *([Who.STARTER] if is_for_somebody(person, subject) else [])}
    steps = [
        one
        for one in TABLES[subject.instrument]
        if one.who in whose and (not subject.ordinance_id or source in one.sources)
    ]
    targets = dict.fromkeys(one.target for one in steps)
    return [(target, refusal_to_move(person, subject, source, target, at)) for target in targets]
