from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from base import clock
from base.admin_views import FormDeskView
from base.refusal import Refusal
from participation.actions.merge import answer_merge_for, call_off_merge, propose_merge, split_proposal
from participation.actions.relation import relate, unrelate
from participation.forms.merge import AnswerForForm, MergeForm, RelationForm, SplitForm
from participation.merge_rules import refusal_to_split
from participation.models import MergeAnswer, Subject
from participation.queries.merge import open_merge, parts_of, past_merges, related_to
from participation.queries.subject import subject_by_reference
from participation.rules import MODERATE


class MergeView(FormDeskView):
    """One proposal among others: what it could become one with, what is part of it, what is shown beside it."""

    permission = MODERATE
    page_title = gettext_lazy("Among other proposals")
    header_icon = "link"
    template_name = "participation/admin/merge.html"
    FORMS: dict[str, type[forms.Form]] = {
        "propose": MergeForm,
        "answer": AnswerForForm,
        "call_off": forms.Form,
        "split": SplitForm,
        "relate": RelationForm,
        "unrelate": RelationForm,
    }

    @cached_property
    def subject(self) -> Subject:
        subject = subject_by_reference(self.kwargs["reference"])
        if subject is None or subject.is_text_of_round:
            raise Http404
        return subject

    def get_form(self, form_class: Any = None) -> forms.Form:
        """Of the act that was sent."""
        act = self.request.POST.get("act", "")
        if act not in self.FORMS:
            raise Http404
        # Several authors can be without an account: each has a field of its own.
        own: dict[str, Any] = {"prefix": f"answer-{self.request.POST.get('answer', '')}"} if act == "answer" else {}
        return self.FORMS[act](self.request.POST, **own)

    def act(self, form: Any) -> HttpResponse:
        try:
            done = self._do(self.request.POST["act"], self.subject, form)
        except forms.ValidationError as error:
            form.add_error("kept", error)
            return self.desk(422, form=form)
        return self.done(done, "merge_desk", self.kwargs["reference"])

    def _do(self, act: str, subject: Subject, form: Any) -> str:
        who: dict[str, Any] = {"by": self.request.user, "at": clock.now()}
        merge = open_merge(subject)
        if act == "propose":
            propose_merge(**form.asked(subject), **who)
            return _("The authors are asked by mail.")
        if act == "split":
            split_proposal(subject=subject, **form.cleaned_data, **who)
            return _("It stands on its own again.")
        if act == "relate":
            relate(subject=subject, **form.cleaned_data, **who)
            return _("Both proposals show each other now.")
        if act == "unrelate":
            unrelate(subject=subject, **form.cleaned_data, **who)
            return _("They do not show each other any more.")
        if merge is None:
            raise Refusal(_("This question is not open any more."))
        if act == "call_off":
            call_off_merge(merge=merge, **who)
            return _("Called off: the authors are told by mail.")
        asked = self.request.POST.get("answer", "")
        answer = next((one for one in merge.answers.all() if str(one.pk) == asked), None)
        if answer is None:
            raise Http404
        answer_merge_for(answer=answer, **form.cleaned_data, **who)
        return _("Written down.")

    def get_context_data(self, form: Any = None, **context: Any) -> dict[str, Any]:
        subject = self.subject
        shown: dict[str, Any] = {
            "propose": MergeForm(initial={"kept": subject.reference.string}),
            "split": SplitForm(),
            "relate": RelationForm(),
        }
        if form is not None and (tried := self.request.POST["act"]) in shown:
            shown[tried] = form
        merge = open_merge(subject)
        return super().get_context_data(
            subject=subject,
            merge=merge,
            answers=[(one, _form_for(one, form)) for one in merge.answers.all()] if merge else [],
            past=past_merges(subject),
            parts=parts_of(subject),
            related=related_to(subject),
            split_refusal=refusal_to_split(self.request.user, subject, clock.now()),
            form=form,
            forms=shown,
            **context,
        )

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("moderation"), "label": _("Moderation")},
            {"url": "", "label": self.kwargs["reference"]},
        ]


def _form_for(answer: MergeAnswer, bound: forms.Form | None) -> forms.Form:
    prefix = f"answer-{answer.pk}"
    return bound if bound is not None and bound.prefix == prefix else AnswerForForm(prefix=prefix)
