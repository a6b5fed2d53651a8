"""Panels in the form of a page that show what stands beside it. They have no field."""

from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel

SHOWN = 20


class VersionsPanel(Panel):
    """The newest published versions of a page's thing in every language, and who cites them."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"heading": _("Published versions"), "icon": "history"} | kwargs)

    class BoundPanel(Panel.BoundPanel):
        template_name = "base/admin/versions_panel.html"

        @cached_property
        def rows(self) -> list[Any]:
            # Imported here: the page's class names this panel.
            from base.queries.published_version import version_rows

            return version_rows(self.instance.translation_key, count=SHOWN + 1)

        def is_shown(self) -> bool:
            return bool(self.rows)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            return super().get_context_data(parent_context) | {
                "rows": self.rows[:SHOWN],
                "are_more": len(self.rows) > SHOWN,
                "reference": self.rows[0].version.reference,
            }
