from datetime import datetime

from django.utils import timezone

from participation.models import ConsultationRound, Ordinance
from participation.models.ordinance import OrdinanceQuerySet


def ordinance_of(consultation_round: ConsultationRound, at: datetime) -> Ordinance | None:
    """What applies to a request that begins in a round at that moment."""
    found = Ordinance.objects.filter(consultation_round=consultation_round).in_force(at).first()
    return None if found is None or found.has_ended(at) else found


def next_ordinance(consultation_round: ConsultationRound, at: datetime) -> Ordinance | None:
    """The first that will apply, of a round in which none does yet."""
    coming = _of(consultation_round).filter(applies_from__gt=timezone.localtime(at).date())
    return coming.order_by("applies_from", "-pk").first()


def newest_ordinance(consultation_round: ConsultationRound) -> Ordinance | None:
    return _of(consultation_round).order_by("-applies_from", "-pk").first()


def rounds_under_ordinance(at: datetime) -> set[int]:
    """The rounds (their keys) to which requests are handed in, or will be."""
    newest: dict[int, Ordinance] = {}
    for one in Ordinance.objects.standing().order_by("-applies_from", "-pk"):
        newest.setdefault(one.consultation_round_id, one)
    return {pk for pk, one in newest.items() if not one.has_ended(at)}


def rights(at: datetime) -> list[Ordinance]:
    """What applies now in rounds that were not cancelled or paused, one for each round: what somebody can begin under it."""
    bound = ConsultationRound.objects.filter(ordinances__isnull=False, cancelled_at=None, paused_at=None).distinct()
    found = [ordinance_of(one, at) for one in bound.select_related("reference").order_by("pk")]
    return [one for one in found if one is not None]


def ordinances() -> OrdinanceQuerySet:
    """All, by round, what applies last first."""
    found = Ordinance.objects.select_related("consultation_round__reference", "end")
    return found.order_by("consultation_round", "-applies_from", "-pk")


def _of(consultation_round: ConsultationRound) -> OrdinanceQuerySet:
    return Ordinance.objects.standing().filter(consultation_round=consultation_round)
