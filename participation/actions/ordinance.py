from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from base.actions.audit_entry import record
from base.refusal import refuse_if
from participation.enums import PERMITTED, Act
from participation.life_enums import InadmissibleGround
from participation.models import ConsultationRound, Ordinance, OrdinanceEnd, Subject
from participation.queries.ordinance import newest_ordinance
from participation.round_plan import supports_needed

SET_ORDINANCE = "participation.add_ordinance"


@dataclass(frozen=True)
class OrdinanceText:
    """What it lays down. Of the support a number, or a `share` (percent) of a population with at most `most`; terms in weeks."""

    instrument: str
    name: str
    url: str
    applies_from: date
    body: str
    who: str
    decision_weeks: int
    grounds: Sequence[str]
    youngest: int | None = None
    takes_organisations: bool = False
    needed: int | None = None
    share: Decimal | None = None
    population: int | None = None
    population_on: date | None = None
    most: int | None = None
    collecting_weeks: int | None = None
    admission_weeks: int | None = None
    extension_weeks: int | None = None


@transaction.atomic
def record_ordinance(*, consultation_round: ConsultationRound, text: OrdinanceText, by: Any, at: datetime) -> Ordinance:
    """Lays down what holds in a round from a day on. What was begun before keeps its terms."""
    refuse_if("" if by.has_perm(SET_ORDINANCE) else _("Only the clerk records what an ordinance lays down."))
    held = ConsultationRound.objects.select_for_update().get(pk=consultation_round.pk)
    refuse_if(refusal_of_ordinance(held, text))
    given = vars(text) | {"grounds": list(text.grounds)}
    if text.share is not None:
        by_share = supports_needed(text.share, text.population) or 1
        given["needed"] = min(by_share, text.most or by_share)
    ordinance = Ordinance.objects.create(
        consultation_round=held, recorded_at=at, by=by if getattr(by, "pk", None) else None, **given
    )
    record(
        act="ordinance_recorded",
        about=held.reference,
        by=by,
        at=at,
        ordinance=ordinance.pk,
        applies_from=text.applies_from.isoformat(),
    )
    return ordinance


@transaction.atomic
def end_ordinance(*, ordinance: Ordinance, ends_from: date | None, reason: str, by: Any, at: datetime) -> OrdinanceEnd:
    """Lets an ordinance apply no more from a day on; without a day takes back what was recorded by mistake."""
    refuse_if("" if by.has_perm(SET_ORDINANCE) else _("Only the clerk records what an ordinance lays down."))
    # Whoever begins something in the round at this moment is waited for.
    ConsultationRound.objects.select_for_update().get(pk=ordinance.consultation_round_id)
    refuse_if(_refusal_of_end(ordinance, ends_from, reason, at))
    end = OrdinanceEnd.objects.create(
        ordinance=ordinance,
        ends_from=ends_from,
        reason=reason.strip(),
        at=at,
        by=by if getattr(by, "pk", None) else None,
    )
    record(
        act="ordinance_ended" if ends_from is not None else "ordinance_taken_back",
        about=ordinance.consultation_round.reference,
        by=by,
        at=at,
        ordinance=ordinance.pk,
        ends_from=ends_from.isoformat() if ends_from is not None else "",
    )
    return end


def _refusal_of_end(ordinance: Ordinance, ends_from: date | None, reason: str, at: datetime) -> str:
    if OrdinanceEnd.objects.filter(ordinance=ordinance).exists():
        return _("This ordinance was ended or taken back already.")
    if not reason.strip():
        return _("Say why it ends or is taken back.")
    begun = Subject.objects.filter(ordinance=ordinance).select_related("reference").first()
    if ends_from is None and begun is not None:
        return _(
            "A request began under it, %(request)s, so it is not taken back. Let it end from a day on: what was begun keeps its terms."
        ) % {"request": begun.reference.string}
    if ends_from is None:
        return ""
    if ends_from <= ordinance.applies_from:
        return _("On that day it did not apply yet. Leave the day empty to take it back.")
    if ends_from < timezone.localtime(at).date():
        return _("That day has passed, and what began since began under it. Choose today or a later day.")
    return ""


def refusal_of_ordinance(consultation_round: ConsultationRound, text: OrdinanceText) -> str:
    if not consultation_round.is_standing or consultation_round.method:
        return _("Choose a standing round without a vote: a request has its own terms, and is decided on by itself.")
    known = newest_ordinance(consultation_round)
    if known is not None and known.instrument != text.instrument:
        return _("This round is for: %(instrument)s. Make another round beside it.") % {
            "instrument": known.get_instrument_display()
        }
    if text.needed is not None and text.share is not None:
        return _("Give a number of supporters or a share of a population, and not both.")
    if text.needed == 0:
        return _("No number of supporters is an empty box, and not 0.")
    of_share = [one is not None for one in (text.share, text.population, text.population_on)]
    if text.share is not None and not 0 < text.share <= 100:
        return _("A share is more than 0 and at most 100 percent.")
    if any(of_share) and not all(of_share):
        return _("A share is of a population on a day: give all three.")
    if text.most is not None and text.share is None:
        return _("A largest number belongs to a share.")
    if not text.grounds or not set(text.grounds) <= set(InadmissibleGround.values):
        return _("Choose at least one ground on which a request is not admissible.")
    needs_support = text.needed is not None or text.share is not None
    if needs_support and not any(Act.SUPPORT in PERMITTED[phase.kind] for phase in consultation_round.phases.all()):
        return _("This round has no phase in which people support: an editor adds it first.")
    return ""
