"""The steps of an item as they are told: each on the day on which it happened, and that by hand with the day it was recorded.

What was recorded of it may have been corrected since: the newest record says the day and the number.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from base.enums import ReferenceKind
from home.enums import ItemStep
from home.item_said import difference_path, said_with
from home.models import ItemState
from proposals.council_enums import CouncilOutcome, PaperKind
from proposals.models import CouncilVote, Decision, OfficialPublication

# Papers say the day of these steps; a vote on the proposal says that of the others, by what it came to.
OF_PAPER = frozenset({ItemStep.EXECUTIVE_ADOPTED, ItemStep.COUNCIL_SUBMITTED})
OF_VOTE = {ItemStep.REJECTED: CouncilOutcome.REJECTED, ItemStep.DEFERRED_ON_TIE: CouncilOutcome.TIED}


@dataclass(frozen=True)
class Records:
    """What is in force of that on which the steps of an item rest."""

    decisions: Sequence[Decision] = ()
    publications: Sequence[OfficialPublication] = ()
    votes: Sequence[CouncilVote] = ()

    def publication_of(self, state: ItemState) -> OfficialPublication | None:
        """As it was corrected since."""
        first = state.publication
        if first is None:
            return None
        return next((one for one in self.publications if one.decision_id == first.decision_id), first)

    def happened_on(self, state: ItemState) -> date:
        """The day of what a step rests on, as far as that says one; otherwise the day on which it was recorded."""
        publication, recorded = self.publication_of(state), timezone.localtime(state.since).date()
        if state.takes_back_id is not None:
            return recorded
        if state.step == ItemStep.PUBLISHED and publication is not None:
            return publication.published_on
        if state.step == ItemStep.IN_FORCE and publication is not None:
            # Corrected to a day that lay ahead, it was a mistake, and stands with the day on which it was written.
            return min(publication.in_force_on, recorded)
        if state.step in OF_PAPER and state.paper is not None:
            return min(state.paper.dated_on, recorded)
        if state.step in OF_VOTE:
            outcome = OF_VOTE[ItemStep(state.step)]
            on_proposal = [one for one in self.votes if one.paper.kind == PaperKind.COUNCIL_PROPOSAL]
            held = [one.meeting.held_on for one in on_proposal if one.outcome == outcome]
            return max((day for day in held if day <= recorded), default=recorded)
        decision = self._decision_of(state)
        return decision.decided_on if decision is not None else recorded

    def _decision_of(self, state: ItemState) -> Decision | None:
        if state.evidence is None or state.evidence.kind != ReferenceKind.DECISION:
            return None
        for decision in self.decisions:
            corrected: Decision | None = decision
            while corrected is not None:
                if corrected.reference_id == state.evidence_id:
                    return decision
                corrected = corrected.corrects
        return None


@dataclass(frozen=True)
class Told:
    """A step in the log. `state` is empty of what the clock did and nobody wrote yet."""

    step: ItemStep
    on: date
    state: ItemState | None = None
    recorded_on: date | None = None
    publication: OfficialPublication | None = None
    is_mistake: bool = False

    @property
    def said(self) -> list[str]:
        return said_with(self.state) if self.state is not None else []

    @property
    def difference(self) -> str:
        return difference_path(self.state) if self.state is not None else ""

    @property
    def is_by_clock(self) -> bool:
        return self.state is None


def log_of(states: Iterable[ItemState], by_clock: Iterable[tuple[ItemStep, datetime]], records: Records) -> list[Told]:
    """Every step of an item by the days on which they happened, those of one day as they were written."""
    found = list(states)
    mistakes = {one.takes_back_id for one in found}
    told = []
    for state in found:
        on, recorded = records.happened_on(state), timezone.localtime(state.since).date()
        told.append(
            Told(
                step=ItemStep(state.step),
                on=on,
                state=state,
                recorded_on=recorded if recorded != on else None,
                publication=records.publication_of(state),
                is_mistake=state.pk in mistakes,
            )
        )
    told += [Told(step, timezone.localtime(since).date()) for step, since in by_clock]
    return sorted(told, key=lambda one: one.on)
