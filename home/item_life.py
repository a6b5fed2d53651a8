"""The way of an agenda item through college and council: one table of what leads from a state to another, by whom, on what
evidence. The action, the clerk's desk, the timeline and the tests read it; nothing else decides. By when is in
home.item_coming.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from base.models import Reference
from base.two_people import refusal_of_same
from home.enums import Authority, ItemStep, Recorder
from home.item_facts import APPLIES, ItemFacts
from home.item_ground import Ground, Guard, together
from home.item_guards import (
    adopted_as,
    changes_text,
    has_draft_decision,
    has_no_round,
    is_advised,
    is_answered,
    is_carried_out,
    is_published,
    is_sent_back,
    is_whole_text,
    lapses,
    needs_paper,
    needs_paper_after,
    stands_with,
    still_decided,
    tied,
    voted_as,
    was_evaluated,
    was_not_decided,
)
from home.models.item_state import LAPSES
from proposals.council_enums import CouncilOutcome, MeetingBody, PaperKind
from proposals.enums import Verdict
from proposals.models import CouncilPaper

MOVE_ITEM = "home.add_itemstate"
PREPARE_ITEM = "home.prepare_item"
MAY_SEE_WAYS = (MOVE_ITEM, PREPARE_ITEM)


class Who(Enum):
    """By whom. CLOCK is what follows by itself: from the rounds of an item, or from the day a decision applies."""

    EDITOR = auto()
    CLERK = auto()
    CLOCK = auto()


@dataclass(frozen=True)
class Transition:
    """`who` may press it, `authority` is on whose it is taken: what the public reads."""

    sources: frozenset[ItemStep]
    target: ItemStep
    who: Who
    authority: Authority
    guard: Guard = lambda facts, source, at: Ground()
    needs_reason: bool = False
    # Of which body it is the step, is said.
    needs_body: bool = False
    # By somebody else than who took the step before.
    by_another: bool = False
    # Only of a text that came back, of which was said that people need not be asked again.
    is_unasked: bool = False
    # What is said with it, as fields of ItemState (REFUSED_WITHOUT).
    asks: tuple[str, ...] = ()
    # On the agenda of which body it then stands: the day is told with the step, where no agenda that was read says it.
    meets: MeetingBody | None = None


# Why a step is refused where something that it asks for is not said.
REFUSED_WITHOUT = {
    "level": gettext_lazy("Say how much influence people have: that is shown with the step."),
    "who_decides": gettext_lazy("Say who decides in the end: that is shown with the step."),
    "consult_again": gettext_lazy(
        "Say whether people are asked again about the new text: that is shown with the step."
    ),
    "speakers": gettext_lazy(
        "Say how many people spoke in the committee, 0 where nobody did: the number is shown with the step, and no names."
    ),
}
S, A = ItemStep, Authority
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
    Transition(frozenset({S.DRAFT}), S.INTERNAL_REVIEW, Who.EDITOR, A.EDITOR, is_whole_text),
    Transition(frozenset({S.INTERNAL_REVIEW}), S.DRAFT, Who.EDITOR, A.EDITOR, needs_reason=True),
    Transition(
        frozenset({S.INTERNAL_REVIEW}),
        S.CONSULTATION_READY,
        Who.EDITOR,
        A.OWNER,
        needs_paper(PaperKind.PLAN),
        by_another=True,
        asks=("level", "who_decides"),
    ),
    # What is being decided on is asked anew only as a new draft, whatever else is asked about the item meanwhile.
    Transition(PREPARING, S.IN_CONSULTATION, Who.CLOCK, A.CLOCK),
    Transition(frozenset({S.IN_CONSULTATION}), S.ANSWERING, Who.CLOCK, A.CLOCK),
    # Its round was cancelled, or it was put in this state before there was a round.
    Transition(
        frozenset({S.IN_CONSULTATION, S.ANSWERING}),
        S.CONSULTATION_READY,
        Who.CLERK,
        A.OWNER,
        has_no_round,
        needs_reason=True,
    ),
    # Two people made the answers public: that is the step of owner and executive.
    Transition(frozenset({S.ANSWERING}), S.ANSWERED, Who.CLOCK, A.EXECUTIVE, is_answered),
    # Another text: whether it is asked anew is said.
    Transition(
        frozenset({S.ANSWERED, S.RETURNED}),
        S.DRAFT,
        Who.CLERK,
        A.OWNER,
        changes_text,
        needs_reason=True,
        asks=("consult_again",),
    ),
    Transition(
        frozenset({S.ANSWERED, S.RETURNED}),
        S.EXECUTIVE_ADOPTED,
        Who.CLERK,
        A.EXECUTIVE,
        needs_paper_after(PaperKind.EXECUTIVE_DECISION),
    ),
    # The new text of what was asked before, and is not asked again.
    Transition(
        frozenset({S.INTERNAL_REVIEW, S.CONSULTATION_READY}),
        S.EXECUTIVE_ADOPTED,
        Who.CLERK,
        A.EXECUTIVE,
        needs_paper_after(PaperKind.EXECUTIVE_DECISION),
        is_unasked=True,
    ),
    Transition(
        frozenset({S.EXECUTIVE_ADOPTED}),
        S.COUNCIL_SUBMITTED,
        Who.CLERK,
        A.EXECUTIVE,
        together(
            needs_paper_after(PaperKind.COUNCIL_PROPOSAL, PaperKind.EXECUTIVE_DECISION), has_draft_decision, is_answered
        ),
    ),
    Transition(
        frozenset({S.COUNCIL_SUBMITTED}),
        S.IN_COMMITTEE,
        Who.CLERK,
        A.PRESIDIUM,
        stands_with(MeetingBody.COMMITTEE),
        meets=MeetingBody.COMMITTEE,
    ),
    # Without a committee there is no advice of one.
    Transition(
        frozenset({S.COUNCIL_SUBMITTED}),
        S.ON_COUNCIL_AGENDA,
        Who.CLERK,
        A.PRESIDIUM,
        stands_with(MeetingBody.COUNCIL),
        meets=MeetingBody.COUNCIL,
    ),
    Transition(
        frozenset({S.IN_COMMITTEE}),
        S.ON_COUNCIL_AGENDA,
        Who.CLERK,
        A.PRESIDIUM,
        together(stands_with(MeetingBody.COUNCIL), is_advised),
        asks=("speakers",),
        meets=MeetingBody.COUNCIL,
    ),
    Transition(
        frozenset({S.ON_COUNCIL_AGENDA, S.DEFERRED_ON_TIE}),
        S.ADOPTED,
        Who.CLERK,
        A.COUNCIL,
        adopted_as(Verdict.ADOPTED),
    ),
    Transition(
        frozenset({S.ON_COUNCIL_AGENDA, S.DEFERRED_ON_TIE}),
        S.ADOPTED_AMENDED,
        Who.CLERK,
        A.COUNCIL,
        adopted_as(Verdict.ADOPTED_AMENDED),
    ),
    Transition(
        frozenset({S.ON_COUNCIL_AGENDA}), S.DEFERRED_ON_TIE, Who.CLERK, A.COUNCIL, tied, meets=MeetingBody.COUNCIL
    ),
    Transition(
        frozenset({S.ON_COUNCIL_AGENDA, S.DEFERRED_ON_TIE}),
        S.REJECTED,
        Who.CLERK,
        A.COUNCIL,
        voted_as(CouncilOutcome.REJECTED),
    ),
    # A debate that is opened again after a tie can end so, too.
    Transition(
        frozenset({S.ON_COUNCIL_AGENDA, S.DEFERRED_ON_TIE}),
        S.RETURNED,
        Who.CLERK,
        A.COUNCIL,
        is_sent_back,
        needs_reason=True,
    ),
    # By the body that submits it: its owner until the executive has something to decide.
    *(
        Transition(sources, S.WITHDRAWN, Who.CLERK, authority, was_not_decided, needs_reason=True, needs_body=True)
        for sources, authority in (
            (PREPARING | {S.IN_CONSULTATION, S.ANSWERING}, A.OWNER),
            (BEFORE_COUNCIL, A.EXECUTIVE),
        )
    ),
    # What the executive may decide alone goes to the gazette without the council.
    Transition(DECIDED | {S.EXECUTIVE_ADOPTED}, S.PUBLISHED, Who.CLERK, A.CLERK, is_published),
    Transition(frozenset({S.PUBLISHED}), S.IN_FORCE, Who.CLOCK, A.CLOCK),
    # Not every decision has to stand in the gazette before it is carried out; why not is said.
    Transition(DECIDED, S.PLANNED, Who.CLERK, A.OWNER, still_decided, needs_reason=True),
    Transition(frozenset({S.IN_FORCE}), S.PLANNED, Who.CLERK, A.OWNER, still_decided),
    Transition(frozenset({S.IN_FORCE, S.PLANNED, S.ON_HOLD}), S.STARTED, Who.CLERK, A.OWNER, still_decided),
    Transition(frozenset({S.PLANNED, S.STARTED}), S.ON_HOLD, Who.CLERK, A.OWNER, needs_reason=True),
    Transition(frozenset({S.STARTED}), S.DONE, Who.CLERK, A.OWNER, is_carried_out),
    Transition(frozenset({S.DONE}), S.EVALUATED, Who.CLERK, A.OWNER, was_evaluated),
    # Of whoever decided that it ends, or else nobody's.
    *(Transition(APPLIES, S(end), Who.CLERK, A.CLERK, lapses, needs_reason=True) for end in LAPSES),
)

# With whose meeting an item in a state waits.
MEETS = {one.target: one.meets for one in TRANSITIONS if one.meets is not None}
RECORDERS = {Who.EDITOR: Recorder.EDITOR, Who.CLERK: Recorder.CLERK}
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
    if step not in open_from(source, facts):
        return _("People react first: set up a round about it.")
    return _refusal_of_one(person, facts, step) or step.guard(facts, source, at).refusal


def _refusal_of_one(person: Any, facts: ItemFacts, step: Transition) -> str:
    """Of a step that two people take: the second is not the first."""
    first = taken_by(facts, step)
    if first is None:
        return ""
    return refusal_of_same(
        first,
        person,
        _(
            "You took the step before this one. Ask a colleague to look at it and to take this step: an editor or an "
            "administrator."
        ),
    )


def taken_by(facts: ItemFacts, step: Transition) -> Any:
    """Who took the step before one that somebody else takes; nobody where that is not asked, or not known."""
    return facts.states[-1].by if step.by_another and facts.states else None


def next_steps(person: Any, facts: ItemFacts, source: ItemStep, at: datetime) -> list[tuple[ItemStep, str]]:
    """Every step from a state that is taken by hand, each with why it cannot be taken now, or nothing."""
    targets = [one.target for one in TRANSITIONS if source in one.sources and one.who is not Who.CLOCK]
    return [(target, refusal_to_move(person, facts, source, target, at)) for target in dict.fromkeys(targets)]


def open_from(source: ItemStep, facts: ItemFacts) -> list[Transition]:
    """The steps of the table from a state, but for those before which people react first."""
    is_asked = facts.is_asked_again
    return [one for one in TRANSITIONS if source in one.sources and not (one.is_unasked and is_asked)]


def choices_from(facts: ItemFacts, source: ItemStep, at: datetime) -> list[Reference | CouncilPaper]:
    """On what a step from this state may rest, for whoever takes it to choose."""
    return [choice for one in open_from(source, facts) for choice in one.guard(facts, source, at).choices]


def papers_lacking(facts: ItemFacts, source: ItemStep, at: datetime) -> list[PaperKind]:
    """What is recorded first for a step from this state, or could be."""
    grounds = (one.guard(facts, source, at) for one in open_from(source, facts))
    return list(dict.fromkeys(ground.paper for ground in grounds if ground.paper is not None))


def asked_from(source: ItemStep) -> set[str]:
    """What a step by hand from this state may ask for, as fields of ItemState."""
    return {name for one in TRANSITIONS if source in one.sources for name in one.asks}
