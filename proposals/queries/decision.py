from collections.abc import Iterable

from django.db.models import Q, QuerySet

from base.models import PublishedVersion, Reference
from participation.models import ConsultationRound
from proposals.models import Decision


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


def versions_caused_by(decision: Decision, language: str) -> list[PublishedVersion]:
    """What the decision changed, each version once: in the reader's language where it is out in that."""
    found = PublishedVersion.objects.filter(caused_by=decision.reference)
    best: dict[tuple[int, str], PublishedVersion] = {}
    for version in found.order_by("published_at", "pk").read():
        key = (version.reference_id, version.label)
        if key not in best or version.language == language:
            best[key] = version
    return list(best.values())
