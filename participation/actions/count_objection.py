from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from base import characters
from base.actions.audit_entry import record
from base.refusal import Refusal, refuse_if
from participation.actions.ballot import hold_paper
from participation.certification_rules import (
    objections_by_client,
    refusal_of_many_objections,
    refusal_to_object,
    refusal_to_rule_on,
)
from participation.letter_tasks import tell_of_objection
from participation.models import ConsultationRound, CountObjection, ObjectionSender
from participation.queries.tally_sheet import newest_sheet
from participation.rules import refusal_to_lead_count
from participation.voting_enums import ObjectionRuling


@dataclass(frozen=True)
class Objector:
    name: str
    address: str
    mail: str = ""


@transaction.atomic
def object_to_count(
    *,
    consultation_round: ConsultationRound,
    text: str,
    sender: Objector,
    language: str,
    by: Any,
    at: datetime,
    client: str = "",
) -> CountObjection:
    """Takes what somebody has against the count, whether or not they voted. The same from the same person is one objection.
    `client` is the network address that it came from, of which many in an hour are refused; nothing where staff enter it.
    """
    # Of a certificate and an objection at the same time one comes first.
    locked = hold_paper(consultation_round=consultation_round)
    refuse_if(refusal_to_object(locked, newest_sheet(locked), at))
    if any(characters.is_blank(words) for words in (text, sender.name, sender.address)):
        raise Refusal(_("An objection has words, a name and an address."))
    who = {"name": sender.name.strip(), "address": sender.address.strip(), "mail": sender.mail.strip().lower()}
    about = CountObjection.objects.filter(consultation_round=locked)
    known = about.filter(text=text.strip(), sender__name=who["name"], sender__address=who["address"]).first()
    if known is not None:
        return known
    if client:
        refuse_if(refusal_of_many_objections(objections_by_client().count(client, at=at), at))
    objection = CountObjection.objects.create(
        consultation_round=locked,
        number=about.count() + 1,
        text=text.strip(),
        language=language,
        received_at=at,
    )
    ObjectionSender.objects.create(objection=objection, person=by if by.is_authenticated else None, **who)
    # Who objects is in no audit entry.
    record(act="count_objected_to", about=locked.reference, by=None, at=at, number=objection.number)
    transaction.on_commit(lambda: tell_of_objection.enqueue(objection.pk), robust=True)
    return objection


@transaction.atomic
def rule_on_objections(*, objections: Iterable[CountObjection], **said: Any) -> list[CountObjection]:
    """The same ruling on each, in one act: on all or on none."""
    return [rule_on_objection(objection=one, **said) for one in objections]


@transaction.atomic
def rule_on_objection(
    *, objection: CountObjection, ruling: ObjectionRuling, gist: str, ground: str, by: Any, at: datetime
) -> CountObjection:
    """Says what becomes of an objection and why: once, and anew only as long as one that was found right waits for a count that
    differs. `gist` says without names what it is about; both are public.
    """
    refuse_if(refusal_to_lead_count(by))
    objection = CountObjection.objects.select_for_update().get(pk=objection.pk)
    refuse_if(refusal_to_rule_on(objection))
    if not (gist.strip() and ground.strip()):
        raise Refusal(
            _("Say in a sentence, without names, what the objection is about, and why you rule so. Everybody reads it.")
        )
    objection.ruling, objection.gist, objection.ground = ruling, gist.strip(), ground.strip()
    objection.ruled_at, objection.ruled_by = at, by
    objection.save(update_fields=["ruling", "gist", "ground", "ruled_at", "ruled_by"])
    about = objection.consultation_round.reference
    record(act="objection_ruled_on", about=about, by=by, at=at, number=objection.number, ruling=str(ruling))
    transaction.on_commit(lambda: tell_of_objection.enqueue(objection.pk), robust=True)
    return objection


@transaction.atomic
def read_objector(*, objection: CountObjection, by: Any, at: datetime) -> ObjectionSender | None:
    """Who objects, for the clerk; that they looked stays in the audit trail. Nobody once it was forgotten."""
    refuse_if(refusal_to_lead_count(by))
    record(act="objector_read", about=objection.consultation_round.reference, by=by, at=at, number=objection.number)
    return ObjectionSender.objects.filter(objection=objection).first()


@transaction.atomic
def forget_objectors(*, by: Any, at: datetime) -> int:
    """Forgets who objected to counts, some time after the ruling. Returns how many."""
    before = at - timedelta(days=settings.FORMAL_VIEW["forget_senders_days"])
    forgotten, _per_model = ObjectionSender.objects.filter(objection__ruled_at__lt=before).delete()
    if forgotten:
        record(act="objectors_forgotten", about="objections to counts", by=by, at=at, forgotten=forgotten)
    return forgotten
