from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from base.actions.audit_entry import record
from base.refusal import Refusal, refuse_if
from participation.models import ConsultationRound, Incident
from participation.rules import refusal_to_lead_count


@transaction.atomic
def enter_incident(
    *,
    consultation_round: ConsultationRound,
    happened_at: datetime,
    what: str,
    done: str,
    by: Any,
    at: datetime,
    corrects: Incident | None = None,
) -> Incident:
    """Writes down what went otherwise than it should, and what was done about it. Everybody reads it in the record of the vote;
    a mistake is corrected by a new one, once.
    """
    refuse_if(refusal_to_lead_count(by))
    if not (what.strip() and done.strip()):
        raise Refusal(_("Say what happened, and what was done about it."))
    if happened_at > at:
        raise Refusal(_("That moment lies ahead. Give the moment at which it happened."))
    if corrects is not None:
        # Two corrections at once wait for each other here.
        corrects = Incident.objects.select_for_update().get(pk=corrects.pk)
        if (
            corrects.consultation_round_id != consultation_round.pk
            or Incident.objects.filter(corrects=corrects).exists()
        ):
            raise Refusal(_("This was corrected already. Correct the correction."))
    incident = Incident.objects.create(
        consultation_round=consultation_round,
        happened_at=happened_at,
        what=what.strip(),
        done=done.strip(),
        corrects=corrects,
        entered_by=by,
        entered_at=at,
    )
    record(act="incident_entered", about=consultation_round.reference, by=by, at=at, incident=incident.pk)
    return incident
