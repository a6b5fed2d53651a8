from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from base import clock
from base.admin_views import DeskView
from base.refusal import Refusal
from participation.actions.moderation_hours import set_moderation_hours
from participation.forms.moderation_hours import ModerationHoursForm
from participation.queries.moderation_hours import site_hours
from participation.rules import MODERATE


class ModerationHoursView(DeskView):
    """When moderators are there, in every round that lays down no hours of its own."""

    permission = MODERATE
    page_title = gettext_lazy("Moderation hours")
    header_icon = "time"
    template_name = "participation/admin/moderation_hours.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.desk(form=ModerationHoursForm(initial=ModerationHoursForm.initial_of(site_hours())))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = ModerationHoursForm(request.POST)
        if form.is_valid():
            outside = form.cleaned_data["outside_hours"]
            try:
                set_moderation_hours(hours=form.hours(), outside_hours=outside, by=request.user, at=clock.now())
            except Refusal as refusal:
                form.add_error(None, refusal.sentence)
            else:
                messages.success(request, _("The hours are kept. They hold from now on."))
                return redirect("moderation_hours")
        return self.desk(422, form=form, refused=form.non_field_errors())

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("moderation"), "label": _("Moderation")},
            {"url": "", "label": self.page_title},
        ]
