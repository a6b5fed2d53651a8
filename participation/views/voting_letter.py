from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from base import clock
from base.client_address import client_address
from base.queries.published_version import version_in_force
from base.refusal import Refusal
from base.write_limit import unlimited
from participation.actions.voting_letter import use_code
from participation.enums import Act
from participation.forms.voting_letter import CodeForm
from participation.models import ConsultationRound
from participation.queries.electoral_roll import has_letters, voting_help
from participation.rules import refusal_of_phase
from participation.views.ballot import RECEIPT
from participation.views.marks import forget_marks
from participation.views.vote import vote_or_404
from participation.views.voter import leave, let_in


@unlimited
@never_cache
@sensitive_post_parameters("code")
@sensitive_variables("form")
@require_http_methods(["GET", "HEAD", "POST"])
def vote_by_code(request: HttpRequest, reference: str) -> HttpResponse:
    """The door for whoever has a letter: no account, no mail. The code comes by POST alone, and stands in no address."""
    consultation_round = _round_or_404(reference)
    now = clock.now()
    refusal = refusal_of_phase(consultation_round, Act.VOTE, now)
    form, status = CodeForm(request.POST if request.method == "POST" and not refusal else None), 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                letter = use_code(
                    consultation_round=consultation_round,
                    code=form.cleaned_data["code"],
                    client=client_address(request),
                    by=request.user,
                    at=now,
                )
            except Refusal as refused:
                form.add_error("code", refused.sentence)
                status = 409
            else:
                if not request.user.is_authenticated:
                    let_in(request, letter)
                return redirect("ballot", reference)
    context = {
        "consultation_round": consultation_round,
        "round_text": version_in_force(consultation_round.reference_id, str(get_language())),
        "form": form,
        "refusal": refusal,
        "help": voting_help(),
    }
    return render(request, "participation/vote_by_code.html", context, status=409 if refusal else status)


@unlimited
@never_cache
@require_POST
def leave_vote(request: HttpRequest, reference: str) -> HttpResponse:
    """Whoever voted by a code closes the door behind them: for a computer that others use too."""
    consultation_round = _round_or_404(reference)
    response: HttpResponse = redirect("vote_by_code", reference)
    if not request.user.is_authenticated:
        leave(request)
        forget_marks(request, response, consultation_round)
        RECEIPT.forget(response, consultation_round)
        # Also pages that the browser would bring back.
        response["Clear-Site-Data"] = '"cache"'
    return response


def _round_or_404(reference: str) -> ConsultationRound:
    consultation_round = vote_or_404(reference)
    if not has_letters(consultation_round):
        raise Http404
    return consultation_round
