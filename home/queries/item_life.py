"""What is recorded of agenda items, for their way through college and council."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.db.models import Q, QuerySet
from django.utils import timezone

from base.enums import ReferenceKind
from base.models import Reference
from home.enums import ItemStep
from home.item_ahead import ahead_of
from home.item_clock import clock_step
from home.item_coming import Coming, coming
from home.item_facts import ItemFacts
from home.item_log import Records
from home.models import ItemState, WayTerms
from home.models.item_state import mark_of, still_standing
from participation.models import ConsultationRound
from proposals.council_enums import PaperKind
from proposals.models import AgendaPoint, CouncilPaper, CouncilVote, Decision, OfficialPublication
from proposals.queries.response_document import silent_rounds


@dataclass(frozen=True)
class ItemWay:
    """Where an item is now, the clock's own steps included, since when, and what is due by when."""

    reference: Reference
    step: ItemStep
    since: datetime
    facts: ItemFacts
    # When this was asked.
    at: datetime
    # What the clock made of it since the last state that is written: each step with its moment, oldest first.
    by_clock: tuple[tuple[ItemStep, datetime], ...] = ()
    # The term in weeks that its state had when it began.
    weeks: int | None = None

    @property
    def records(self) -> Records:
        return self.facts.records

    @property
    def began_on(self) -> date:
        """The day on which it came where it is: that of the decision or the paper, and not that of the clerk who wrote it down."""
        if self.by_clock or not self.facts.states:
            return timezone.localtime(self.since).date()
        return self.records.happened_on(self.facts.states[-1])

    @property
    def by_clock_now(self) -> ItemState:
        """What the clock made of it, as it will be written."""
        return ItemState(reference=self.reference, step=self.step, since=self.since)

    @property
    def mark(self) -> str:
        return mark_of(self.step, self.since)

    @cached_property
    def coming(self) -> Coming | None:
        return coming(self.step, self.began_on, self.weeks, self.facts, self.at)

    @cached_property
    def told(self) -> Coming | None:
        """What everybody reads of that: not what would usually come before a decision that was taken already."""
        found = self.coming
        return None if found is not None and found.on is None and ahead_of(self.step, self.facts) else found

    @property
    def lacks_plan(self) -> bool:
        """People react already, and what they may decide on is laid down nowhere."""
        return self.step == ItemStep.IN_CONSULTATION and self.facts.paper(PaperKind.PLAN) is None

    @property
    def is_late(self) -> bool:
        return self.coming is not None and self.coming.is_late(self.at)


def facts_of(references: Iterable[Reference]) -> dict[int, ItemFacts]:
    """By the key of each item; as many queries however many."""
    found = {one.pk: ItemFacts(one) for one in references}
    keys = list(found)
    rounds = ConsultationRound.objects.filter(about__in=keys, cancelled_at=None, is_standing=False)
    rounds = rounds.select_related("reference", "response_document__reference")
    for one in rounds.prefetch_related("phases").order_by("put_in_force_at", "pk"):
        facts = found[one.about_id]  # type: ignore[index]
        (facts.evaluations if one.is_evaluation else facts.rounds).append(one)
    silent = silent_rounds(one for facts in found.values() for one in facts.rounds)
    for facts in found.values():
        facts.silent = silent
    of_item = Q(about__in=keys) | Q(consultation_round__about__in=keys)
    papers = CouncilPaper.objects.filter(of_item).select_related("consultation_round", "meeting", "corrected_by")
    # By key: what is corrected comes before its correction.
    for paper in papers.order_by("pk"):
        facts = found[_item_of(paper)]
        first = facts.first_of[paper.pk] = facts.first_of.get(paper.corrects_id or 0, paper.pk)
        facts.recorded_at.setdefault(first, paper.recorded_at)
        if getattr(paper, "corrected_by", None) is None:
            facts.papers.append(paper)
    votes = CouncilVote.objects.filter(
        Q(paper__about__in=keys) | Q(paper__consultation_round__about__in=keys), corrected_by=None
    ).select_related("paper__consultation_round", "meeting")
    for vote in votes.order_by("meeting__held_on", "pk"):
        facts = found[_item_of(vote.paper)]
        # As the paper is now, also where it was corrected after the vote.
        vote.paper = next(one for one in facts.papers if facts.are_one(one.pk, vote.paper_id))
        facts.votes.append(vote)
    points = AgendaPoint.objects.filter(
        Q(paper__about__in=keys) | Q(paper__consultation_round__about__in=keys)
    ).select_related("paper__consultation_round", "meeting__corrected_by")
    for point in points.order_by("pk"):
        found[_item_of(point.paper)].points.append(point)
    decisions = Decision.objects.filter(about__in=keys, corrected_by=None).select_related("reference", "corrects")
    for decision in decisions.order_by("decided_on", "pk"):
        found[decision.about_id].decisions.append(decision)  # type: ignore[index]
    published = OfficialPublication.objects.filter(decision__about__in=keys, corrected_by=None)
    for publication in published.select_related("decision").order_by("published_on", "pk"):
        found[publication.decision.about_id].publications.append(publication)  # type: ignore[index]
    for state in states_of(keys):
        facts = found[state.reference_id]
        facts.states.append(state)
        facts.newest = state
    for facts in found.values():
        facts.states = still_standing(facts.states)
    return found


def states_of(keys: Iterable[int]) -> QuerySet[ItemState]:
    """Of items by their keys, mistakes among them, oldest first."""
    found = ItemState.objects.filter(reference__in=list(keys)).order_by("since", "pk")
    return found.select_related(
        *("reference", "evidence", "paper", "beside", "vote", "meeting", "publication", "takes_back", "by"),
        *("version__reference", "version_before"),
    )


def step_to_take_back(states: Sequence[ItemState]) -> ItemState | None:
    """Of states that stand, oldest first: the last, where it was a step by hand and not the first of all."""
    return states[-1] if len(states) > 1 and states[-1].by_id is not None else None


def ways_of(references: Iterable[Reference], at: datetime) -> dict[int, ItemWay]:
    """Of items that have a state, by the key of each; a query more than their facts."""
    known = {one.pk: one for one in references}
    terms = way_terms()
    return {
        pk: _way(known[pk], newest, facts, terms, at)
        for pk, facts in facts_of(known.values()).items()
        if (newest := facts.newest) is not None
    }


def way_of(reference: Reference, at: datetime) -> ItemWay | None:
    return ways_of([reference], at).get(reference.pk)


def items() -> list[Reference]:
    """Every item that has a state, newest first."""
    found = Reference.objects.filter(kind=ReferenceKind.AGENDA_ITEM, item_states__isnull=False)
    return list(found.distinct().order_by("-year", "-number"))


def way_terms() -> WayTerms:
    """As they are now; without any where nobody set them yet."""
    return WayTerms.objects.first() or WayTerms()


def _way(reference: Reference, state: ItemState, facts: ItemFacts, terms: WayTerms, at: datetime) -> ItemWay:
    step, since = ItemStep(state.step), state.since
    # The clock may have taken more than one step: a round that opened and closed.
    by_clock = []
    while (made := clock_step(step, since, facts, at)) is not None:
        by_clock.append(made)
        step, since = made
    weeks = terms.weeks_of(step) if by_clock else state.weeks
    return ItemWay(reference, step, since, facts, at, tuple(by_clock), weeks)


def _item_of(paper: CouncilPaper) -> int:
    key = paper.item_id
    assert key is not None  # noqa: S101 - the query asked for it
    return key
