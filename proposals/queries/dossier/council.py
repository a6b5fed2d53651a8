"""What college and council did with it, and what was promised."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import Q, QuerySet
from django.urls import reverse

from participation.models import ConsultationRound
from proposals.council_understood import Understood
from proposals.dossier_chapters import Data
from proposals.models import Commitment, CouncilPaper, CouncilReading, CouncilVote, Decision
from proposals.motion_life import BOTH
from proposals.queries.commitment import course_of
from proposals.queries.council import versions_of
from proposals.queries.dossier.values import link_value, moment_value
from proposals.queries.motion import MotionStanding, motion_standings

Record = TypeVar("Record", Decision, CouncilVote)


def of_round(consultation_round: ConsultationRound) -> Q:
    """What names the round; and what names no round, but the thing that it is about."""
    named = Q(consultation_round=consultation_round)
    about = consultation_round.about_id
    return named if about is None else named | Q(consultation_round__isnull=True, about=about)


def council_data(consultation_round: ConsultationRound, _at: datetime) -> Data:
    papers = list(
        CouncilPaper.objects.filter(of_round(consultation_round), corrected_by__isnull=True)
        .select_related("meeting__reading", "part_of", "reading", "consultation_round", "document")
        .order_by("dated_on", "pk")
    )
    votes: dict[int, list[dict[str, Any]]] = {}
    versions = versions_of(papers)
    found = CouncilVote.objects.filter(paper__in=versions).select_related("meeting__reading", "reading")
    ordered = found.prefetch_related("groups__group").order_by("meeting__held_on", "pk")
    for vote, before in with_corrected(ordered):
        votes.setdefault(versions[vote.paper_id].pk, []).append(
            _vote(vote) | {"before": [_vote(one) for one in before]}
        )
    became = {one.paper.pk: one for one in motion_standings([one for one in papers if one.kind in BOTH])}
    return {
        "papers": [_paper(one, votes.get(one.pk, []), became.get(one.pk)) for one in papers],
        "decisions": _decisions(consultation_round),
    }


def _paper(paper: CouncilPaper, votes: list[dict[str, Any]], became: MotionStanding | None) -> dict[str, Any]:
    return {
        "kind": paper.kind,
        "number": paper.number,
        "title": paper.title,
        "dated_on": paper.dated_on.isoformat(),
        "url": paper.url,
        "source": _source(paper.reading),
        "document": _document(paper),
        "part_of": {"kind": paper.part_of.kind, "number": paper.part_of.number} if paper.part_of is not None else None,
        "meeting": _meeting(paper.meeting),
        "is_correction": paper.corrects_id is not None,
        "reason": paper.reason,
        "recorded_at": moment_value(paper.recorded_at),
        "votes": votes,
        "became": _became(became) if became is not None else None,
    }


def _document(paper: CouncilPaper) -> dict[str, Any] | None:
    """The document itself, by the hash of its bytes; `file` is what it is called in the zip, nothing once it was destroyed."""
    document = getattr(paper, "document", None)
    if document is None:
        return None
    return {
        "address": document.get_absolute_url(),
        "file": f"papers/{document}" if document.destroyed_at is None else None,
        "size": document.size,
        "sha256": document.sha256,
        "source": document.source,
    }


def _became(motion: MotionStanding) -> dict[str, Any]:
    """What became of a motion or an amendment, and where that stands."""
    promise, version = motion.commitment, motion.version
    return {
        "state": motion.state.value,
        "since": motion.since.isoformat(),
        "commitment": link_value(promise.commitment.reference) if promise is not None else None,
        "version": {"number": version.reference.string, "version": version.label, "address": version.lasting_address}
        if version is not None
        else None,
    }


def _vote(vote: CouncilVote) -> dict[str, Any]:
    return {
        "address": reverse("council_vote", args=[vote.pk]),
        "meeting": _meeting(vote.meeting),
        "in_office": vote.in_office,
        "barred": vote.barred,
        "was_called": vote.was_called,
        "source": _source(vote.reading),
        "is_second": vote.is_second,
        "outcome": vote.outcome,
        "is_correction": vote.corrects_id is not None,
        "reason": vote.reason,
        "despite": vote.despite,
        "published": _published(vote),
        "recorded_at": moment_value(vote.recorded_at),
        "groups": [
            {
                "name": one.group.name,
                "in_favour": one.in_favour,
                "against": one.against,
                "abstained": one.abstained,
                "absent": one.absent,
            }
            for one in vote.groups.all()
        ],
    }


def _published(vote: CouncilVote) -> dict[str, Any] | None:
    """What the council published of a vote, where something else is recorded."""
    if not vote.despite or vote.reading is None:
        return None
    found = Understood.of_data(vote.reading.understood)
    return {"as": found.published, "results": found.results, "totals": found.totals}


def _meeting(meeting: Any) -> dict[str, str] | None:
    if meeting is None:
        return None
    return {
        "body": meeting.body,
        "held_on": meeting.held_on.isoformat(),
        "title": meeting.title,
        "url": meeting.url,
        "source": _source(meeting.reading),
    }


def _source(reading: CouncilReading | None) -> dict[str, str] | None:
    """Where it was read in the council's information system, and the hash of what stood there."""
    return {"address": reading.address, "sha256": reading.sha256} if reading is not None else None


