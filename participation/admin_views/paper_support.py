from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from base import clock
from base.admin_views import DeskView
from base.refusal import Refusal
from participation.actions.paper_support import correct_paper_support, count_paper_support
from participation.entry_rules import ENTER
from participation.forms.paper_support import PaperCorrectionForm, PaperSupportForm
from participation.models import PaperSupport, Subject
from participation.queries.paper_support import supports_on_paper
from participation.queries.subject import subject_by_reference, support_count


class PaperSupportView(DeskView):
    """The signed lists of one proposal, as they were counted and corrected; and the form for the next, or for one row."""

    permission = ENTER
    page_title = gettext_lazy("Support on paper")
    header_icon = "edit"
    template_name = "participation/admin/paper_support.html"

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        subject = self._subject()
        row = self._row(subject)
        if row is None:
            return self._desk(200, subject, row, PaperSupportForm())
        known = {"signatures": row.signatures, "checked": row.checked}
        return self._desk(200, subject, row, PaperCorrectionForm(initial=known))

    def post(self, request: HttpRequest, reference: str) -> HttpResponse:
        subject, now = self._subject(), clock.now()
        row = self._row(subject)
        form: forms.Form = (
            PaperSupportForm(request.POST, request.FILES) if row is None else PaperCorrectionForm(request.POST)
        )
        if not form.is_valid():
            return self._desk(422, subject, row, form)
        given = form.cleaned_data
        try:
            if row is None:
                scan = given.pop("scan")
                data = scan.read() if scan is not None else b""
                count_paper_support(subject=subject, **given, scan=data, by=request.user, at=now)
            else:
                correct_paper_support(replaces=row, **given, by=request.user, at=now)
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
            return self._desk(409, subject, row, form)
        messages.success(
            request,
            _("Counted. %(reference)s now has %(number)d supports, of which %(paper)d on paper.")
            % {"reference": reference, "number": support_count(subject), "paper": supports_on_paper(subject)},
        )
        return redirect("paper_support", reference)

    def _subject(self) -> Subject:
        subject = subject_by_reference(self.kwargs["reference"])
        if subject is None:
            raise Http404
        return subject

    def _row(self, subject: Subject) -> PaperSupport | None:
        """The one that is corrected."""
        key = self.request.GET.get("row", "")
        if not key:
            return None
        return get_object_or_404(PaperSupport, subject=subject, pk=int(key) if key.isdecimal() else 0)

    def _desk(self, status: int, subject: Subject, row: PaperSupport | None, form: forms.Form) -> HttpResponse:
        return self.desk(
            status,
            subject=subject,
            row=row,
            form=form,
            rows=subject.paper_supports.select_related("scan", "by", "replaces", "replaced_by"),
            total=support_count(subject),
            on_paper=supports_on_paper(subject),
        )

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("entries"), "label": _("Enter for somebody")},
            {"url": reverse("enter", args=[self.kwargs["reference"]]), "label": self.kwargs["reference"]},
            {"url": "", "label": self.page_title},
        ]
