from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from base import clock
from base.actions.record_redaction import ask_record_redaction
from base.actions.removal import ASK_REDACTION
from base.admin_views import DeskView, FormDeskView
from base.forms.removal import RedactionForm
from base.queries.record_redaction import MOST_FOUND, fields_to_take_out, found_records, redactions_of
from base.redactable import redactable

# Of a text in a list.
SHOWN = 200


class RecordsView(DeskView):
    """Words that the city published outside versions, found by the reference of what they are about or by themselves."""

    permission = ASK_REDACTION
    page_title = gettext_lazy("Words outside versions")
    header_icon = "history"
    template_name = "base/admin/records.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        wanted = request.GET.get("q", "").strip()
        return self.desk(
            wanted=wanted,
            most=MOST_FOUND,
            shown=SHOWN,
            found=[
                (kind, [(record, kind.called(record), kind.words(record)) for record in records])
                for kind, records in (found_records(wanted) if wanted else [])
            ],
        )

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("versions_desk"), "label": _("Published versions")},
            {"url": "", "label": self.page_title},
        ]


class RecordView(FormDeskView):
    """One record: its words, what of them was taken out or waits for a second person, and how to ask for more."""

    permission = ASK_REDACTION
    page_title = gettext_lazy("Take words out")
    header_icon = "history"
    template_name = "base/admin/record.html"
    form_class = RedactionForm

    @cached_property
    def record(self) -> Any:
        self.kind = redactable(self.kwargs["kind"])
        found = self.kind.records().filter(pk=self.kwargs["key"]).first() if self.kind is not None else None
        if found is None:
            raise Http404
        return found

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"names": fields_to_take_out(self.record)}

    def act(self, form: Any) -> HttpResponse:
        given = dict(form.cleaned_data)
        fields = given.pop("fields_to_destroy")
        ask_record_redaction(record=self.record, fields=fields, by=self.request.user, at=clock.now(), **given)
        return self.done(_("Asked. It is carried out when a second person confirms it."), "versions_desk")

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        record = self.record
        assert self.kind is not None  # noqa: S101 - the record is of it
        return super().get_context_data(
            name=self.kind.called(record),
            about=self.kind.about_of(record),
            words=self.kind.words(record),
            redactions=redactions_of(record).order_by("asked_at", "pk"),
            **context,
        )

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("versions_desk"), "label": _("Published versions")},
            {"url": reverse("records_desk"), "label": RecordsView.page_title},
            {"url": "", "label": self.page_title},
        ]
