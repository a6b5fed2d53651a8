from typing import Any

import django_filters
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.views.reports import ReportView
from wagtail.admin.widgets.button import HeaderButton

from base import clock
from base.admin_views import DeskView, Exporting, FormDeskView, Rightful
from base.refusal import Refusal
from proposals.actions.formal_view import read_sender, record_view
from proposals.enums import Timing, ViewChannel
from proposals.forms.formal_view_record import FormalViewRecordForm
from proposals.letter_tasks import tell_of_view
from proposals.letters import timing_words
from proposals.models import Attachment, FormalView
from proposals.queries.formal_view import formal_rounds, formal_view_by_reference, formal_views
from proposals.rules import READ_VIEWS, RECORD_VIEWS, refusal_to_read_sender
from proposals.view_links import receipt_path


class FormalViewsFilterSet(WagtailFilterSet):
    consultation_round = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Round"), queryset=lambda request: formal_rounds()
    )
    channel = django_filters.ChoiceFilter(label=gettext_lazy("How it came"), choices=ViewChannel.choices)
    timing = django_filters.ChoiceFilter(label=gettext_lazy("When"), choices=Timing.choices)

    class Meta:
        model = FormalView
        fields = ["is_over_limit"]


class FormalViewsView(Rightful, Exporting, ReportView):
    """Every formal view, without who sent it; to sieve and to download."""

    permission = READ_VIEWS
    model = FormalView
    page_title = gettext_lazy("Formal views")
    header_icon = "doc-full-inverse"
    index_url_name = "formal_views_desk"
    index_results_url_name = "formal_views_desk_results"
    results_template_name = "proposals/admin/formal_views.html"
    filterset_class = FormalViewsFilterSet
    default_ordering = "-received_at"
    list_export = [
        "reference.string",
        "consultation_round.reference.string",
        "received_at",
        "channel",
        "timing",
        "is_over_limit",
        "posted_on",
        "came_to",
        "remark",
        "text",
        "language",
    ]
    export_headings = {
        "reference.string": gettext_lazy("Its number"),
        "consultation_round.reference.string": gettext_lazy("Round"),
        "received_at": gettext_lazy("Received"),
        "channel": gettext_lazy("How it came"),
        "timing": gettext_lazy("When"),
        "is_over_limit": gettext_lazy("Over the limit of its address"),
        "posted_on": gettext_lazy("Posted on"),
        "came_to": gettext_lazy("Wrongly came to"),
        "remark": gettext_lazy("Reason"),
        "text": gettext_lazy("Formal view"),
        "language": gettext_lazy("Language"),
    }
    export_filename = "formal-views"

    @property
    def header_buttons(self) -> list[HeaderButton]:
        buttons: list[HeaderButton] = list(super().header_buttons)
        if self.request.user.has_perm(RECORD_VIEWS):
            record = HeaderButton(_("Record a view"), url=reverse("record_formal_view"), icon_name="plus")
            buttons.append(record)
        return buttons

    def get_base_queryset(self) -> Any:
        return formal_views()


class RecordFormalViewView(FormDeskView):
    """Writing down what came on paper, by mail or was spoken."""

    permission = RECORD_VIEWS
    page_title = gettext_lazy("Record a view")
    header_icon = "doc-full-inverse"
    template_name = "proposals/admin/formal_view_record.html"
    form_class = FormalViewRecordForm

    def get_initial(self) -> dict[str, Any]:
        return {"received_at": clock.now()}

    def act(self, form: Any) -> HttpResponse:
        view = record_view(by=self.request.user, at=clock.now(), **form.record())
        tell_of_view.enqueue(view.pk)
        number = view.reference.string
        done = _("Registered as %(number)s. Print the receipt below.") % {"number": number}
        return self.done(done, "formal_view_desk", number)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        items = super().get_breadcrumbs_items()
        return [*items[:-1], {"url": reverse("formal_views_desk"), "label": FormalViewsView.page_title}, items[-1]]


class FormalViewView(DeskView):
    """One view. Who sent it is shown when it is asked, once, and that stays in the audit trail."""

    permission = READ_VIEWS
    page_title = gettext_lazy("Formal view")
    header_icon = "doc-full-inverse"
    template_name = "proposals/admin/formal_view.html"

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        return self._desk(reference)

    def post(self, request: HttpRequest, reference: str) -> HttpResponse:
        view = self._view(reference)
        try:
            sender = read_sender(formal_view=view, by=request.user, at=clock.now())
        except Refusal as refusal:
            return self._desk(reference, status=409, refusal=refusal.sentence)
        response = self._desk(reference, sender=sender, is_read=True)
        response["Cache-Control"] = "no-store"
        return response

    def _desk(self, reference: str, status: int = 200, **context: Any) -> HttpResponse:
        view = self._view(reference)
        return self.desk(
            status,
            view=view,
            words=timing_words(view),
            files=Attachment.objects.filter(reference=view.reference_id),
            receipt=receipt_path(view),
            sender_refusal=refusal_to_read_sender(self.request.user),
            **context,
        )

    def _view(self, reference: str) -> FormalView:
        view = formal_view_by_reference(reference)
        if view is None:
            raise Http404
        return view

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("formal_views_desk"), "label": FormalViewsView.page_title},
            {"url": "", "label": self.kwargs["reference"]},
        ]
