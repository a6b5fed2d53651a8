"""The way of an agenda item through college and council: one table of what leads from a state to another, by whom, on what
evidence, and by when. The action, the clerk's desk, the timeline and the tests read it; nothing else decides.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, auto
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from base.instants import day as day_words
from base.models import Reference
from home.enums import ItemStep
from home.item_facts import APPLIES, ItemFacts
from home.models.item_state import LAPSES
from participation.enums import PhaseKind
from participation.models import ConsultationRound
from participation.queries.consultation_round import asking_span
from proposals.commitment_life import CommitmentState
from proposals.council_enums import SETTLED, CouncilOutcome, PaperKind
from proposals.enums import CARRIED, DecidingBody, Verdict
from proposals.models import ResponseDocument
from proposals.response_rules import refusal_to_be_answered

MOVE_ITEM = "home.add_itemstate"
PREPARE_ITEM = "home.prepare_item"


class Who(Enum):
    """By whom. CLOCK is what follows by itself: from the rounds of an item, or from the day a decision applies."""

    EDITOR = auto()
    CLERK = auto()
    CLOCK = auto()


@dataclass(frozen=True)
class Ground:
    """On what a step rests, as fields of ItemState; or why it cannot be taken. Where nothing that is recorded shows it, `lacks`
    asks for the reason and a document."""

    refusal: str = ""
    lacks: str = ""
    evidence: Mapping[str, Any] = field(default_factory=dict)


# Asks what is recorded, the state that is left and the moment.
Guard = Callable[[ItemFacts, ItemStep, datetime], Ground]


@dataclass(frozen=True)
class Transition:
    sources: frozenset[ItemStep]
    target: ItemStep
    who: Who
    guard: Guard = lambda facts, source, at: Ground()
    needs_reason: bool = False
    # Of which body it is the step, is said.
    needs_body: bool = False


def _needs_paper(kind: PaperKind) -> Guard:
    def guard(facts: ItemFacts, source: ItemStep, at: datetime) -> Ground:
        paper = facts.paper(kind)
        if paper is not None:
            return Ground(evidence={"paper": paper})
        return Ground(_("Record the paper first: %(paper)s.") % {"paper": kind.label})

    return guard


def _needs_paper_after(kind: PaperKind, earlier: PaperKind | None = None) -> Guard:
    """What the executive decided and proposes comes once the item was on the agenda and nobody could react any more; a proposal
    not before the decision to propose it."""

    def guard(facts: ItemFacts, source: ItemStep, at: datetime) -> Ground:
        ground = _needs_paper(kind)(facts, source, at)
        paper = ground.evidence.get("paper")
        if paper is None:
            return ground
        before = facts.paper(earlier) if earlier is not None else None
        days = [timezone.localtime(facts.states[0].since).date()] if facts.states else []
        days += [before.dated_on] if before is not None else []
        days += [
            timezone.localtime(span[1]).date()
            for one in facts.rounds
            if has_ended(one, at) and (span := asking_span(one)) is not None
        ]
        first = max(days, default=paper.dated_on)
        if paper.dated_on >= first:
            return ground
        return Ground(
            _(
                "%(paper)s is dated %(day)s, and this step comes no earlier than %(first)s, after what came before it. Correct "
                "the day of the paper, or record the right paper."
            )
            % {"paper": paper.label, "day": day_words(paper.dated_on), "first": day_words(first)}
        )

    return guard


def is_answered(facts: ItemFacts, source: ItemStep, at: datetime) -> Ground:
    """The answers to each of its rounds that ended are public, and everything that was said there has its own."""
    ended = rounds_to_answer(facts, at)
    public = public_answers(ended)
    if len(public) < len(ended):
        return Ground(_("The answers to what people said are not public yet."))
    if sentence := next((sentence for one in ended if (sentence := refusal_to_be_answered(one))), ""):
        return Ground(sentence)
    return Ground(evidence={"evidence": public[-1][1]} if public else {})


def rounds_to_answer(facts: ItemFacts, at: datetime) -> list[ConsultationRound]:
    return [one for one in facts.rounds if has_ended(one, at) and one.lets_people_speak]


def public_answers(found: list[ConsultationRound]) -> list[tuple[datetime, Reference]]:
    """When the answers to each were published, the newest last; nothing of a round whose answers are not public."""
    documents: list[ResponseDocument | None] = [getattr(one, "response_document", None) for one in found]
    public = [
        (one.published_at, one.reference) for one in documents if one is not None and one.published_at is not None
    ]
    return sorted(public, key=lambda one: one[0])


def _voted(outcome: CouncilOutcome) -> Guard:
    def guard(facts: ItemFacts, source: ItemStep, at: datetime) -> Ground:
        vote = facts.last_vote
        if vote is None:
            return Ground(_("Record first how the council voted on the proposal."))
        if vote.outcome != outcome:
            came_to = {"outcome": vote.get_outcome_display()}
            return Ground(_("The vote on the proposal came to: %(outcome)s.") % came_to)
        return Ground(evidence={"paper": facts.paper(PaperKind.COUNCIL_PROPOSAL)})

    return guard


def _adopted_as(verdict: Verdict) -> Guard:
    def guard(facts: ItemFacts, source: ItemStep, at: datetime) -> Ground:
        voted = _voted(CouncilOutcome.ADOPTED)(facts, source, at)
        if voted.refusal:
            return voted
        is_amended = verdict == Verdict.ADOPTED_AMENDED
        if is_amended and not facts.carried_amendments:
            return Ground(_("No amendment was adopted: the text stands as it was proposed."))
        if not is_amended and facts.carried_amendments:
            return Ground(_("An amendment was adopted: the text is another one than was proposed."))
        decision = next(
            (one for one in reversed(facts.decided) if one.body == DecidingBody.COUNCIL and one.verdict == verdict),
            None,
        )
        if decision is None:
            return Ground(_("Record the decision of the council first, under Decisions."))
        return Ground(evidence={"evidence": decision.reference, **voted.evidence})

    return guard


def _is_published(facts: ItemFacts, source: ItemStep, at: datetime) -> Ground:
    """That decision of the body that decided."""
    body = DecidingBody.EXECUTIVE if source == ItemStep.EXECUTIVE_ADOPTED else DecidingBody.COUNCIL
    decided = {one.pk for one in facts.decided if one.body == body}
    found = next((one for one in reversed(facts.publications) if one.decision_id in decided), None)
    if found is None:
        return Ground(_("Record first where it stood in the official gazette."))
    if body == DecidingBody.COUNCIL and (waiting := facts.not_in_text):
        what = {"what": ", ".join(one.label for one in waiting)}
        return Ground(
            _("Publish the new version of the text first, and tick there what it carries out: %(what)s.") % what
        )
    return Ground(evidence={"publication": found})


def _was_evaluated(facts: ItemFacts, source: ItemStep, at: datetime) -> Ground:
    """Evaluating is a moment to take part in, too (Gemeentewet 150.1)."""
    later = [one for one in facts.rounds if has_ended(one, at) and facts.decisions and _began_after(one, facts)]
    if not later:
        return Ground(_("Evaluate it with residents first: a round about this item, after the decision."))
    return Ground(evidence={"evidence": later[-1].reference})


def _is_carried_out(facts: ItemFacts, source: ItemStep, at: datetime) -> Ground:
    """What was promised about it was kept, or everybody reads why not; what was kept shows it."""
    today = timezone.localtime(at).date()
    waiting = [
        one.commitment.reference.string
        for one in facts.promises
        if not one.state.is_over and (one.is_late(today) or not one.was_moved)
    ]
    waiting += [one.paper.label for one in facts.motions if one.is_waiting]
    if waiting:
        return Ground(
            _(
                "Say first what became of %(what)s: a promise is kept, dropped or put off with the reason, a motion that was "
                "carried is taken up, an amendment stands in the text."
            )
            % {"what": ", ".join(waiting)}
        )
    kept = [one.commitment.reference for one in facts.promises if one.state == CommitmentState.DONE]
    if kept:
        return Ground(evidence={"evidence": kept[-1]})
    return Ground(
        lacks=_("Show that it is carried out: say how in 'Why', and give the link to a document that shows it.")
    )


def _lapses(facts: ItemFacts, source: ItemStep, at: datetime) -> Ground:
    """By a decision that was taken since it applied, of the council or else of whoever had decided it."""
    since = facts.applies_since
    bodies = {DecidingBody.COUNCIL}
    if not any(one.body == DecidingBody.COUNCIL and one.decided_on <= since for one in facts.decided):
        bodies.add(DecidingBody.EXECUTIVE)
    decision = next(
        (
            one
            for one in reversed(facts.decided)
            if one.decided_on > since and one.body in bodies and one.verdict in CARRIED
        ),
        None,
    )
    if decision is None:
        return Ground(
            lacks=_(
                "Record the decision by which it ends first, under Decisions; or say why it ends without one, and give the link "
                "to the document that says so."
            )
        )
    publication = next((one for one in reversed(facts.publications) if one.decision_id == decision.pk), None)
    return Ground(evidence={"evidence": decision.reference, "publication": publication})


def _has_no_round(facts: ItemFacts, source: ItemStep, at: datetime) -> Ground:
    if facts.rounds:
        return Ground(_("There is a round about this item: what comes after it follows by itself."))
    return Ground()


def _was_not_decided(facts: ItemFacts, source: ItemStep, at: datetime) -> Ground:
    """Only before the council decided, and by a letter: recorded as a paper about the item, or shown by its link."""
    vote = facts.last_vote
    # One that was put off, as a tie is, is not decided.
    is_decided = any(one.body == DecidingBody.COUNCIL and one.verdict != Verdict.DEFERRED for one in facts.decided)
    if is_decided or (vote is not None and vote.outcome in SETTLED):
        return Ground(_("The council decided on it already: what it decided is not withdrawn any more."))
    letter = facts.paper(PaperKind.WITHDRAWAL)
    if letter is None:
        return Ground(
            lacks=_("Record the letter of withdrawal first, as a paper about this item; or give the link to it.")
        )
    return Ground(evidence={"paper": letter})


def has_ended(consultation_round: ConsultationRound, at: datetime) -> bool:
    phases = list(consultation_round.phases.all())
    return bool(phases) and all(phase.has_ended(at) for phase in phases if phase.kind != PhaseKind.ANSWER)


def _began_after(consultation_round: ConsultationRound, facts: ItemFacts) -> bool:
    first = min(phase.starts_at for phase in consultation_round.phases.all())
    return timezone.localtime(first).date() > max(one.decided_on for one in facts.decisions)


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
    Transition(frozenset({S.INTERNAL_REVIEW}), S.CONSULTATION_READY, Who.EDITOR, _needs_paper(PaperKind.PLAN)),
    # What is being decided on is asked anew only as a new draft, whatever else is asked about the item meanwhile.
    Transition(PREPARING, S.IN_CONSULTATION, Who.CLOCK),
    Transition(frozenset({S.IN_CONSULTATION}), S.ANSWERING, Who.CLOCK),
    # Its round was cancelled, or it was put in this state before there was a round.
    Transition(
        frozenset({S.IN_CONSULTATION, S.ANSWERING}), S.CONSULTATION_READY, Who.CLERK, _has_no_round, needs_reason=True
    ),
    # Two people made the answers public: that is the step of owner and executive.
    Transition(frozenset({S.ANSWERING}), S.ANSWERED, Who.CLOCK, is_answered),
    # Substantially another text: then it is asked anew.
    Transition(frozenset({S.ANSWERED, S.RETURNED}), S.DRAFT, Who.CLERK, needs_reason=True),
    Transition(
        frozenset({S.ANSWERED, S.RETURNED}),
        S.EXECUTIVE_ADOPTED,
        Who.CLERK,
        _needs_paper_after(PaperKind.EXECUTIVE_DECISION),
    ),
    Transition(
        frozenset({S.EXECUTIVE_ADOPTED}),
        S.COUNCIL_SUBMITTED,
        Who.CLERK,
        _needs_paper_after(PaperKind.COUNCIL_PROPOSAL, PaperKind.EXECUTIVE_DECISION),
    ),
    Transition(frozenset({S.COUNCIL_SUBMITTED}), S.IN_COMMITTEE, Who.CLERK),
    Transition(frozenset({S.COUNCIL_SUBMITTED, S.IN_COMMITTEE}), S.ON_COUNCIL_AGENDA, Who.CLERK),
    Transition(
        frozenset({S.ON_COUNCIL_AGENDA, S.DEFERRED_ON_TIE}),
        S.ADOPTED,
        Who.CLERK,
        _adopted_as(Verdict.ADOPTED),
    ),
    Transition(
        frozenset({S.ON_COUNCIL_AGENDA, S.DEFERRED_ON_TIE}),
        S.ADOPTED_AMENDED,
        Who.CLERK,
        _adopted_as(Verdict.ADOPTED_AMENDED),
    ),
    Transition(frozenset({S.ON_COUNCIL_AGENDA}), S.DEFERRED_ON_TIE, Who.CLERK, _voted(CouncilOutcome.TIED)),
    Transition(
        frozenset({S.ON_COUNCIL_AGENDA, S.DEFERRED_ON_TIE}), S.REJECTED, Who.CLERK, _voted(CouncilOutcome.REJECTED)
    ),
    Transition(frozenset({S.ON_COUNCIL_AGENDA}), S.RETURNED, Who.CLERK, needs_reason=True),
    Transition(
        PREPARING | BEFORE_COUNCIL | {S.IN_CONSULTATION, S.ANSWERING},
        S.WITHDRAWN,
        Who.CLERK,
        _was_not_decided,
        needs_reason=True,
        needs_body=True,
    ),
    # What the executive may decide alone goes to the gazette without the council.
    Transition(DECIDED | {S.EXECUTIVE_ADOPTED}, S.PUBLISHED, Who.CLERK, _is_published),
    Transition(frozenset({S.PUBLISHED}), S.IN_FORCE, Who.CLOCK),
    # Not every decision has to stand in the gazette before it is carried out; why not is said.
    Transition(DECIDED, S.PLANNED, Who.CLERK, needs_reason=True),
    Transition(frozenset({S.IN_FORCE}), S.PLANNED, Who.CLERK),
    Transition(frozenset({S.IN_FORCE, S.PLANNED, S.ON_HOLD}), S.STARTED, Who.CLERK),
    Transition(frozenset({S.PLANNED, S.STARTED}), S.ON_HOLD, Who.CLERK, needs_reason=True),
    Transition(frozenset({S.STARTED}), S.DONE, Who.CLERK, _is_carried_out),
    Transition(frozenset({S.DONE}), S.EVALUATED, Who.CLERK, _was_evaluated),
    *(Transition(APPLIES, S(end), Who.CLERK, _lapses, needs_reason=True) for end in LAPSES),
)

# What usually comes next, for people who wait for it.
NEXT: dict[ItemStep, ItemStep] = {
    S.DRAFT: S.INTERNAL_REVIEW,
    S.INTERNAL_REVIEW: S.CONSULTATION_READY,
    S.CONSULTATION_READY: S.IN_CONSULTATION,
    S.IN_CONSULTATION: S.ANSWERING,
    S.ANSWERING: S.ANSWERED,
    S.ANSWERED: S.EXECUTIVE_ADOPTED,
    S.EXECUTIVE_ADOPTED: S.COUNCIL_SUBMITTED,
    S.COUNCIL_SUBMITTED: S.IN_COMMITTEE,
    S.IN_COMMITTEE: S.ON_COUNCIL_AGENDA,
    S.ON_COUNCIL_AGENDA: S.ADOPTED,
    S.DEFERRED_ON_TIE: S.ADOPTED,
    S.RETURNED: S.EXECUTIVE_ADOPTED,
    S.ADOPTED: S.PUBLISHED,
    S.ADOPTED_AMENDED: S.PUBLISHED,
    S.PUBLISHED: S.IN_FORCE,
    S.IN_FORCE: S.PLANNED,
    S.PLANNED: S.STARTED,
    S.ON_HOLD: S.STARTED,
    S.STARTED: S.DONE,
    S.DONE: S.EVALUATED,
}
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
