from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.rehearsal import is_rehearsal, rehearsed
from base import clock
from base.client_address import client_address
from base.queries.published_version import version_in_force
from base.refusal import Refusal
from base.write_limit import unlimited
from participation.actions.voting_letter import use_code
from participation.codes import new_code, spaced
from participation.enums import Act
from participation.forms.voting_letter import CodeForm
from participation.models import ConsultationRound
from participation.queries.consultation_round import names_of
from participation.queries.electoral_roll import voting_help
from participation.queries.voting_letter import rounds_by_letter
from participation.rules import refusal_of_phase
from participation.views.ballot import RECEIPT
from participation.views.marks import forget_marks
from participation.views.vote import vote_or_404
from participation.views.voter import NOBODY, REHEARSED_CODE, leave, let_in, refused_by_the_clock, takes_codes


@require_safe
def short_address(request: HttpRequest, language: str) -> HttpResponse:
    """From the word that a letter asks people to type, to the page in the language of that letter."""
    with override(language):
        return redirect("votes_by_letter")


@never_cache
@require_safe
def votes_by_letter(request: HttpRequest) -> HttpResponse:
    """To the door for codes of the one vote by letter that runs; of several, which ones: each letter names its own."""
    rounds = rounds_by_letter(clock.now())
    if len(rounds) == 1:
        return redirect("vote_by_code", rounds[0].reference.string)
    names = names_of(rounds)
    context = {"rounds": [(one, *names[one.pk]) for one in rounds], "help": voting_help()}
    return render(request, "participation/votes_by_letter.html", context)


@rehearsed
@unlimited
@never_cache
@sensitive_post_parameters("code")
@sensitive_variables("form")
@require_http_methods(["GET", "HEAD", "POST"])
def vote_by_code(request: HttpRequest, reference: str) -> HttpResponse:
    """The door for whoever has a letter: no account, no mail. The code comes by POST alone, and stands in no address."""
    consultation_round = _round_or_404(request, reference)
    now = clock.now()
    if sentence := refusal_of_phase(consultation_round, Act.VOTE, now):
        return refused_by_the_clock(request, consultation_round, sentence)
    form, status = CodeForm(request.POST if request.method == "POST" else None), 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            if is_rehearsal(request):
                return _rehearse_code(request, consultation_round)
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
            except OperationalError:
                form.add_error(
                    "code",
                    _(
                        "Our server could not look at your code now. Nothing was cast or changed. Try again in a few minutes."
                    ),
                )
                status = 503
            else:
                if not request.user.is_authenticated:
                    let_in(request, letter)
                return redirect("ballot", reference)
    context = {
        "consultation_round": consultation_round,
        "round_text": version_in_force(consultation_round.reference_id, str(get_language())),
        "form": form,
        "any_code": spaced(new_code()) if is_rehearsal(request) else "",
        "help": voting_help(),
    }
    return render(request, "participation/vote_by_code.html", context, status=status)


def _rehearse_code(request: HttpRequest, consultation_round: ConsultationRound) -> HttpResponse:
    """Any code leads on: none is looked up, and no session knows of it."""
    response = redirect("ballot", consultation_round.reference.string)
    REHEARSED_CODE.keep(response, consultation_round, "", NOBODY)
    return response


@rehearsed
@unlimited
@never_cache
@require_POST
def leave_vote(request: HttpRequest, reference: str) -> HttpResponse:
    """Whoever voted by a code closes the door behind them: for a computer that others use too."""
    consultation_round = _round_or_404(request, reference)
    response: HttpResponse = redirect("vote_by_code", reference)
    if is_rehearsal(request):
        REHEARSED_CODE.forget(response, consultation_round)
        forget_marks(request, response, consultation_round)
    elif not request.user.is_authenticated:
        leave(request)
        forget_marks(request, response, consultation_round)
        RECEIPT.forget(response, consultation_round)
        # Also pages that the browser would bring back.
        response["Clear-Site-Data"] = '"cache"'
    return response


def _round_or_404(request: HttpRequest, reference: str) -> ConsultationRound:
    consultation_round = vote_or_404(reference)
    if not takes_codes(request, consultation_round):
        raise Http404
    return consultation_round
