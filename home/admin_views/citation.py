from typing import Any

import django_filters
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.views.reports import ReportView

from base.admin_views import Exporting, Rightful
from base.models import Reference
from home.models import Citation, Party
from home.queries.citation import changed_since, with_fates
from home.rules import SEE_REPORT


def _cited(request: HttpRequest) -> Any:
    return Reference.objects.filter(versions__citations__isnull=False).distinct().order_by("string")


class ChangedCitationsFilterSet(WagtailFilterSet):
    party = django_filters.ModelChoiceFilter(label=_("Party"), queryset=lambda request: Party.objects.by_name())
    item = django_filters.ModelChoiceFilter(label=_("Item"), field_name="version__reference", queryset=_cited)

    class Meta:
        model = Citation
        fields: list[str] = []


class ChangedCitationsView(Rightful, Exporting, ReportView):
    """Citations of which the substance changed since, and what became of the quoted words."""

    permission = SEE_REPORT
    model = Citation
    page_title = _("Cited and since changed")
    header_icon = "openquote"
    index_url_name = "changed_citations_report"
    index_results_url_name = "changed_citations_report_results"
    results_template_name = "home/admin/changed_citations_report.html"
    filterset_class = ChangedCitationsFilterSet
    list_export = [
        "citation.party.name",
        "citation.document_title",
        "citation.version.reference.string",
        "citation.version.label",
        "newest.label",
        "fate.label",
        "citation.quote",
        "difference_address",
    ]
    export_headings = {
        "citation.party.name": _("Party"),
        "citation.document_title": _("Document"),
        "citation.version.reference.string": _("Item"),
        "citation.version.label": _("Version cited"),
        "newest.label": _("Version now"),
        "fate.label": _("The quote now"),
        "citation.quote": _("Quoted words"),
        "difference_address": _("Difference"),
    }
    export_filename = "cited-and-since-changed"

    def get_base_queryset(self) -> Any:
        return changed_since()

    def decorate_paginated_queryset(self, citations: Any) -> Any:
        return with_fates(citations)
