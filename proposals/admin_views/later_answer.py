from dataclasses import fields
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.dateparse import parse_datetime
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from base import clock
from base.admin_views import FormDeskView
from proposals.actions.later_answer import (
    approve_later_answer,
    ask_later_answer,
    drop_later_answer,
    send_back_later_answer,
)
from proposals.actions.response_document import RowText
from proposals.admin_views.answer_row import asked_words
from proposals.admin_views.response_document import DocumentDesk
from proposals.forms.response_document import CorrectionForm, RemarkForm
from proposals.mailboxes import people_answered
from proposals.models import LaterAnswer, ResponseRow
from proposals.queries.contribution import Contribution
from proposals.queries.response_document import answer_to, unplaced, with_contributions
from proposals.response_rules import refusal_to_approve_later, refusal_to_drop_later


class LaterAnswerView(FormDeskView, DocumentDesk):
    """The answer to what became public after the others were: a new row, with the reason."""

    page_title = gettext_lazy("Answer")
    template_name = "proposals/admin/later_answer.html"
    form_class = CorrectionForm

    @cached_property
    def asked(self) -> LaterAnswer | None:
        """What waits for a second person already."""
        waiting = LaterAnswer.objects.select_related("asked_by")
        return waiting.filter(document=self.document, key=self.kwargs["key"]).first()

    def get_initial(self) -> dict[str, Any]:
        asked = self.asked
        if asked is None or asked.asked_by != self.request.user:
            return {"edition": 0}
        return {"edition": 0, "because": asked.corrected_because} | asked.words

    @cached_property
    def said(self) -> Contribution | None:
        return next((one for one in unplaced(self.document) if one.key == self.kwargs["key"]), None)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.document.published_at is None:
            raise Http404
        if self.said is not None:
            return super().get(request, *args, **kwargs)
        row = answer_to(kwargs["key"])
        if row is None:
            raise Http404
        return redirect("answer_row", kwargs["reference"], row.number)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"document": self.document}

    def act(self, form: Any) -> HttpResponse:
        asked = ask_later_answer(
            document=self.document,
            key=self.kwargs["key"],
            text=form.row_text(),
            because=form.cleaned_data["because"],
            by=self.request.user,
            at=clock.now(),
        )
        return self.done(asked_words(), "later_answer_desk", self.kwargs["reference"], asked.pk)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        # What somebody else answered meanwhile, or took away, is not there to be answered; what was typed is.
        return super().get_context_data(
            document=self.document,
            said=self.said,
            row=answer_to(self.kwargs["key"]),
            asked=self.asked,
            **context,
        )


class LaterAnswerLookView(FormDeskView, DocumentDesk):
    """What somebody asks to add to published answers, beside what stands there: another makes it public, or sends it back."""

    page_title = gettext_lazy("Look an answer through")
    template_name = "proposals/admin/later_answer_look.html"
    form_class = RemarkForm

    @cached_property
    def asked(self) -> LaterAnswer:
        waiting = LaterAnswer.objects.select_related("corrects", "asked_by", "document__reference")
        found = waiting.filter(document=self.document, pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        return found

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not LaterAnswer.objects.filter(document=self.document, pk=self.kwargs["pk"]).exists():
            messages.error(request, _("This waits no more: it was made public or dropped meanwhile."))
            return redirect("answers_of", self.kwargs["reference"])
        return super().post(request, *args, **kwargs)

    def act(self, form: Any) -> HttpResponse:
        given, reference = self.request.POST, self.kwargs["reference"]
        who: dict[str, Any] = {"later_answer": self.asked, "by": self.request.user, "at": clock.now()}
        match given.get("act"):
            case "publish":
                seen = parse_datetime(given.get("asked_at", "")) or who["at"]
                row = approve_later_answer(asked_at=seen, **who)
                done = _("Row %(number)d is public.") % {"number": row.number}
            case "back":
                send_back_later_answer(remark=form.cleaned_data["remark"], **who)
                done = _("Sent back.")
            case "drop":
                drop_later_answer(**who)
                done = _("Dropped. Nothing of it was public.")
            case _other:
                raise Http404
        return self.done(done, "answers_of", reference)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        asked = self.asked
        said = self._said()
        keys = [(one.kind, one.pk) for one in said]
        return super().get_context_data(
            document=self.document,
            asked=asked,
            said=said,
            words=self._words(),
            told=people_answered(self.document.consultation_round, keys),
            refusal=refusal_to_approve_later(self.request.user, asked),
            drop_refusal=refusal_to_drop_later(self.request.user, asked),
            is_own=asked.asked_by == self.request.user,
            **context,
        )

    def _said(self) -> list[Contribution]:
        row = self.asked.corrects
        if row is not None:
            return with_contributions([row])[0].contributions
        return [one for one in unplaced(self.document) if one.key == self.asked.key]

    def _words(self) -> list[tuple[str, str, str, bool]]:
        """By field what it is called, what stands there, what would, and whether that differs."""
        row, words = self.asked.corrects, self.asked.words
        found = []
        for one in fields(RowText):
            field: Any = ResponseRow._meta.get_field(one.name)
            now, then = getattr(row, one.name, "") or "", words[one.name] or ""
            if one.name == "verdict":
                now, then = (dict(field.choices).get(value, "") for value in (now, then))
            if now or then:
                found.append((capfirst(_label(one.name, field)), str(now), str(then), now != then))
        return found


def _label(name: str, field: Any) -> str:
    versions = {"before": _("the text before the change"), "after": _("the text after the change")}
    return versions.get(name) or str(field.verbose_name)
