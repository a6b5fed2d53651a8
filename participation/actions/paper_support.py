"""Signed lists of support. They are added to what was counted elsewhere: nobody can tell who of them supports here too."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from base.actions.audit_entry import record
from base.refusal import refuse_if
from participation.actions.entry import keep_scan
from participation.actions.support import reach_threshold
from participation.entry_rules import (
    CountedAlready,
    refusal_of_list,
    refusal_of_scan,
    refusal_to_correct_list,
    refusal_to_count_list,
    stands_already,
)
from participation.models import PaperSupport, Subject


@transaction.atomic
def count_paper_support(
    *,
    subject: Subject,
    signatures: int,
    checked: int,
    received_at: datetime,
    reason: str,
    by: Any,
    at: datetime,
    scan: bytes = b"",
    is_another: bool = False,
) -> PaperSupport:
    """Counts a signed list for a proposal. It may reach its threshold by it.

    Raises CountedAlready where a list of that day with as many signatures stands, and nobody said that this `is_another`.
    """
    subject = _held(subject)
    refuse_if(refusal_to_count_list(by, subject, received_at, at))
    found = PaperSupport(
        subject=subject, signatures=signatures, checked=checked, received_at=received_at, reason=reason.strip()
    )
    if sentence := "" if is_another else stands_already(found):
        raise CountedAlready(sentence)
    return _counted(found, 0, scan, by, at)


@transaction.atomic
def correct_paper_support(
    *, replaces: PaperSupport, signatures: int, checked: int, reason: str, by: Any, at: datetime
) -> PaperSupport:
    """Counts a list anew, in the place of a row that was wrong. A threshold that was reached stays reached."""
    subject = _held(replaces.subject)
    refuse_if(refusal_to_correct_list(by, PaperSupport.objects.get(pk=replaces.pk)))
    found = PaperSupport(
        subject=subject,
        reason=reason.strip(),
        signatures=signatures,
        checked=checked,
        received_at=replaces.received_at,
        scan=replaces.scan,
        replaces=replaces,
    )
    return _counted(found, replaces.checked, b"", by, at)


def _held(subject: Subject) -> Subject:
    """As it is now, held together with what it became part of."""
    merged_into = Subject.objects.filter(pk=subject.pk).values("merged_into")
    rows = Subject.objects.filter(pk=subject.pk) | Subject.objects.filter(pk__in=merged_into)
    held = {one.pk: one for one in rows.select_for_update(of=("self",)).order_by("pk")}
    return held[subject.pk]


def _counted(found: PaperSupport, before: int, scan: bytes, by: Any, at: datetime) -> PaperSupport:
    refuse_if(refusal_of_list(found.signatures, found.checked))
    refuse_if("" if found.reason else _("Say how it was checked, or what was wrong."))
    subject = found.subject
    found.by, found.at = by, at
    if scan:
        found.scan = keep_scan(data=scan, at=at, subject=subject)
        refuse_if(refusal_of_scan(subject, found.scan.sha256))
    found.save()
    whole = subject.merged_into or subject
    Subject.objects.filter(pk__in={subject.pk, whole.pk}).update(
        earlier_supports=F("earlier_supports") + (found.checked - before)
    )
    record(
        act="paper_support_corrected" if found.replaces_id else "paper_support_counted",
        about=subject.reference,
        by=by,
        at=at,
        signatures=found.signatures,
        checked=found.checked,
        before=before,
        scan=found.scan.sha256 if found.scan else "",
    )
    reach_threshold(subject=whole, at=at, counted_at=found.received_at)
    return found