def _decisions(consultation_round: ConsultationRound) -> list[dict[str, Any]]:
    rows = Decision.objects.filter(of_round(consultation_round))
    rows = rows.select_related("reference", "corrects__reference").prefetch_related("official_publications")
    found = with_corrected(rows.order_by("decided_on", "pk"))
    return [_decision(one) | {"before": [_decision(row) for row in before]} for one, before in found]


def with_corrected(found: Iterable[Record]) -> list[tuple[Record, list[Record]]]:
    """Records in force, each with those that it corrects, what was recorded first first."""
    rows = list(found)
    by_pk = {one.pk: one for one in rows}
    corrected = {one.corrects_id for one in rows}
    pairs = []
    for one in rows:
        if one.pk in corrected:
            continue
        before: list[Record] = []
        wrong = one.corrects_id
        while wrong is not None:
            before.insert(0, by_pk[wrong])
            wrong = by_pk[wrong].corrects_id
        pairs.append((one, before))
    return pairs


def _decision(one: Decision) -> dict[str, Any]:
    return {
        **(link_value(one.reference) or {}),
        "body": one.body,
        "decided_on": one.decided_on.isoformat(),
        "verdict": one.verdict,
        "title": one.title,
        "title_en": one.title_en,
        "reasons": one.reasons,
        "reasons_en": one.reasons_en,
        "url": one.document_url,
        "corrects": one.corrects.reference.string if one.corrects is not None else None,
        "reason": one.corrected_because,
        "no_vote_because": one.no_vote_because,
        "recorded_at": moment_value(one.recorded_at),
        "publications": _publications(one),
    }


def _publications(decision: Decision) -> list[dict[str, Any]]:
    rows = list(decision.official_publications.all())
    corrected = {one.corrects_id for one in rows}
    return [
        {
            "number": one.number,
            "url": one.url,
            "published_on": one.published_on.isoformat(),
            "in_force_on": one.in_force_on.isoformat(),
            "reason": one.reason,
        }
        for one in rows
        if one.pk not in corrected
    ]


def promises_of(consultation_round: ConsultationRound) -> QuerySet[Commitment]:
    """Whatever was promised about a round or in a decision that followed it."""
    of_decision = Q(decision__consultation_round=consultation_round)
    return Commitment.objects.filter(of_round(consultation_round) | of_decision).distinct()


def commitments_data(consultation_round: ConsultationRound, _at: datetime) -> Data:
    rows = promises_of(consultation_round).filter(reference__is_public=True)
    rows = rows.select_related("reference").prefetch_related(
        "milestones", "events__milestone", "spendings", "corrections__version"
    )
    return {"items": [_commitment(one) for one in rows.order_by("due_on", "pk")]}


def _commitment(one: Commitment) -> dict[str, Any]:
    due_now = course_of(one.due_on, [event for event in one.events.all() if event.milestone_id is None]).due_on
    return {
        **(link_value(one.reference) or {}),
        "origin": one.origin,
        "text": one.text,
        "text_en": one.text_en,
        "department": one.department,
        "made_on": one.made_on.isoformat(),
        "due_on": one.due_on.isoformat(),
        "due_now": due_now.isoformat(),
        "corrections": [
            {"reason": row.reason, "version": row.version.label, "recorded_at": moment_value(row.at)}
            for row in one.corrections.all()
        ],
        "milestones": [
            {"title": step.title, "title_en": step.title_en, "due_on": step.due_on.isoformat()}
            for step in one.milestones.all()
        ],
        "events": [
            {
                "step": event.step,
                "milestone": event.milestone.title if event.milestone is not None else None,
                "happened_on": event.happened_on.isoformat(),
                "note": event.note,
                "note_en": event.note_en,
                "url": event.evidence_url,
                "due_on": event.due_on.isoformat() if event.due_on is not None else None,
                "recorded_at": moment_value(event.at),
            }
            for event in one.events.all()
        ],
        "money": [
            {"year": money.year, "planned": money.planned, "spent": money.spent} for money in one.spendings.all()
        ],
    }
