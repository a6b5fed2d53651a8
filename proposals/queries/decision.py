from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from base.models import PublishedVersion, Reference
from participation.models import ConsultationRound
from proposals.enums import DecidingBody
from proposals.models import Commitment, CouncilVote, Decision, OfficialPublication, ResponseDocument
from proposals.queries.council import on_newest_papers, votes_in_force


def decisions_on(consultation_round: ConsultationRound) -> list[Decision]:
    """What was decided on a round, oldest first; a corrected decision gives way to its correction."""
    return list(
        Decision.objects.filter(consultation_round=consultation_round, corrected_by__isnull=True)
        .select_related("reference", "about", "consultation_round")
        .order_by("decided_on", "pk")
    )


def decisions_about(references: Iterable[Reference]) -> QuerySet[Decision]:
    return (
        Decision.objects.filter(Q(about__in=list(references)), corrected_by__isnull=True)
        .select_related("reference", "about", "consultation_round__reference")
        .order_by("decided_on", "pk")
    )


def latest_decisions() -> QuerySet[Decision]:
    return (
        Decision.objects.filter(corrected_by__isnull=True)
        .select_related("reference", "about", "consultation_round")
        .order_by("-decided_on", "-pk")
    )


@dataclass(frozen=True)
class Belonging:
    """What is recorded beside a decision: the votes of that day, where it was published, what was promised, what was answered."""

    votes: list[CouncilVote]
    publications: list[OfficialPublication]
    commitments: list[Commitment]
    document: ResponseDocument | None


def belonging_to(decision: Decision) -> Belonging:
    """Eight queries at most."""
    votes: list[CouncilVote] = []
    if decision.body == DecidingBody.COUNCIL:
        of_item = Q(paper__about=decision.about_id) | Q(paper__consultation_round__about=decision.about_id)
        of_round = Q(paper__consultation_round=decision.consultation_round_id)
        found = votes_in_force().filter(of_item if decision.about_id else of_round)
        votes = on_newest_papers(found.filter(meeting__held_on=decision.decided_on))
    answers = ResponseDocument.objects.filter(
        consultation_round=decision.consultation_round_id, published_at__isnull=False
    )
    return Belonging(
        votes=votes,
        publications=list(OfficialPublication.objects.filter(decision=decision, corrected_by=None)),
        commitments=list(
            Commitment.objects.filter(decision=decision, reference__is_public=True).select_related("reference")
        ),
        document=answers.select_related("reference").first() if decision.consultation_round_id else None,
    )


def versions_caused_by(decision: Decision, language: str) -> list[PublishedVersion]:
    """What the decision changed, each version once: in the reader's language where it is out in that."""
    found = PublishedVersion.objects.filter(caused_by=decision.reference)
    best: dict[tuple[int, str], PublishedVersion] = {}
    for version in found.order_by("published_at", "pk").read():
        key = (version.reference_id, version.label)
        if key not in best or version.language == language:
            best[key] = version
    return list(best.values())
