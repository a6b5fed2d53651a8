from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from base.actions.audit_entry import record
from base.models import Area
from base.refusal import refuse_if
from participation.models import ConsultationRound
from proposals.models import PopulationFigure, ReachAnswer
from proposals.rules import refusal_to_say_who


@dataclass(frozen=True)
class Figure:
    """How many people there are of an age, or in an area."""

    number: int
    age_band: str = ""
    area: Area | None = None


@transaction.atomic
def say_who(*, consultation_round: ConsultationRound, age_band: str, area: Area | None, at: datetime) -> None:
    """Keeps what somebody said of themselves, and nothing of who that is; of who said nothing, nothing."""
    refuse_if(refusal_to_say_who(consultation_round, at))
    if age_band or area is not None:
        # Without an entry in the audit trail: that would say at which moment, and by whom.
        ReachAnswer.objects.create(
            consultation_round=consultation_round, age_band=age_band, area=area, given_on=timezone.localtime(at).date()
        )


@transaction.atomic
def set_population(*, figures: Sequence[Figure], counted_on: date, source: str, by: Any, at: datetime) -> int:
    """All of them or none; a figure of the same day is replaced."""
    for one in figures:
        PopulationFigure.objects.update_or_create(
            age_band=one.age_band,
            area=one.area,
            counted_on=counted_on,
            defaults={"number": one.number, "source": source},
        )
    record(act="population_set", about=counted_on, by=by, at=at, figures=len(figures), source=source)
    return len(figures)
