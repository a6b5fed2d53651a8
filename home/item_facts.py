"""What is recorded of an agenda item: on that the guards of its way rest (home.item_life)."""

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from itertools import pairwise

from django.utils import timezone

from base.models import PublishedVersion, Reference
from home.enums import ItemStep
from home.item_log import Records
from home.models import ItemState
from participation.models import ConsultationRound
from proposals.council_enums import CouncilOutcome, MeetingBody, PaperKind
from proposals.enums import CARRIED, DecidingBody
from proposals.models import AgendaPoint, CouncilPaper, CouncilVote, Decision, OfficialPublication
from proposals.motion_life import BOTH
from proposals.queries.agenda_point import standing_point
from proposals.queries.commitment import CommitmentStanding, commitments_about
from proposals.queries.motion import MotionStanding, motions_about

# Steps back, with their reason, after which the way is gone anew.
BACK = frozenset({ItemStep.DRAFT, ItemStep.RETURNED})
# What was decided applies, and is carried out.
APPLIES = frozenset(
    {ItemStep.IN_FORCE, ItemStep.PLANNED, ItemStep.STARTED, ItemStep.ON_HOLD, ItemStep.DONE, ItemStep.EVALUATED}
)


@dataclass
class ItemFacts:
    """What is recorded of an item: its rounds that were not cancelled, papers and votes in force, decisions, publications, and
    its states but for mistakes.

    `first_of` leads from a paper to the one that it corrects in the end, so that a vote on either is on one paper.
    """

    reference: Reference | None = None
    rounds: list[ConsultationRound] = field(default_factory=list)
    # Of those in which what was carried out is evaluated; its way to a decision is of the others.
    evaluations: list[ConsultationRound] = field(default_factory=list)
    papers: list[CouncilPaper] = field(default_factory=list)
    votes: list[CouncilVote] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    publications: list[OfficialPublication] = field(default_factory=list)
    states: list[ItemState] = field(default_factory=list)
    # The last row of all, a mistake or what takes one back among them.
    newest: ItemState | None = None
    first_of: dict[int, int] = field(default_factory=dict)
    # When a paper was recorded, before it was corrected, by the key that it had then.
    recorded_at: dict[int, datetime] = field(default_factory=dict)
    # The keys of the rounds in which nobody reacted.
    silent: set[int] = field(default_factory=set)
    # On which agendas its papers stood, oldest first.
    points: list[AgendaPoint] = field(default_factory=list)

    @property
    def records(self) -> Records:
        return Records(self.decisions, self.publications, self.votes)

    @property
    def back(self) -> ItemState | None:
        """The last step back; that a text goes from review to draft is none, nor is where an item begins."""
        steps = pairwise(self.states)
        found = [one for before, one in steps if one.step in BACK and before.step != ItemStep.INTERNAL_REVIEW]
        return found[-1] if found else None

    @property
    def again_at(self) -> datetime | None:
        """When it last went back to its beginning or to the executive: what was recorded before that was of another text."""
        return self.back.since if self.back is not None else None

    @property
    def applies_since(self) -> date:
        """The first day on which what was decided applied or was carried out; no day yet is the last of all."""
        first = date.max
        for one in reversed(self.states):
            if one.step not in APPLIES:
                break
            first = timezone.localtime(one.since).date()
        return first

    @property
    def started_at(self) -> datetime | None:
        """When its execution began."""
        began = (one.since for one in self.states if one.step == ItemStep.STARTED and self.is_of_now(one.since))
        return next(began, None)

    @cached_property
    def promises(self) -> list[CommitmentStanding]:
        return commitments_about(self.reference.pk) if self.reference is not None else []

    @cached_property
    def motions(self) -> list[MotionStanding]:
        return motions_about(self.reference.pk) if self.reference is not None else []

    @cached_property
    def versions(self) -> list[PublishedVersion]:
        """Of its text as it is written, newest first; a translation follows it."""
        if self.reference is None:
            return []
        found = PublishedVersion.objects.filter(
            reference=self.reference, is_translation=False, withdrawal__confirmed_at=None
        )
        return list(found.newest_first())

    @property
    def version(self) -> PublishedVersion | None:
        return next(iter(self.versions), None)

    @property
    def version_asked(self) -> PublishedVersion | None:
        """The text to which people reacted last, as it was when that began."""
        opened = [one.since for one in self.states if one.step == ItemStep.IN_CONSULTATION]
        return next((one for one in self.versions if opened and one.published_at <= opened[-1]), None)

    @property
    def not_in_text(self) -> list[CouncilPaper]:
        """Amendments that were carried, and that no version carries out yet, once the council adopted what they amend."""
        if not self.is_adopted:
            return []
        return [one.paper for one in self.motions if one.waits_for_text]

    def is_of_now(self, recorded_at: datetime) -> bool:
        return self.again_at is None or recorded_at > self.again_at

    def is_paper_of_now(self, paper: CouncilPaper) -> bool:
        """Recorded since it went back, or dated since the day of that: a correction is no other paper."""
        if self.back is None:
            return True
        recorded_at = self.recorded_at.get(self._first(paper.pk), paper.recorded_at)
        return self.is_of_now(recorded_at) or paper.dated_on > self._day_of(self.back)

    def _first(self, paper: int) -> int:
        """The key that a paper had before it was corrected."""
        return self.first_of.get(paper, paper)

    def _day_of(self, back: ItemState) -> date:
        """The day of what it went back by."""
        by = next((one.decided_on for one in self.decisions if one.reference_id == back.evidence_id), None)
        return by or (back.paper.dated_on if back.paper is not None else timezone.localtime(back.since).date())

    def paper(self, kind: PaperKind) -> CouncilPaper | None:
        """The newest of a kind; one that was corrected is as new as when it was first recorded."""
        found = (one for one in self.papers if one.kind == kind and self.is_paper_of_now(one))
        return max(found, key=lambda one: self._first(one.pk), default=None)

    def point(self, body: str) -> AgendaPoint | None:
        """Where its proposal stands on the agenda of a committee or of the council."""
        proposal = self.paper(PaperKind.COUNCIL_PROPOSAL)
        key = proposal.pk if proposal is not None else None
        return standing_point(
            one for one in self.points if one.meeting.body == body and self.are_one(one.paper_id, key)
        )

    def are_one(self, one: int | None, other: int | None) -> bool:
        """Whether two papers (their keys) are one, but for corrections."""
        return one is not None and other is not None and self._first(one) == self._first(other)

    @property
    def last_vote(self) -> CouncilVote | None:
        """On the proposal itself, not on what was proposed to change in it."""
        proposal = self.paper(PaperKind.COUNCIL_PROPOSAL)
        found = (
            one for one in reversed(self.votes) if proposal is not None and self.are_one(one.paper_id, proposal.pk)
        )
        return next(found, None)

    @property
    def point_after_vote(self) -> AgendaPoint | None:
        """Where the council votes on it next: on no agenda of a meeting in which it voted already."""
        point, vote = self.point(MeetingBody.COUNCIL), self.last_vote
        is_next = point is not None and (vote is None or point.meeting.held_on > vote.meeting.held_on)
        return point if is_next else None

    @property
    def voted_papers(self) -> list[tuple[CouncilPaper, CouncilVote | None]]:
        """Proposals to the council, and whatever else but a motion or an amendment it voted on, each with its last vote."""
        found = []
        for paper in self.papers:
            vote = next((one for one in reversed(self.votes) if self.are_one(one.paper_id, paper.pk)), None)
            if paper.kind not in BOTH and (paper.kind == PaperKind.COUNCIL_PROPOSAL or vote is not None):
                found.append((paper, vote))
        return sorted(found, key=lambda one: (one[0].dated_on, one[0].pk))

    @property
    def carried_amendments(self) -> list[CouncilVote]:
        """Of what was proposed to change in the proposal."""
        proposal = self.paper(PaperKind.COUNCIL_PROPOSAL)
        return [
            one
            for one in self.votes
            if one.paper.kind == PaperKind.AMENDMENT
            and one.outcome == CouncilOutcome.ADOPTED
            and proposal is not None
            and self.are_one(one.paper.part_of_id, proposal.pk)
        ]

    @property
    def carried_motions(self) -> list[CouncilPaper]:
        """On the text as it is now."""
        carried = [one.paper_id for one in self.votes if one.outcome == CouncilOutcome.ADOPTED]
        return [
            one
            for one in self.papers
            if one.kind == PaperKind.MOTION
            and self.is_paper_of_now(one)
            and any(self.are_one(one.pk, paper) for paper in carried)
        ]

    @property
    def is_asked_again(self) -> bool:
        """Whether people react to this text yet; not where it came back as another one, and they need not."""
        return self.back is None or self.back.consult_again is not False

    @property
    def decided(self) -> list[Decision]:
        return [one for one in self.decisions if self.is_of_now(one.recorded_at)]

    @property
    def is_adopted(self) -> bool:
        """By the council, with or without changes."""
        return any(one.body == DecidingBody.COUNCIL and one.verdict in CARRIED for one in self.decided)
