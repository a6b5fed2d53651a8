from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from base import clock
from base.admin_views import FormDeskView
from participation.actions.moderation_hours import set_moderation_hours
from participation.forms.moderation_hours import ModerationHoursForm
from participation.queries.moderation_hours import site_hours
from participation.rules import MODERATE


class ModerationHoursView(FormDeskView):
    """When moderators are there, in every round that lays down no hours of its own."""

    permission = MODERATE
    page_title = gettext_lazy("Moderation hours")
    header_icon = "time"
    template_name = "participation/admin/moderation_hours.html"
    form_class = ModerationHoursForm

    def get_initial(self) -> dict[str, Any]:
        return ModerationHoursForm.initial_of(site_hours())

    def act(self, form: Any) -> HttpResponse:
        outside = form.cleaned_data["outside_hours"]
        set_moderation_hours(hours=form.hours(), outside_hours=outside, by=self.request.user, at=clock.now())
        return self.done(_("The hours are kept. They hold from now on."), "moderation_hours")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("moderation"), "label": _("Moderation")},
            {"url": "", "label": self.page_title},
        ]
