"""What is recorded of an item that its way has not come to yet, and what still runs under it: for whoever takes it further."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from base.instants import day, last_minute
from home.enums import ItemStep
from home.item_facts import ItemFacts
from home.item_life import BEFORE_COUNCIL, PREPARING, open_from
from proposals.council_enums import SETTLED, CouncilOutcome
from proposals.enums import DecidingBody, Verdict
from proposals.queries.response_document import unanswered_contributions
from proposals.response_rules import promised_day

UNDECIDED = PREPARING | BEFORE_COUNCIL | {ItemStep.IN_CONSULTATION, ItemStep.ANSWERING}
# Where a decision of the council leads.
TARGETS: dict[str, ItemStep] = {
    Verdict.ADOPTED: ItemStep.ADOPTED,
    Verdict.ADOPTED_AMENDED: ItemStep.ADOPTED_AMENDED,
    Verdict.REJECTED: ItemStep.REJECTED,
}


@dataclass(frozen=True)
class Ahead:
    """That the council decided, on which day and how, and the steps that lead there from where the item is."""

    on: date
    words: str
    steps: list[ItemStep]


def ahead_of(step: ItemStep, facts: ItemFacts) -> Ahead | None:
    """What the council decided on an item that is not there on its way: its decision, or else its vote on the proposal."""
    if step not in UNDECIDED:
        return None
    decision = next((one for one in reversed(facts.decided) if one.body == DecidingBody.COUNCIL), None)
    if decision is not None and decision.verdict in TARGETS:
        words = f"{decision.reference.string}, {decision.get_verdict_display()}"
        return Ahead(decision.decided_on, words, way_to(step, TARGETS[decision.verdict], facts))
    vote = facts.last_vote
    if vote is None or vote.outcome not in SETTLED:
        return None
    target = ItemStep.REJECTED
    if vote.outcome == CouncilOutcome.ADOPTED:
        target = ItemStep.ADOPTED_AMENDED if facts.carried_amendments else ItemStep.ADOPTED
    words = f"{vote.paper}, {vote.get_outcome_display()}"
    return Ahead(vote.meeting.held_on, words, way_to(step, target, facts))


def way_to(source: ItemStep, target: ItemStep, facts: ItemFacts) -> list[ItemStep]:
    """The fewest steps of the table that lead from one state to another; none where none do."""
    ways: list[list[ItemStep]] = [[source]]
    seen = {source}
    for way in ways:
        if way[-1] == target:
            return way[1:]
        for one in open_from(way[-1], facts):
            if one.target not in seen:
                seen.add(one.target)
                ways.append([*way, one.target])
    return []


def still_running(facts: ItemFacts, at: datetime) -> list[str]:
    """In a sentence each: rounds in which people can still react or wait for their answer, and promises that are not kept yet."""
    found = []
    for one in (*facts.rounds, *facts.evaluations):
        name = f"{one.reference.string}, {one.title}"
        ends = [phase.ends_at for phase in one.phases.all() if phase.ends_at is not None]
        if any(not phase.has_ended(at) for phase in one.phases.all()):
            until = day(last_minute(max(ends))) if ends else ""
            found.append(_("%(round)s: runs until and including %(day)s.") % {"round": name, "day": until})
        if unanswered_contributions(one):
            answered = {"round": name, "day": day(promised_day(one, at))}
            found.append(_("%(round)s: what people said is answered by %(day)s.") % answered)
    found += [
        _("%(promise)s: promised by %(day)s.")
        % {"promise": f"{one.commitment.reference.string}, {one.commitment.text}", "day": day(one.due_on)}
        for one in facts.promises
        if not one.state.is_over
    ]
    found += [
        _("%(paper)s: carried, and not taken up yet.") % {"paper": one.paper.label}
        for one in facts.motions
        if one.is_waiting
    ]
    return found
