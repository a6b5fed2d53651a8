from datetime import date, datetime
from typing import Any, NamedTuple

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from accounts.human import human_digests, question_who_it_is, refusal_of_spelling
from accounts.models import BirthDate, Residency, User
from accounts.queries.residency import human_at_desk
from accounts.residency_rules import TERM, refusal_to_keep_residency, years_before
from base.actions.audit_entry import record
from base.models import Area
from base.refusal import Refusal, refuse_if


class Noted(NamedTuple):
    residency: Residency
    # Whose account it was until now, where the same human had another.
    taken_from: User | None


@sensitive_variables()
@transaction.atomic
def note_residency(
    *,
    person: User,
    given_name: str,
    surname: str,
    born_on: date,
    area: Area,
    by: Any,
    at: datetime,
    who: int | None = None,
) -> Noted:
    """Somebody showed at the desk who they are and where they live. The audit entry holds neither name, birth date nor place.

    `who` answers the question that is asked where another account has this name and date of birth: the `namesake` of who it is, or
    SOMEBODY_ELSE.
    """
    today = timezone.localdate(at)
    person = User.objects.select_for_update().get(pk=person.pk)
    refuse_if(
        refusal_to_keep_residency(by, person, born_on, today)
        or refusal_of_spelling(given_name)
        or refusal_of_spelling(surname)
    )
    name: dict[str, Any] = {"given_name": given_name, "surname": surname, "born_on": born_on}
    # In one order, so that two desks that move one human to and fro do not wait for each other.
    concerned = Residency.objects.filter(Q(person=person) | Q(human_digest__in=human_digests(**name)))
    list(concerned.select_for_update().order_by("pk"))
    human = human_at_desk(person=person, **name)
    number = human.number(who)
    if number is None:
        raise Refusal(question_who_it_is())
    _end(person, at)
    other = human.others.get(number)
    taken_from = other.person if other is not None and _end(other.person, at) else None
    try:
        with transaction.atomic():
            residency = Residency.objects.create(
                person=person,
                area=area,
                verified_on=today,
                expires_on=years_before(today, -TERM),
                human_digest=human.digest,
                namesake=number,
            )
    except IntegrityError:
        # Another desk noted them at this moment with another account; the database let one of the two through.
        raise Refusal(question_who_it_is()) from None
    BirthDate.objects.create(residency=residency, born_on=born_on)
    if taken_from is not None:
        record(act="residency_ended", about=f"person {taken_from.key}", by=by, at=at, because="other_account")
    record(act="residency_noted", about=f"person {person.key}", by=by, at=at, how=residency.how)
    return Noted(residency, taken_from)


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
