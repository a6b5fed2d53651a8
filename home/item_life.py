"""The way of an agenda item through college and council: one table of what leads from a state to another, by whom, on what
evidence. The action, the clerk's desk, the timeline and the tests read it; nothing else decides. By when is in
home.item_coming.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from typing import Any

from django.utils.translation import gettext as _

from base.models import Reference
from home.enums import ItemStep
from home.item_facts import APPLIES, ItemFacts
from home.item_guards import (
    Ground,
    Guard,
    adopted_as,
    has_no_round,
    is_answered,
    is_carried_out,
    is_published,
    lapses,
    needs_paper,
    needs_paper_after,
    stands_with,
    tied,
    voted_as,
    was_evaluated,
    was_not_decided,
)
from home.models.item_state import LAPSES
from proposals.council_enums import CouncilOutcome, MeetingBody, PaperKind
from proposals.enums import Verdict

MOVE_ITEM = "home.add_itemstate"
PREPARE_ITEM = "home.prepare_item"


class Who(Enum):
    """By whom. CLOCK is what follows by itself: from the rounds of an item, or from the day a decision applies."""

    EDITOR = auto()
    CLERK = auto()
    CLOCK = auto()


@dataclass(frozen=True)
class Transition:
    sources: frozenset[ItemStep]
    target: ItemStep
    who: Who
    guard: Guard = lambda facts, source, at: Ground()
    needs_reason: bool = False
    # Of which body it is the step, is said.
    needs_body: bool = False
    # On the agenda of which body it then stands: the day is told with the step, where no agenda that was read says it.
    meets: MeetingBody | None = None


S = ItemStep
PREPARING = frozenset({S.DRAFT, S.INTERNAL_REVIEW, S.CONSULTATION_READY})
BEFORE_COUNCIL = frozenset(
    {
        S.ANSWERED,
        S.EXECUTIVE_ADOPTED,
        S.COUNCIL_SUBMITTED,
        S.IN_COMMITTEE,
        S.ON_COUNCIL_AGENDA,
        S.DEFERRED_ON_TIE,
        S.RETURNED,
    }
)
DECIDED = frozenset({S.ADOPTED, S.ADOPTED_AMENDED})
TRANSITIONS: tuple[Transition, ...] = (
    Transition(frozenset({S.DRAFT}), S.INTERNAL_REVIEW, Who.EDITOR),
    Transition(frozenset({S.INTERNAL_REVIEW}), S.DRAFT, Who.EDITOR, needs_reason=True),
    Transition(frozenset({S.INTERNAL_REVIEW}), S.CONSULTATION_READY, Who.EDITOR, needs_paper(PaperKind.PLAN)),
    # What is being decided on is asked anew only as a new draft, whatever else is asked about the item meanwhile.
    Transition(PREPARING, S.IN_CONSULTATION, Who.CLOCK),
    Transition(frozenset({S.IN_CONSULTATION}), S.ANSWERING, Who.CLOCK),
    # Its round was cancelled, or it was put in this state before there was a round.
    Transition(
        frozenset({S.IN_CONSULTATION, S.ANSWERING}), S.CONSULTATION_READY, Who.CLERK, has_no_round, needs_reason=True
    ),
    # Two people made the answers public: that is the step of owner and executive.
    Transition(frozenset({S.ANSWERING}), S.ANSWERED, Who.CLOCK, is_answered),
    # Substantially another text: then it is asked anew.
    Transition(frozenset({S.ANSWERED, S.RETURNED}), S.DRAFT, Who.CLERK, needs_reason=True),
    Transition(
        frozenset({S.ANSWERED, S.RETURNED}),
        S.EXECUTIVE_ADOPTED,
        Who.CLERK,
        needs_paper_after(PaperKind.EXECUTIVE_DECISION),
    ),
    Transition(
        frozenset({S.EXECUTIVE_ADOPTED}),
        S.COUNCIL_SUBMITTED,
        Who.CLERK,
        needs_paper_after(PaperKind.COUNCIL_PROPOSAL, PaperKind.EXECUTIVE_DECISION),
    ),
    Transition(
        frozenset({S.COUNCIL_SUBMITTED}),
        S.IN_COMMITTEE,
        Who.CLERK,
        stands_with(MeetingBody.COMMITTEE),
        meets=MeetingBody.COMMITTEE,
    ),
    Transition(
        frozenset({S.COUNCIL_SUBMITTED, S.IN_COMMITTEE}),
        S.ON_COUNCIL_AGENDA,
        Who.CLERK,
        stands_with(MeetingBody.COUNCIL),
        meets=MeetingBody.COUNCIL,
    ),
    Transition(
        frozenset({S.ON_COUNCIL_AGENDA, S.DEFERRED_ON_TIE}),
        S.ADOPTED,
        Who.CLERK,
        adopted_as(Verdict.ADOPTED),
    ),
    Transition(
        frozenset({S.ON_COUNCIL_AGENDA, S.DEFERRED_ON_TIE}),
        S.ADOPTED_AMENDED,
        Who.CLERK,
        adopted_as(Verdict.ADOPTED_AMENDED),
    ),
    Transition(frozenset({S.ON_COUNCIL_AGENDA}), S.DEFERRED_ON_TIE, Who.CLERK, tied, meets=MeetingBody.COUNCIL),
    Transition(
        frozenset({S.ON_COUNCIL_AGENDA, S.DEFERRED_ON_TIE}), S.REJECTED, Who.CLERK, voted_as(CouncilOutcome.REJECTED)
    ),
    Transition(frozenset({S.ON_COUNCIL_AGENDA}), S.RETURNED, Who.CLERK, needs_reason=True),
    Transition(
        PREPARING | BEFORE_COUNCIL | {S.IN_CONSULTATION, S.ANSWERING},
        S.WITHDRAWN,
        Who.CLERK,
        was_not_decided,
        needs_reason=True,
        needs_body=True,
    ),
    # What the executive may decide alone goes to the gazette without the council.
    Transition(DECIDED | {S.EXECUTIVE_ADOPTED}, S.PUBLISHED, Who.CLERK, is_published),
    Transition(frozenset({S.PUBLISHED}), S.IN_FORCE, Who.CLOCK),
    # Not every decision has to stand in the gazette before it is carried out; why not is said.
    Transition(DECIDED, S.PLANNED, Who.CLERK, needs_reason=True),
    Transition(frozenset({S.IN_FORCE}), S.PLANNED, Who.CLERK),
    Transition(frozenset({S.IN_FORCE, S.PLANNED, S.ON_HOLD}), S.STARTED, Who.CLERK),
    Transition(frozenset({S.PLANNED, S.STARTED}), S.ON_HOLD, Who.CLERK, needs_reason=True),
    Transition(frozenset({S.STARTED}), S.DONE, Who.CLERK, is_carried_out),
    Transition(frozenset({S.DONE}), S.EVALUATED, Who.CLERK, was_evaluated),
    *(Transition(APPLIES, S(end), Who.CLERK, lapses, needs_reason=True) for end in LAPSES),
)

# With whose meeting an item in a state waits.
MEETS = {one.target: one.meets for one in TRANSITIONS if one.meets is not None}
RIGHTS = {Who.EDITOR: PREPARE_ITEM, Who.CLERK: MOVE_ITEM}


def transition(source: ItemStep, target: ItemStep) -> Transition | None:
    return next((one for one in TRANSITIONS if one.target == target and source in one.sources), None)


def refusal_to_move(person: Any, facts: ItemFacts, source: ItemStep, target: ItemStep, at: datetime) -> str:
    """Why somebody cannot take an item from the state it is in to another one now."""
    step = transition(source, target)
    if step is None:
        return _("An item that is '%(source)s' cannot become '%(target)s'.") % {
            "source": source.label,
            "target": target.label,
        }
    if step.who is Who.CLOCK:
        return _("This follows by itself, and nobody does it by hand.")
    if not person.has_perm(RIGHTS[step.who]):
        return _("Only the clerk takes this step.") if step.who is Who.CLERK else _("Only an editor takes this step.")
    return step.guard(facts, source, at).refusal


def next_steps(person: Any, facts: ItemFacts, source: ItemStep, at: datetime) -> list[tuple[ItemStep, str]]:
    """Every step from a state that is taken by hand, each with why it cannot be taken now, or nothing."""
    targets = [one.target for one in TRANSITIONS if source in one.sources and one.who is not Who.CLOCK]
    return [(target, refusal_to_move(person, facts, source, target, at)) for target in dict.fromkeys(targets)]


def choices_from(facts: ItemFacts, source: ItemStep, at: datetime) -> list[Reference]:
    """On what a step from this state may rest, for whoever takes it to choose."""
    return [choice for one in TRANSITIONS if source in one.sources for choice in one.guard(facts, source, at).choices]
