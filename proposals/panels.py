"""A panel in the form of a round that shows what stands beside it. It has no field."""

from typing import Any

from wagtail.admin.panels import Panel

from participation.hours import in_words
from participation.phase_words import overlaps_and_gaps
from participation.queries.moderation_hours import site_hours
from participation.rules import MODERATE


class PhasesPanel(Panel):
    """Which phases run at the same time, and when nothing is open: as they were last saved."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "proposals/admin/phases_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            notes = overlaps_and_gaps(self.instance.phase_rows.all())
            return super().get_context_data(parent_context) | {"notes": notes}


class SiteHoursPanel(Panel):
    """The hours that hold where the round lays down none."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "proposals/admin/site_hours_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            known = site_hours()
            return super().get_context_data(parent_context) | {
                "hours": in_words(known.hours),
                "outside": known.get_outside_hours_display(),
                "may_change": self.request.user.has_perm(MODERATE),
            }
