"""What takes two people, wherever it is asked: whether two accounts are two."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _


def share_mailbox(one: Any, other: Any) -> bool:
    """Whoever reads a mailbox signs in with every account at it."""
    return one.email != "" and one.email == other.email


def accounts_of(person: Any) -> QuerySet[Any]:
    """Theirs, and the others at their mail address."""
    return get_user_model().objects.filter(Q(pk=person.pk) | Q(email=person.email) & ~Q(email=""))


def refusal_of_same(first: Any, person: Any, alone: str) -> str:
    """Why `person` is no second beside `first`: `alone` where it is the same account, or nobody was first."""
    if first is None or first.pk == person.pk:
        return alone
    if share_mailbox(first, person):
        return _(
            "You and %(first)s have the same mail address, and whoever reads it can sign in as both: for this you are one person. Ask somebody with a mail address of their own."
        ) % {"first": first}
    return ""


def mailbox_shared(one: str, other: str) -> str:
    """SQL: whether two keys are of two accounts at one mail address. `one` and `other` are SQL for a key."""
    return (
        "EXISTS (SELECT 1 FROM accounts_user one JOIN accounts_user other ON one.email = other.email"  # noqa: S608 - our own words alone
        f" WHERE one.id = {one} AND other.id = {other} AND one.id <> other.id AND one.email <> '')"
    )
