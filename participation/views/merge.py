from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from base import clock
from base.refusal import Refusal
from participation.actions.merge import answer_merge, split_proposal
from participation.enums import MergeState
from participation.forms.merge import MergeAnswerForm, SplitForm
from participation.merge_rules import refusal_to_answer, refusal_to_split
from participation.queries.merge import own_answer
from participation.queries.subject import subject_by_reference
from participation.views.subject import led_or_404


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, number: int) -> HttpResponse:
    """An author reads which proposals would become one, and says yes or no."""
    found = own_answer(request.user, number)
    if found is None:
        raise Http404
    refusal = refusal_to_answer(request.user, found, clock.now())
    form = MergeAnswerForm(request.POST if request.method == "POST" else None)
    status = 409 if refusal else 200
    if request.method == "POST" and not refusal:
        agrees = request.POST.get("answer") == "yes"
        status = 422
        if form.is_valid():
            try:
                merge = answer_merge(answer=found, agrees=agrees, **form.cleaned_data, by=request.user, at=clock.now())
            except Refusal as refused:
                form.add_error("reason" if not agrees else None, refused.sentence)
            else:
                messages.success(request, _done(merge.state, agrees))
                return redirect("my_page")
    context: dict[str, Any] = {
        "answer": found,
        "kept": found.merge.kept,
        "subjects": [one.subject for one in found.merge.answers.select_related("subject__reference")],
        "form": form,
        "refusal": refusal,
    }
    return render(request, "participation/merge_answer.html", context, status=status)


def _done(state: str, agrees: bool) -> str:
    if not agrees:
        return _("You said no. Your proposal stays on its own.")
    if state == MergeState.DONE:
        return _("All authors agreed: the proposals are one now.")
    return _("You said yes. You get a mail when all authors have answered.")


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def split(request: HttpRequest, reference: str) -> HttpResponse:
    """The author of a proposal that became part of another one asks it back."""
    subject = led_or_404(request, subject_by_reference(reference))
    now = clock.now()
    refusal = refusal_to_split(request.user, subject, now)
    form = SplitForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and not refusal and form.is_valid():
        try:
            split_proposal(subject=subject, **form.cleaned_data, by=request.user, at=now)
        except Refusal as refused:
            refusal = refused.sentence
        else:
            messages.success(request, _("Your proposal stands on its own again, with the supports it had."))
            return redirect(subject.reference.get_absolute_url())
    context = {
        "title": _("Let your proposal stand on its own again?"),
        "quoted": subject.public_label,
        "language": subject.language,
        "explanation": _("It gets back the supports it had, but for people who took theirs back since."),
        "label": _("Take it out again"),
        "refusal": refusal,
        "form": form,
    }
    status = 409 if refusal else 422 if form.is_bound else 200
    return render(request, "participation/withdraw.html", context, status=status)
