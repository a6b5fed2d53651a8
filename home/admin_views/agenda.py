from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.reports import PageReportView

from base.admin_views import Exporting, Rightful
from home.models import AgendaItemPage
from home.queries.agenda import with_missing
from home.rules import SEE_REPORT


class StillMissingView(Rightful, Exporting, PageReportView):
    """Every item of the agenda that its reader may edit, with what is not there yet."""

    permission = SEE_REPORT
    page_title = _("What is still missing")
    header_icon = "list-ul"
    index_url_name = "still_missing_report"
    index_results_url_name = "still_missing_report_results"
    results_template_name = "home/admin/still_missing_report.html"
    list_export = ["title", "locale.language_code", "status_string", "needed", "suggested"]
    export_headings = {
        "title": _("Title"),
        "locale.language_code": _("Language"),
        "status_string": _("Status"),
        "needed": _("Needed to publish"),
        "suggested": _("Not yet filled"),
    }
    export_filename = "still-missing"

    def get_queryset(self) -> Any:
        theirs = self.permission_policy.instances_user_has_permission_for(self.request.user, "change")
        self.queryset = (
            AgendaItemPage.objects.filter(pk__in=theirs.values("pk"), alias_of__isnull=True)
            .select_related("locale", "content_type")
            .prefetch_workflow_states()
            .annotate_approved_schedule()
            .order_by("title", "pk")
        )
        return super().get_queryset()

    def decorate_paginated_queryset(self, pages: Any) -> Any:
        return with_missing(pages)
