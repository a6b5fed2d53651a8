from typing import Any

from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm


class BasePageForm(WagtailAdminPageForm):
    pass


class CitablePageForm(BasePageForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The note belongs to one publication: a page without waiting changes begins with an empty one.
        if self.instance.pk and not self.instance.has_unpublished_changes:
            self.initial["change_note"] = ""
            self.initial["change_kind"] = self.fields["change_kind"].initial if "change_kind" in self.fields else ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("expire_at"):
            self.add_error("expire_at", _("What is cited under a number stays public: leave the expiry empty."))
        return cleaned
