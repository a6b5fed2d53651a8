from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from base import characters
from base.actions.audit_entry import record
from base.actions.reference import allot_reference, show_reference
from base.enums import ReferenceKind
from base.models import Reference
from base.refusal import refuse_if
from participation.actions.draft import settle_draft
from participation.enums import PhaseKind
from participation.models import ConsultationRound, Draft
from proposals.actions.attachment import hand_over, keep_with_reference
from proposals.enums import ViewChannel
from proposals.models import Attachment, FormalView, ViewSender
from proposals.rules import (
    READ_VIEWS,
    refusal_of_record,
    refusal_of_view,
    refusal_to_read_sender,
    refusal_to_record,
    timing_of,
    views_by_client,
)


@dataclass(frozen=True)
class Sender:
    name: str
    address: str
    mail: str = ""


@transaction.atomic
def hand_in_view(
    *,
    draft: Draft,
    text: str,
    sender: Sender,
    remark: str,
    language: str,
    by: Any,
    client: str,
    at: datetime,
) -> FormalView:
    """Takes somebody's formal view, early and late ones too. The same draft sent twice is one view.

    However many come from one address, none is refused for it: that could make it late. What is over the limit is marked.
    """
    draft = Draft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
    if draft.became_id is not None:
        return FormalView.objects.get(reference=draft.became_id)
    consultation_round = ConsultationRound.objects.with_phases().get(pk=draft.consultation_round_id)
    refuse_if(refusal_of_view(consultation_round, at))
    view = _register(
        FormalView(
            consultation_round=consultation_round,
            text=text,
            language=language,
            received_at=at,
            registered_at=at,
            timing=timing_of(consultation_round, at),
            remark=remark.strip(),
            is_over_limit=not views_by_client().count(client, at=at),
        ),
        sender=sender,
        person=by if by.is_authenticated else None,
        by=None,
    )
    hand_over(draft=draft, reference=view.reference)
    settle_draft(draft=draft, became=view.reference)
    return view


@transaction.atomic
def record_view(
    *,
    consultation_round: ConsultationRound,
    channel: ViewChannel,
    text: str,
    sender: Sender,
    received_at: datetime,
    language: str,
    by: Any,
    at: datetime,
    posted_on: date | None = None,
    came_to: str = "",
    remark: str = "",
    scan: tuple[str, bytes] | None = None,
) -> FormalView:
    """Writes down a view that came on paper, by mail or was spoken. Out of term or wrongly addressed it needs the reason,
    and is registered all the same. `scan` is the name and the bytes of the paper."""
    refuse_if(refusal_to_record(by))
    refuse_if(refusal_of_view(consultation_round, received_at))
    came_to = came_to.strip()
    timing = timing_of(consultation_round, received_at, posted_on)
    refuse_if(refusal_of_record(timing=timing, came_to=came_to, remark=remark, received_at=received_at, at=at))
    view = _register(
        FormalView(
            consultation_round=consultation_round,
            channel=channel,
            text=text,
            language=language,
            received_at=received_at,
            registered_at=at,
            timing=timing,
            posted_on=posted_on,
            came_to=came_to,
            remark=remark.strip(),
            registered_by=by,
        ),
        sender=sender,
        person=None,
        by=by,
    )
    if scan is not None:
        name, data = scan
        keep_with_reference(
            reference=view.reference, name=name, data=data, description=_("What was handed in"), by=by, at=at
        )
    return view


def _register(view: FormalView, *, sender: Sender, person: Any, by: Any) -> FormalView:
    is_whole = not any(characters.is_blank(words) for words in (view.text, sender.name, sender.address))
    refuse_if("" if is_whole else _("A formal view has words, a name and an address."))
    view.reference = allot_reference(kind=ReferenceKind.FORMAL_VIEW, at=view.registered_at)
    # Its number leads nowhere: it is not published.
    show_reference(reference=view.reference, is_public=False)
    view.text = view.text.strip()
    view.save()
    ViewSender.objects.create(
        formal_view=view,
        name=sender.name.strip(),
        address=sender.address.strip(),
        mail=sender.mail.strip().lower(),
        person=person,
    )
    # Who sent it is in no audit entry.
    record(
        act="formal_view_registered",
        about=view.reference,
        by=by,
        at=view.registered_at,
        consultation_round=view.consultation_round.reference.string,
        channel=str(view.channel),
        timing=str(view.timing),
    )
    return view


@transaction.atomic
def read_sender(*, formal_view: FormalView, by: Any, at: datetime) -> ViewSender | None:
    """Who sent it, for the clerk; that they looked stays in the audit trail. Nobody once it was forgotten."""
    refuse_if(refusal_to_read_sender(by))
    record(act="formal_view_sender_read", about=formal_view.reference, by=by, at=at)
    return ViewSender.objects.filter(formal_view=formal_view).first()


def may_open_file(*, reference: Reference, by: Any, at: datetime) -> bool:
    """Of a formal view. The scan of a paper says who sent it: opening that is reading the sender."""
    view = FormalView.objects.filter(reference=reference).first()
    if view is None or not by.has_perm(READ_VIEWS):
        return False
    if view.channel == ViewChannel.WEB:
        return True
    if refusal_to_read_sender(by):
        return False
    read_sender(formal_view=view, by=by, at=at)
    return True


@transaction.atomic
def forget_senders(*, by: Any, at: datetime) -> int:
    """Forgets who sent formal views whose term ended, and which came, long enough ago. Returns how many."""
    before = at - timedelta(days=settings.FORMAL_VIEW["forget_senders_days"])
    over = (
        ConsultationRound.objects.filter(phases__kind=PhaseKind.DISCUSS)
        .annotate(over_at=Max("phases__ends_at"))
        .filter(over_at__lt=before)
    )
    old = ViewSender.objects.filter(formal_view__consultation_round__in=over, formal_view__received_at__lt=before)
    # The paper bears name and address; what a web form took along is part of the view.
    of_paper = FormalView.objects.filter(sender__in=old).exclude(channel=ViewChannel.WEB)
    for scan in Attachment.objects.filter(reference__in=of_paper.values("reference")):
        scan.delete()
    forgotten, _per_model = old.delete()
    if forgotten:
        record(act="formal_view_senders_forgotten", about="formal views", by=by, at=at, forgotten=forgotten)
    return forgotten
