from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel


class StillMissingPanel(Panel):
    """What an item lacks before it can be published, and what would make it whole; each leads to its field."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"heading": _("What is still missing"), "icon": "list-ul"} | kwargs)

    class BoundPanel(Panel.BoundPanel):
        template_name = "home/admin/still_missing.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            return super().get_context_data(parent_context) | {
                "needed": self._links(self.instance.needed_to_publish),
                "suggested": self._links(self.instance.not_yet_filled),
            }

        def _links(self, empty: dict[str, str]) -> list[tuple[str, str]]:
            """Where each field begins: Wagtail gives the label beside it an identifier."""
            return [(f"#id_{name}-label", label) for name, label in empty.items() if name in self.form.fields]
