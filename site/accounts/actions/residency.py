from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import BirthDate, Residency, User
from accounts.residency_rules import TERM, refusal_to_keep_residency, years_before
from base.actions.audit_entry import record
from base.models import Area
from base.refusal import refuse_if


@transaction.atomic
def note_residency(*, person: User, born_on: date, area: Area, by: Any, at: datetime) -> Residency:
    """Somebody showed at the desk who they are and where they live. The audit entry holds neither birth date nor place."""
    today = timezone.localdate(at)
    person = User.objects.select_for_update().get(pk=person.pk)
    refuse_if(refusal_to_keep_residency(by, person, born_on, today))
    _end(person, at)
    residency = Residency.objects.create(
        person=person, area=area, verified_on=today, expires_on=years_before(today, -TERM)
    )
    BirthDate.objects.create(residency=residency, born_on=born_on)
    record(act="residency_noted", about=f"person {person.key}", by=by, at=at, how=residency.how)
    return residency


@transaction.atomic
def forget_birth_dates(*, at: datetime) -> int:
    """Nobody keeps a birth date for longer than it is used; how many went."""
    expired = BirthDate.objects.filter(residency__expires_on__lte=timezone.localdate(at))
    forgotten, _per_model = expired.delete()
    if forgotten:
        record(act="birth_dates_forgotten", about="residencies", by=None, at=at, number=forgotten)
    return forgotten


@transaction.atomic
def end_residency(*, person: User, by: Any, at: datetime) -> None:
    """Takes the birth date away; that they were verified, and until when, stays for who asks about a roll."""
    person = User.objects.select_for_update().get(pk=person.pk)
    if _end(person, at):
        record(act="residency_ended", about=f"person {person.key}", by=by, at=at)


def _end(person: User, at: datetime) -> int:
    BirthDate.objects.filter(residency__person=person).delete()
    return Residency.objects.filter(person=person, ended_at__isnull=True).update(ended_at=at)
