"""The figures of the population that a dossier puts beside whom its round reached."""

from datetime import date, datetime

from django.db.models import QuerySet
from django.utils import timezone

from participation.enums import PERMITTED
from participation.models import ConsultationRound
from proposals.models import PopulationFigure
from proposals.queries.dossier.compiled import refusal_of_dossier


def last_day_of(consultation_round: ConsultationRound) -> date | None:
    """The day on which nobody could take part any more."""
    ends = [phase.ends_at for phase in consultation_round.phases.all() if PERMITTED[phase.kind] and phase.ends_at]
    closed_at = consultation_round.cancelled_at or max(ends, default=None)
    return timezone.localtime(closed_at).date() if closed_at is not None else None


def figures_of(consultation_round: ConsultationRound) -> QuerySet[PopulationFigure]:
    """Those until it closed, oldest first: what is counted later changes no dossier that was handed out."""
    day = last_day_of(consultation_round)
    found = PopulationFigure.objects.order_by("counted_on", "pk")
    return found.filter(counted_on__lte=day) if day is not None else found.none()


def is_day_used(counted_on: date, at: datetime) -> bool:
    """Whether the figures of a day can stand in the dossier of a round that is closed."""
    rounds = ConsultationRound.objects.select_related("reference").prefetch_related("phases")
    return any(
        (day := last_day_of(one)) is not None and day >= counted_on for one in rounds if not refusal_of_dossier(one, at)
    )
