from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.views import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.mixins import SpreadsheetExportMixin

from base.spreadsheet import defused


class Rightful:
    """A view in the admin for whoever has one right."""

    permission = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm(self.permission):
            raise PermissionDenied
        response: HttpResponse = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        return response


class Exporting:
    """A report whose CSV a spreadsheet takes for no formula, as Wagtail sees to for XLSX alone."""

    custom_value_preprocess = SpreadsheetExportMixin.custom_value_preprocess | {
        str: {SpreadsheetExportMixin.FORMAT_CSV: defused}
    }


class DeskView(Rightful, WagtailAdminTemplateMixin, View):
    """A screen of our own in Wagtail's admin, with Wagtail's header and components."""

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def desk(self, status: int = 200, **context: Any) -> HttpResponse:
        """The screen with what it shows."""
        return self.render_to_response(self.get_context_data(**context), status=status)
