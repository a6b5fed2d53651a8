from typing import Any

import django_filters
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.views.reports import ReportView

from base.admin_views import Exporting, Rightful
from base.models import Reference
from home.rules import SEE_REPORT
from participation.enums import AnnotationKind
from participation.models import Annotation
from participation.queries.annotation import public_annotations, said_of


def _reacted_to(request: HttpRequest) -> Any:
    return Reference.objects.filter(versions__annotations__isnull=False).distinct().order_by("string")


class AnnotationsFilterSet(WagtailFilterSet):
    item = django_filters.ModelChoiceFilter(label=_("Item"), field_name="version__reference", queryset=_reacted_to)
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=AnnotationKind.choices)

    class Meta:
        model = Annotation
        fields: list[str] = []


class AnnotationsView(Rightful, Exporting, ReportView):
    """What people said of texts, in the order of each text beside the passage it is about. No names: for an answer
    it does not matter who asked."""

    permission = SEE_REPORT
    model = Annotation
    page_title = _("Reactions to texts")
    header_icon = "comment"
    index_url_name = "annotations_report"
    index_results_url_name = "annotations_report_results"
    results_template_name = "home/admin/annotations_report.html"
    filterset_class = AnnotationsFilterSet
    list_export = [
        "annotation.version.reference.string",
        "annotation.version.label",
        "annotation.version.language",
        "annotation.passage",
        "was",
        "annotation.kind",
        "annotation.comment.text",
        "annotation.comment.language",
        "annotation.comment.posted_at",
        "has_changed",
        "address",
    ]
    export_headings = {
        "annotation.version.reference.string": _("Item"),
        "annotation.version.label": _("Version read"),
        "annotation.version.language": _("Language"),
        "annotation.passage": _("Passage"),
        "was": _("Words of the passage"),
        "annotation.kind": _("Kind"),
        "annotation.comment.text": _("Reaction"),
        "annotation.comment.language": _("Language of the reaction"),
        "annotation.comment.posted_at": _("Sent"),
        "has_changed": _("Changed since"),
        "address": _("Address"),
    }
    export_filename = "reactions-to-texts"

    def get_base_queryset(self) -> Any:
        return public_annotations()

    def decorate_paginated_queryset(self, annotations: Any) -> Any:
        return said_of(annotations)
