from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from wagtail.admin.ui.components import Component

from accounts.waiting import Waiting
from base import clock
from base.rights import has_one_of
from home.item_life import MAY_SEE_WAYS
from home.waiting import waiting

SHOWN = 12


class WaitingPanel(Component):
    """With what waits for whoever enters the admin it begins; what is late first."""

    # Before everything of Wagtail.
    order = 0
    template_name = "home/admin/waiting_panel.html"

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        person = parent_context["request"].user
        found = [one for one in waiting(clock.now()) if one.is_for(person)]
        return {
            "waiting": rows_for(person, found[:SHOWN]),
            "more": len(found[SHOWN:]),
            "may_see_all": has_one_of(person, MAY_SEE_WAYS),
        }


def rows_for(person: Any, found: Iterable[Waiting]) -> list[tuple[Waiting, bool, bool]]:
    """Each with whether it is late, and whether the person can open where it is done."""
    today = timezone.localtime(clock.now()).date()
    return [(one, one.is_late(today), person.has_perm(one.permission)) for one in found]
