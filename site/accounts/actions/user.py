from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions.residency import end_residency
from accounts.enums import Role
from accounts.models import User
from accounts.rules import refusal_of_name
from base.actions.audit_entry import record
from base.refusal import refuse_if


@transaction.atomic
def create_account(
    *,
    email: str,
    display_name: str,
    by: Any,
    at: datetime,
    roles: Collection[str] = (),
    is_active: bool = True,
    is_minor: bool = False,
) -> User:
    """A new person, who is a resident whatever else they are. `roles` are names of groups."""
    name = clean_name(display_name)
    refuse_if(refusal_of_name(name) or _refusal_of_twin(email, name))
    person = User.objects.create_user(
        email, name, is_active=is_active, date_joined=at, minor_said_on=_today(at) if is_minor else None
    )
    _set_roles(person, roles)
    record(act="account_created", about=f"person {person.key}", by=by or person, at=at, roles=sorted(roles))
    return person


@transaction.atomic
def change_account(
    *,
    person: User,
    email: str,
    display_name: str,
    roles: Collection[str],
    is_active: bool,
    by: Any,
    at: datetime,
) -> User:
    """What an administrator may change of a person. A new address ends their sessions: who reads it is somebody else."""
    name = clean_name(display_name)
    person = User.objects.select_for_update().get(pk=person.pk)
    refuse_if(refusal_of_name(name) or _refusal_of_twin(email, name, besides=person))
    had, wanted = set(person.groups.values_list("name", flat=True)), {Role.RESIDENT.value, *roles}
    changed = [
        field
        for field, before, after in (
            ("email", person.email, email.strip().lower()),
            ("display_name", person.display_name, name),
            ("is_active", person.is_active, is_active),
        )
        if before != after
    ]
    person.email, person.display_name, person.is_active = email, name, is_active
    if "email" in changed:
        # Django ties sessions to the password's digest; a fresh unusable one makes the old ones void.
        person.set_unusable_password()
    person.save()
    _set_roles(person, wanted)
    if not is_active:
        end_residency(person=person, by=by, at=at)
    record(
        act="account_changed",
        about=f"person {person.key}",
        by=by,
        at=at,
        changed=changed,
        given=sorted(wanted - had),
        taken=sorted(had - wanted),
    )
    return person


@transaction.atomic
def change_display_name(
    *, person: User, display_name: str, by: Any, at: datetime, is_minor: bool | None = None
) -> User:
    """With whether somebody is under 18, where they were asked: the day on which they first said so is kept."""
    name = clean_name(display_name)
    person = User.objects.select_for_update().get(pk=person.pk)
    refuse_if(refusal_of_name(name) or _refusal_of_twin(person.email, name, besides=person))
    if person.display_name != name:
        person.display_name = name
        person.save(update_fields=["display_name"])
        record(act="display_name_changed", about=f"person {person.key}", by=by, at=at)
    if is_minor is not None and is_minor != (person.minor_said_on is not None):
        person.minor_said_on = _today(at) if is_minor else None
        person.save(update_fields=["minor_said_on"])
        record(act="said_whether_minor", about=f"person {person.key}", by=by, at=at)
    return person


@transaction.atomic
def give_role(*, person: User, role: str, by: Any, at: datetime) -> None:
    """Adds one role to those that somebody has."""
    if not person.groups.filter(name=role).exists():
        person.groups.add(Group.objects.get_or_create(name=role)[0])
        record(act="role_given", about=f"person {person.key}", by=by, at=at, role=role)


@transaction.atomic
def take_role(*, person: User, role: str, by: Any, at: datetime) -> None:
    """Takes one role away and leaves the others."""
    groups = person.groups.filter(name=role)
    if groups.exists():
        person.groups.remove(*groups)
        record(act="role_taken", about=f"person {person.key}", by=by, at=at, role=role)


def _today(at: datetime) -> date:
    return timezone.localtime(at).date()


def clean_name(display_name: str) -> str:
    return " ".join(display_name.split())


def _refusal_of_twin(email: str, display_name: str, besides: User | None = None) -> str:
    """The constraint of the database says the same; here it is said in words."""
    twins = User.objects.at_address(email).filter(display_name__iexact=display_name)
    if besides is not None:
        twins = twins.exclude(pk=besides.pk)
    if twins.exists():
        return _(
            "Somebody at this mail address has this name already. If that is you, go back and choose it; otherwise take another name."
        )
    return ""


def _set_roles(person: User, roles: Collection[str]) -> None:
    # Whoever has a task at the city is a resident too.
    groups = [Group.objects.get_or_create(name=name)[0] for name in sorted({Role.RESIDENT, *roles})]
    person.groups.set(groups)
