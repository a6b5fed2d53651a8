from datetime import datetime

from django.db.models import QuerySet

from participation.models import ConsultationRound, Ordinance


def ordinance_of(consultation_round: ConsultationRound, at: datetime) -> Ordinance | None:
    """What applies to a request that begins in a round at that moment."""
    return Ordinance.objects.filter(consultation_round=consultation_round).in_force(at).first()


def next_ordinance(consultation_round: ConsultationRound) -> Ordinance | None:
    """The first that will apply, of a round in which none does yet."""
    return Ordinance.objects.filter(consultation_round=consultation_round).order_by("applies_from", "-pk").first()


def newest_ordinance(consultation_round: ConsultationRound) -> Ordinance | None:
    return Ordinance.objects.filter(consultation_round=consultation_round).order_by("-applies_from", "-pk").first()


def rounds_under_ordinance() -> set[int]:
    """The rounds (their keys) to which requests are handed in."""
    return set(Ordinance.objects.values_list("consultation_round", flat=True))


def ordinances() -> QuerySet[Ordinance]:
    """All, by round, what applies last first."""
    found = Ordinance.objects.select_related("consultation_round__reference")
    return found.order_by("consultation_round", "-applies_from", "-pk")
