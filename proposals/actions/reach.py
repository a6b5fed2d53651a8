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
from proposals.rules import reach_by_client, refusal_of_reach, refusal_to_say_who, refusal_to_set_population


@dataclass(frozen=True)
class Figure:
    """How many people there are of an age, or in an area."""

    number: int
    age_band: str = ""
    area: Area | None = None


@transaction.atomic
def say_who(
    *, consultation_round: ConsultationRound, age_band: str, area: Area | None, client: str, at: datetime
) -> None:
    """Keeps what somebody said of themselves, and nothing of who that is; of who said nothing, nothing."""
    refuse_if(refusal_to_say_who(consultation_round, at))
    if age_band or area is not None:
        refuse_if(refusal_of_reach(reach_by_client().count(client, at=at), at))
        # Without an entry in the audit trail: that would say at which moment, and by whom.
        ReachAnswer.objects.create(
            consultation_round=consultation_round, age_band=age_band, area=area, given_on=timezone.localtime(at).date()
        )


@transaction.atomic
def set_population(*, figures: Sequence[Figure], counted_on: date, source: str, by: Any, at: datetime) -> int:
    """All of them or none. Of figures of one day the newest hold; the dossier of a round that is closed keeps the older ones."""
    refuse_if(refusal_to_set_population(by))
    PopulationFigure.objects.bulk_create(
        PopulationFigure(
            age_band=one.age_band,
            area=one.area,
            number=one.number,
            counted_on=counted_on,
            source=source,
            entered_at=at,
        )
        for one in figures
    )
    record(act="population_set", about=counted_on, by=by, at=at, figures=len(figures), source=source)
    return len(figures)
