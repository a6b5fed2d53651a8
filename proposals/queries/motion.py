"""Motions and amendments with what became of them, in a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import timezone

from base.models import PublishedVersion
from proposals.commitment_life import CommitmentState
from proposals.council_enums import PaperKind
from proposals.models import AmendmentInText, CouncilPaper, CouncilVote
from proposals.motion_life import BOTH, STEPS, WAITING, MotionEvent, MotionState, can_happen, take_up_by
from proposals.queries.commitment import CommitmentStanding, commitments, standings
from proposals.queries.council import amendments_to, papers, versions_of, votes_in_force


@dataclass(frozen=True)
class MotionStanding:
    """`since` is the day of what led to the state; what it rests on stands beside it."""

    paper: CouncilPaper
    state: MotionState
    since: date
    vote: CouncilVote | None = None
    letter: CouncilPaper | None = None
    # What the college promised on it, but for what was recorded by mistake; oldest first.
    commitments: tuple[CommitmentStanding, ...] = ()
    # The version of the item that carries out an amendment, as whoever published it said.
    version: PublishedVersion | None = None

    @property
    def commitment(self) -> CommitmentStanding | None:
        """Of several the first that is still to be kept, or else the last."""
        going = sorted((one for one in self.commitments if not one.state.is_over), key=lambda one: one.due_on)
        return next(iter([*going, *reversed(self.commitments)]), None)

    @property
    def is_motion(self) -> bool:
        return self.paper.kind == PaperKind.MOTION

    @property
    def is_waiting(self) -> bool:
        return self.state in WAITING

    @property
    def waits_for_text(self) -> bool:
        """An amendment that was carried, and that no version of its item carries out yet."""
        return self.is_waiting and not self.is_motion

    @property
    def due_on(self) -> date | None:
        """By when a motion that was carried is taken up; what the college promised then has a day of its own."""
        return take_up_by(self.since) if self.is_waiting and self.is_motion else None

    @property
    def item(self) -> int | None:
        """The key of the agenda item that it is about."""
        return self.paper.item_id


def motions_about(reference: int) -> list[MotionStanding]:
    """Of an agenda item by the key of its reference, oldest first."""
    found = papers().filter(Q(about=reference) | Q(consultation_round__about=reference), kind__in=BOTH)
    return motion_standings(found.order_by("dated_on", "pk"))


def motions_waiting() -> list[MotionStanding]:
    """What was carried and waits for the college, or for the text: what was carried first comes first."""
    carried = CouncilVote.objects.filter(corrected_by=None, outcome="adopted", paper__kind__in=BOTH)
    versions = versions_of(papers().filter(kind__in=BOTH))
    found = {versions[pk].pk: versions[pk] for pk in carried.values_list("paper", flat=True) if pk in versions}
    waiting = [one for one in motion_standings(found.values()) if one.is_waiting]
    return sorted(waiting, key=lambda one: (one.since, one.paper.pk))


def amendments_waiting(reference: int) -> list[MotionStanding]:
    """That the council carried on an agenda item, by the key of its reference, and that no text carries out yet."""
    return [one for one in motions_about(reference) if one.waits_for_text]


def amendments_undecided(proposal: CouncilPaper) -> list[CouncilPaper]:
    """To a proposal, that the council did not vote on and nobody withdrew."""
    return [one.paper for one in motion_standings(amendments_to(proposal)) if one.state == MotionState.SUBMITTED]


def motion_standing(paper: CouncilPaper) -> MotionStanding | None:
    """Nothing of a paper that is neither a motion nor an amendment."""
    return motion_standings([paper])[0] if paper.kind in BOTH else None


def motion_standings(found: Iterable[CouncilPaper]) -> list[MotionStanding]:
    """Of papers in force; ten queries however many."""
    rows = list(found)
    versions = versions_of(rows)
    # What is recorded of each, by its key: the day, what happened, and the record that says so.
    events: dict[int, list[tuple[date, MotionEvent, dict[str, Any]]]] = {one.pk: [] for one in rows}
    for letter in papers().filter(kind=PaperKind.WITHDRAWAL, part_of__in=versions):
        events[versions[letter.part_of_id or 0].pk].append(
            (letter.dated_on, MotionEvent.WITHDRAWAL, {"letter": letter})
        )
    for vote in votes_in_force().filter(paper__in=versions):
        events[versions[vote.paper_id].pk].append((vote.meeting.held_on, MotionEvent(vote.outcome), {"vote": vote}))
    promises: dict[int, list[CommitmentStanding]] = {}
    for promise in standings(commitments().filter(paper__in=versions).order_by("recorded_at", "pk")):
        if promise.state != CommitmentState.MISTAKE:
            promises.setdefault(versions[promise.commitment.paper_id or 0].pk, []).append(promise)
    for pk, made in promises.items():
        events[pk] += _events_of(made)
    texts = {
        versions[one.paper_id].pk: one.version
        for one in AmendmentInText.objects.filter(paper__in=versions).select_related("version__reference")
    }
    return [_standing(one, sorted(events[one.pk], key=lambda row: row[0]), texts.get(one.pk)) for one in rows]


def _standing(
    paper: CouncilPaper,
    events: list[tuple[date, MotionEvent, dict[str, Any]]],
    version: PublishedVersion | None,
) -> MotionStanding:
    state, since, rests_on = MotionState.SUBMITTED, paper.dated_on, dict[str, Any]()
    for day, event, record in events:
        if can_happen(paper.kind, state, event):
            state, since, rests_on = STEPS[event].target, day, rests_on | record
    if version is not None and can_happen(paper.kind, state, MotionEvent.IN_TEXT):
        state, since = STEPS[MotionEvent.IN_TEXT].target, timezone.localtime(version.published_at).date()
        rests_on |= {"version": version}
    return MotionStanding(paper, state, since, **rests_on)


def _events_of(made: list[CommitmentStanding]) -> list[tuple[date, MotionEvent, dict[str, Any]]]:
    """That it was promised, and once nothing of that is to be kept any more how it ended."""
    record = {"commitments": tuple(made)}
    found: list[tuple[date, MotionEvent, dict[str, Any]]] = [
        (one.commitment.made_on, MotionEvent.PROMISED, record) for one in made
    ]
    ends = [one.last.happened_on for one in made if one.state.is_over and one.last is not None]
    if len(ends) == len(made):
        is_kept = any(one.state == CommitmentState.DONE for one in made)
        found.append((max(ends), MotionEvent.DONE if is_kept else MotionEvent.DROPPED, record))
    return found
