"""What waits for somebody of the municipality: for whom, and until when. Whoever owns a thing lists what of it waits."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from accounts.enums import Role, role_label
from accounts.roles import RIGHTS


@dataclass(frozen=True)
class Waiting:
    """`permission` is the right to do it, `address` where that is done. `names` say for whom where it is not everybody with
    that right: of `people` (their keys) they are colleagues, otherwise a department. Never done by `not_by` (key and name), who did the first half of it.
    """

    key: str
    what: str
    permission: str
    address: str
    due_on: date | None = None
    names: tuple[str, ...] = ()
    people: frozenset[int] = frozenset()
    not_by: Mapping[int, str] = field(default_factory=dict)

    @property
    def for_whom(self) -> str:
        if self.names:
            return ", ".join(self.names)
        # An administrator may do it too, and stands in.
        roles = [role for role, rights in RIGHTS.items() if self.permission in rights.models]
        labels = [role_label(role) for role in roles if role != Role.ADMINISTRATOR]
        found = ", ".join(labels) or role_label(Role.ADMINISTRATOR)
        if not self.not_by:
            return found
        names = get_text_list(list(self.not_by.values()), _("or"))
        return _("%(role)s, but not %(name)s") % {"role": found, "name": names}

    def is_for(self, person: Any) -> bool:
        if not person.has_perm(self.permission) or person.pk in self.not_by:
            return False
        return not self.people or person.pk in self.people

    def is_late(self, today: date) -> bool:
        return self.due_on is not None and self.due_on < today


def in_order(found: Iterable[Waiting]) -> list[Waiting]:
    """What is due first comes first, and what has no day last."""
    return sorted(found, key=lambda one: (one.due_on is None, one.due_on or date.max, one.key))
