from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from base.actions.audit_entry import record
from base.models import Area
from base.refusal import Refusal, refuse_if
from participation.models import ConsultationRound
from proposals.models import PopulationFigure, ReachAnswer
from proposals.queries.reach import is_day_used
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
    """All of them or none; a figure of the same day is replaced, until it stands in the dossier of a closed round."""
    refuse_if(refusal_to_set_population(by))
    is_used = is_day_used(counted_on, at)
    for one in figures:
        same = PopulationFigure.objects.filter(age_band=one.age_band, area=one.area, counted_on=counted_on)
        if is_used and same.exists():
            raise Refusal(
                _(
                    "There is a figure of that day already, and the dossier of a closed round shows it. Enter the new figures under another day."
                )
            )
        PopulationFigure.objects.update_or_create(
            age_band=one.age_band,
            area=one.area,
            counted_on=counted_on,
            defaults={"number": one.number, "source": source},
        )
    record(act="population_set", about=counted_on, by=by, at=at, figures=len(figures), source=source)
    return len(figures)
