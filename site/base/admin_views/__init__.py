from collections.abc import Callable, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.views import View
from django.views.generic.edit import FormMixin
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.mixins import SpreadsheetExportMixin

from base.exports.table import KINDS, Rows, as_file
from base.refusal import Refusal
from base.rights import Rights, has_one_of
from base.spreadsheet import defused

# The right of everybody who may enter the admin.
STAFF = "wagtailadmin.access_admin"


class Rightful:
    """A view in the admin for whoever has the right to it, or one of the rights."""

    permission: Rights = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not has_one_of(request.user, self.permission):
            raise PermissionDenied
        response: HttpResponse = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        return response


class Exporting:
    """A report whose CSV a spreadsheet takes for no formula, as Wagtail sees to for XLSX alone."""

    custom_value_preprocess = SpreadsheetExportMixin.custom_value_preprocess | {
        str: {SpreadsheetExportMixin.FORMAT_CSV: defused}
    }


class TablesView(View):
    """A screen whose tables can be taken along, as it is sieved: `?download=NAME.csv`, or `.xlsx`."""

    def get_tables(self) -> dict[str, Callable[[], Rows]]:
        """By the name of the file; made only where one is taken along."""
        return {}

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        name, _dot, kind = request.GET.get("download", "").rpartition(".")
        if request.method != "GET" or not name:
            return super().dispatch(request, *args, **kwargs)
        rows = self.get_tables().get(name)
        if rows is None or kind not in KINDS:
            raise Http404
        headers = {"Content-Disposition": f'attachment; filename="{name}.{kind}"'}
        return HttpResponse(as_file(name, rows(), kind), content_type=KINDS[kind], headers=headers)

    def get_files(self) -> dict[str, list[tuple[str, str]]]:
        """Of each table its forms with the link to each."""
        asked, files = self.request.GET.copy(), dict[str, list[tuple[str, str]]]()
        for name in self.get_tables():
            for kind in KINDS:
                asked["download"] = f"{name}.{kind}"
                files.setdefault(name, []).append((kind.upper(), f"?{asked.urlencode()}"))
        return files


class DeskView(Rightful, WagtailAdminTemplateMixin, TablesView):
    """A screen of our own in Wagtail's admin, with Wagtail's header and components."""

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        found: dict[str, Any] = super().get_context_data(**{"files": self.get_files()} | context)
        return found

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def desk(self, status: int = 200, **context: Any) -> HttpResponse:
        """The screen with what it shows."""
        return self.render_to_response(self.get_context_data(**context), status=status)

    def done(self, sentence: str, to: str, *args: Any, onward: Sequence[tuple[str, str]] = ()) -> HttpResponse:
        """Leads to where one is shown it, and says there what was done; `onward` are the address and the words of where to go on."""
        messages.success(self.request, sentence, buttons=[messages.button(*one) for one in onward])
        return redirect(to, *args)


class FormDeskView(FormMixin, DeskView):
    """A screen with a form: 422 with what is wrong in it, 409 with what the act refuses, and what was typed stays."""

    # The field beside which a refusal stands; above the form where none is named.
    refused_field: str | None = None

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.desk()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.get_form()
        # Back from where it was looked through: nothing is asked of it yet.
        if "change" in request.POST:
            return self.desk(form=form)
        if not form.is_valid():
            return self.desk(422, form=form)
        try:
            return self.act(form)
        except Refusal as refusal:
            form.add_error(self.refused_field, refusal.sentence)
            return self.desk(409, form=form)

    def act(self, form: Any) -> HttpResponse:
        """Does what a valid form asks."""
        raise NotImplementedError


class FormsDeskView(FormDeskView):
    """A screen with several forms: what was sent as `act` says which."""

    def get_forms(self) -> dict[str, Any]:
        """By act; each takes what `sent` gives for it."""
        raise NotImplementedError

    @cached_property
    def forms(self) -> dict[str, Any]:
        return self.get_forms()

    def sent(self, act: str) -> Any:
        """What was typed, where it was in the form of this act."""
        return self.request.POST if self.request.POST.get("act") == act else None

    def get_form(self, form_class: Any = None) -> Any:
        form = self.forms.get(self.request.POST.get("act", ""))
        if form is None:
            raise Http404
        return form

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(**{"forms": self.forms, "form": None} | context)
