"""A budget that was voted on elsewhere, with its ballots: a round of ours, counted by our own rules."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page

from base.actions.audit_entry import record
from base.refusal import Refusal, refuse_if
from participation.actions.ballot import cast_ballots
from participation.actions.ballot_box import make_public_box
from participation.actions.box_opening import open_box
from participation.actions.consultation_round import publish_result
from participation.actions.origin import Provenance, keep_origins
from participation.actions.tally_sheet import count_round
from participation.enums import PhaseKind
from participation.models import Subject, TallySheet
from participation.queries.origin import known_origins
from participation.round_plan import PhasePlan, RulesPlan
from participation.round_plan_rules import refusal_of_rules
from participation.voting_enums import VotingChannel
from proposals.actions.consultation_round import RoundText, add_round
from proposals.actions.proposal import EarlierProposal, take_over_proposals


@dataclass(frozen=True)
class EarlierBudget:
    """A vote that is over: its rules, its proposals in ballot-paper order, every ballot.

    `ballots` are pairs of voter and points per proposal, both by their identifiers there. Proposals came in at
    `collects_at`; voting lasted from `opens_at` until `closes_at`, exclusive.
    """

    source: str
    provenance: Provenance
    text: RoundText
    rules: RulesPlan
    collects_at: datetime
    opens_at: datetime
    closes_at: datetime
    proposals: Sequence[EarlierProposal]
    ballots: Sequence[tuple[str, Mapping[str, int]]]

    @property
    def phases(self) -> list[PhasePlan]:
        return [
            PhasePlan(kind=PhaseKind.COLLECT, starts_at=self.collects_at, ends_at=self.opens_at),
            PhasePlan(kind=PhaseKind.VOTE, starts_at=self.opens_at, ends_at=self.closes_at),
        ]


@dataclass(frozen=True)
class CountedBudget:
    """What became of it, by the proposals' identifiers there, as the tally sheet in the database says.

    `scores` stand in ballot-paper order, `winners` in the order in which they won; each of the `ties` holds what was
    equal at a step, in the order in which the rule put it.
    """

    sheet: TallySheet
    subjects: Mapping[str, Subject]
    scores: Mapping[str, int]
    winners: Sequence[str]
    ties: Sequence[Sequence[str]]


@transaction.atomic
def take_over_budget(*, budget: EarlierBudget, parent: Page, by: Any, at: datetime) -> CountedBudget:
    """Makes the round under an agenda item, casts the ballots, counts them and publishes the result. All or nothing.

    Everything is dated in the budget's own time; `at`, when it was taken over, stands in the trail.
    """
    if known_origins(budget.source, "budget", [budget.provenance.identifier]):
        raise Refusal(
            _("This budget was taken over before and counted by this rule. Count it by another rule, or leave it.")
        )
    refuse_if(refusal_of_rules(budget.rules, budget.phases))
    consultation_round = add_round(
        parent=parent, text=budget.text, rules=budget.rules, phases=budget.phases, at=budget.collects_at
    )
    written = take_over_proposals(
        consultation_round=consultation_round,
        proposals=budget.proposals,
        source=budget.source,
        by=by,
        at=budget.collects_at,
    )
    subjects = {
        proposal.provenance.identifier: subject for proposal, subject in zip(budget.proposals, written, strict=True)
    }
    # These ballots are public where they come from: nobody needs to keep their key.
    make_public_box(consultation_round=consultation_round, at=budget.opens_at)
    cast_ballots(
        consultation_round=consultation_round,
        ballots=(
            (voter, {subjects[identifier].pk: points for identifier, points in choices.items()})
            for voter, choices in budget.ballots
        ),
        channel=VotingChannel.IMPORT,
        by=by,
        at=budget.opens_at,
    )
    open_box(consultation_round=consultation_round, by=by, at=budget.closes_at, witnesses=budget.source)
    sheet = count_round(consultation_round=consultation_round, by=by, at=budget.closes_at)
    publish_result(consultation_round=consultation_round, by=by, at=budget.closes_at)
    keep_origins(source=budget.source, kind="budget", origins=[(budget.provenance, None)])
    record(act="budget_taken_over", about=consultation_round.reference, by=by, at=at, source=budget.source)
    return _counted(sheet, subjects)


def _counted(sheet: TallySheet, subjects: Mapping[str, Subject]) -> CountedBudget:
    lines = {line.subject_id: line for line in sheet.lines.all()}
    by_identifier = {identifier: lines[subject.pk] for identifier, subject in subjects.items()}
    placed = {line.place: identifier for identifier, line in by_identifier.items() if line.place is not None}
    identifiers = {subject.reference.string: identifier for identifier, subject in subjects.items()}
    return CountedBudget(
        sheet=sheet,
        subjects=subjects,
        scores={identifier: line.score for identifier, line in by_identifier.items()},
        winners=[placed[place] for place in sorted(placed)],
        ties=[[identifiers[option] for option in tie["options"]] for tie in sheet.outcome["ties"]],
    )
