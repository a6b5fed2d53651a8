from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from base import clock
from base.admin_views import FormDeskView
from participation.actions.paper_support import correct_paper_support, count_paper_support
from participation.entry_rules import ENTER, CountedAlready
from participation.forms.paper_support import PaperCorrectionForm, PaperSupportForm
from participation.models import PaperSupport, Subject
from participation.queries.paper_support import supports_on_paper
from participation.queries.subject import subject_by_reference, support_count


class PaperSupportView(FormDeskView):
    """The signed lists of one proposal, as they were counted and corrected; and the form for the next, or for one row."""

    permission = ENTER
    page_title = gettext_lazy("Support on paper")
    header_icon = "edit"
    template_name = "participation/admin/paper_support.html"

    @cached_property
    def subject(self) -> Subject:
        subject = subject_by_reference(self.kwargs["reference"])
        if subject is None:
            raise Http404
        return subject

    @cached_property
    def row(self) -> PaperSupport | None:
        """The one that is corrected."""
        key = self.request.GET.get("row", "")
        if not key:
            return None
        return get_object_or_404(PaperSupport, subject=self.subject, pk=int(key) if key.isdecimal() else 0)

    def get_form_class(self) -> type[forms.Form]:
        return PaperSupportForm if self.row is None else PaperCorrectionForm

    def get_initial(self) -> dict[str, Any]:
        return {} if self.row is None else {"signatures": self.row.signatures, "checked": self.row.checked}

    def act(self, form: Any) -> HttpResponse:
        subject, given = self.subject, dict(form.cleaned_data)
        who: dict[str, Any] = {"by": self.request.user, "at": clock.now()}
        if self.row is None:
            scan = given.pop("scan")
            try:
                count_paper_support(subject=subject, **given, scan=scan.read() if scan is not None else b"", **who)
            except CountedAlready as stop:
                form.add_error("is_another", stop.sentence)
                return self.desk(409, form=form)
        else:
            correct_paper_support(replaces=self.row, **given, **who)
        done = _("Counted. %(reference)s now has %(number)d supports, of which %(paper)d on paper.") % {
            "reference": self.kwargs["reference"],
            "number": support_count(subject),
            "paper": supports_on_paper(subject),
        }
        return self.done(done, "paper_support", self.kwargs["reference"])

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        subject = self.subject
        return super().get_context_data(
            subject=subject,
            row=self.row,
            rows=subject.paper_supports.select_related("scan", "by", "replaces", "replaced_by"),
            total=support_count(subject),
            on_paper=supports_on_paper(subject),
            **context,
        )

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("entries"), "label": _("Enter for somebody")},
            {"url": reverse("enter", args=[self.kwargs["reference"]]), "label": self.kwargs["reference"]},
            {"url": "", "label": self.page_title},
        ]
