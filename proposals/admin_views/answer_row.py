from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from base import clock
from base.admin_views import FormDeskView
from base.refusal import Refusal
from base.version_words import ShownPart, shown_parts
from proposals.actions.later_answer import ask_correction
from proposals.actions.response_document import (
    NewerEdition,
    answer_apart,
    save_row,
)
from proposals.admin_views.response_document import DocumentDesk
from proposals.forms.response_document import CorrectionForm, RowForm, initial_of
from proposals.models import LaterAnswer, ResponseRow
from proposals.queries.contribution import Contribution, texts_of
from proposals.queries.response_document import (
    AnsweredRow,
    rows_of,
    with_contributions,
)
from proposals.response_rules import (
    refusal_of_view,
    refusal_to_write,
)
from proposals.rules import READ_VIEWS


def asked_words() -> str:
    return _("Asked. It is public once somebody else looked it through.")


class AnswerRowView(FormDeskView, DocumentDesk):
    """One row: what was said, and the form of its answer; of a published one the form of its correction."""

    page_title = gettext_lazy("Answer")
    template_name = "proposals/admin/answer_row.html"

    @cached_property
    def row(self) -> ResponseRow:
        """One that is not there any more, since it became one with another, is empty for what was typed in it."""
        number = self.kwargs["number"]
        rows = ResponseRow.objects.filter(document=self.document, number=number).select_related("corrected_by")
        row = rows.first()
        if row is None and self.request.method == "POST" and 0 < number <= self.document.rows_made:
            row = ResponseRow(document=self.document, number=number)
        if row is None:
            raise Http404
        return row

    def get_form_class(self) -> type[RowForm]:
        return CorrectionForm if self.document.published_at is not None else RowForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"document": self.document}

    def get_initial(self) -> dict[str, Any]:
        asked = self._asked()
        if asked is None or asked.asked_by != self.request.user:
            return initial_of(self.row)
        return initial_of(self.row) | asked.words | {"because": asked.corrected_because}

    def _asked(self) -> LaterAnswer | None:
        """The correction that waits."""
        return LaterAnswer.objects.select_related("asked_by").filter(corrects=self.row.pk).first()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.row._state.adding:
            form = self.get_form()
            form.add_error(None, _("This row is not there any more: it became one with another."))
            return self.desk(409, form=form)
        return self._apart() if request.POST.get("act") == "apart" else super().post(request, *args, **kwargs)

    def act(self, form: Any) -> HttpResponse:
        if self.document.published_at is not None:
            return self._ask(form)
        try:
            kept = self._keep(form)
        except NewerEdition as newer:
            # What was typed stays in the fields; what the other wrote stands above them.
            typed = self.request.POST.copy()
            typed["edition"] = str(newer.theirs.edition)
            again = self.get_form_class()(typed, document=self.document)
            again.add_error(None, newer.sentence)
            self.row = newer.theirs
            return self.desk(409, form=again, theirs=newer.theirs)
        following = rows_of(self.document).filter(answered_at=None, number__gt=kept.number).first()
        there = following if "next" in self.request.POST and following is not None else kept
        done = _("Row %(number)d is kept.") % {"number": kept.number}
        return self.done(done, "answer_row", self.kwargs["reference"], there.number)

    def _apart(self) -> HttpResponse:
        number = self.row.number
        try:
            answer_apart(document=self.document, number=number, by=self.request.user, at=clock.now())
        except Refusal as refusal:
            messages.error(self.request, refusal.sentence)
        else:
            messages.success(self.request, _("Each has a row of its own now."))
        return redirect("answer_row", self.kwargs["reference"], number)

    def _about(self, form: RowForm) -> dict[str, Any]:
        return {
            "document": self.document,
            "number": self.row.number,
            "text": form.row_text(),
            "by": self.request.user,
            "at": clock.now(),
        }

    def _ask(self, form: RowForm) -> HttpResponse:
        asked = ask_correction(because=form.cleaned_data["because"], **self._about(form))
        return self.done(asked_words(), "later_answer_desk", self.kwargs["reference"], asked.pk)

    def _keep(self, form: RowForm) -> ResponseRow:
        about = self._about(form)
        return save_row(edition=form.cleaned_data["edition"], is_final="draft" not in self.request.POST, **about)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        document, row = self.document, self.row
        refusal = refusal_to_write(document) if document.published_at is None else ""
        if not row._state.adding:
            refusal = refusal or refusal_of_view(self.request.user, has_view=row.has_view)
        (said,) = [AnsweredRow(row, [], 0)] if row._state.adding else with_contributions([row])
        return super().get_context_data(
            document=document,
            row=row,
            said=said,
            told=self._told(said.contributions),
            write_refusal=refusal,
            asked=self._asked(),
            may_read_views=self.request.user.has_perm(READ_VIEWS),
            **context,
        )

    def _told(self, contributions: list[Contribution]) -> list[tuple[Contribution, list[ShownPart]]]:
        """What is answered; of a proposal with the parts of its text beside its title."""
        texts = texts_of(contributions, str(get_language()))
        return [
            (one, [part for part in shown_parts(texts[one.key]) if part.name != "title"] if one.key in texts else [])
            for one in contributions
        ]
