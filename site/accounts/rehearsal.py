"""A rehearsal: the site as it will be at a moment and as somebody sees it, for staff, with nothing written.

A signed link begins it; a cookie of the browser keeps it, until it is stopped or an hour is over.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import NAMESPACE_OID, UUID, uuid5

from django.core import signing
from django.http import HttpRequest
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role

COOKIE, SALT = "rehearsal", "accounts.rehearsal"
LINK_LASTS, LASTS = 7 * 24 * 60 * 60, 60 * 60
VISITOR, LETTER, OFF_ROLL = "visitor", "letter", "off-roll"
ROLES = [
    (VISITOR, _("visitor")),
    (Role.RESIDENT.value, _("resident, on the roll where a vote has one")),
    (OFF_ROLL, _("resident who is not on the roll of a vote")),
    (LETTER, _("somebody with the letter of a vote")),
    *((role.value, role.label) for role in Role if role not in (Role.RESIDENT, Role.PARTY_REPRESENTATIVE)),
]
# What no right of the site is needed for.
ANYBODY = frozenset({VISITOR, LETTER, OFF_ROLL, Role.RESIDENT.value})


View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True)
class Rehearsal:
    """`draft` is the key of a page that is shown as if its newest draft were published; 0 where everything is as it is."""

    at: datetime
    role: str
    path: str = "/"
    draft: int = 0

    @property
    def role_label(self) -> str:
        return str(dict(ROLES).get(self.role, ""))

    @property
    def account_role(self) -> str:
        """Of the account that is seen; empty where there is none."""
        return {VISITOR: "", LETTER: "", OFF_ROLL: Role.RESIDENT.value}.get(self.role, self.role)

    @property
    def person_key(self) -> UUID:
        """Of who is seen: the same at each of its requests."""
        return uuid5(NAMESPACE_OID, repr(self))


def rehearsed(view: View) -> View:
    """Marks a view that knows of rehearsals: what is sent to it goes through, and it stores none of that."""
    view.rehearsed = True  # type: ignore[attr-defined]
    return view


def is_rehearsal(request: HttpRequest) -> bool:
    return hasattr(request, "rehearsal")


def signed(rehearsal: Rehearsal) -> str:
    return signing.dumps(asdict(rehearsal) | {"at": rehearsal.at.isoformat()}, salt=SALT, compress=True)


def rehearsal_path(*, at: datetime, role: str, path: str, draft: int = 0) -> str:
    return reverse("rehearsal", args=[signed(Rehearsal(at, role, path, draft))])


def read(token: str, lasts: int) -> Rehearsal | None:
    try:
        said = signing.loads(token, salt=SALT, max_age=lasts)
    except signing.BadSignature:
        return None
    at = parse_datetime(said["at"])
    return Rehearsal(at, said["role"], said["path"], said.get("draft", 0)) if at is not None else None


def may_rehearse(person: Any, role: str) -> bool:
    """Staff; and as somebody who reads what the public does not, only who has that role, or every right."""
    if not person.is_authenticated or not person.has_perm("wagtailadmin.access_admin"):
        return False
    return role in ANYBODY or person.is_superuser or person.groups.filter(name=role).exists()
