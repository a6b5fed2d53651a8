"""The figures of the population that a dossier puts beside whom its round reached."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from participation.enums import PERMITTED
from participation.models import ConsultationRound
from proposals.models import PopulationFigure


def closed_at(consultation_round: ConsultationRound) -> datetime | None:
    """From when nobody could take part any more."""
    ends = [phase.ends_at for phase in consultation_round.phases.all() if PERMITTED[phase.kind] and phase.ends_at]
    return consultation_round.cancelled_at or max(ends, default=None)


def figures_of(consultation_round: ConsultationRound) -> QuerySet[PopulationFigure]:
    """Those that were known when it closed, oldest first: what is counted, entered or corrected later changes no dossier that
    was handed out."""
    at = closed_at(consultation_round)
    found = PopulationFigure.objects.order_by("counted_on", "entered_at", "pk")
    return found.filter(entered_at__lt=at, counted_on__lte=timezone.localtime(at).date()) if at else found.none()
