from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from base import characters
from base.actions.audit_entry import record
from base.refusal import refuse_if
from participation.enums import Ground
from participation.models import Comment, Report, Subject
from participation.models.about import of, subject_of
from participation.moderation_rules import refusal_of_reporter, refusal_to_report, reports_by_client


@transaction.atomic
def submit_report(
    *,
    target: Subject | Comment,
    ground: str,
    why: str,
    address: str,
    name: str,
    mail: str,
    in_good_faith: bool,
    language: str,
    by: Any,
    client: str,
    at: datetime,
) -> Report:
    """Anybody's word that something should not stand there. The same words of the same person twice are one report.

    Who reported stands in no audit entry: they need not fear whom they report.
    """
    refuse_if(refusal_to_report(target))
    complete = ground in Ground.values[1:] and not characters.is_blank(why) and in_good_faith
    refuse_if("" if complete else _("Choose a ground, say why, and that you report this in good faith."))
    refuse_if(refusal_of_reporter(reports_by_client().count(client, at=at), at))
    person = by if by.is_authenticated else None
    mail = mail.strip().lower()
    who = f"person {person.pk}" if person else mail or client
    said = "\0".join([target._meta.model_name or "", str(target.pk), who, ground, why.strip()])
    report, is_new = Report.objects.get_or_create(
        digest=salted_hmac("participation.report", said, algorithm="sha256").hexdigest(),
        ruling=None,
        defaults={
            **of(target),
            "ground": ground,
            "why": why.strip(),
            "address": address[:500],
            "name": name.strip(),
            "mail": mail,
            "in_good_faith": in_good_faith,
            "person": person,
            "language": language,
            "received_at": at,
        },
    )
    if is_new:
        about = subject_of(target)
        record(act="report_received", about=about.reference, by=None, at=at, report=report.pk, ground=ground)
    return report


@transaction.atomic
def forget_reporters(*, by: Any, at: datetime) -> int:
    """Takes name, mail address and account from reports of long ago on which was ruled. Returns how many."""
    term = timedelta(days=settings.MODERATION["forget_reporters_days"])
    old = Report.objects.filter(received_at__lt=at - term, ruling__isnull=False)
    old = old.exclude(name="", mail="", person__isnull=True)
    forgotten = old.update(name="", mail="", person=None)
    if forgotten:
        record(act="reporters_forgotten", about="reports", by=by, at=at, forgotten=forgotten)
    return forgotten
