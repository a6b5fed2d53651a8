"""Objecting to a provisional count, by anybody; and the receipt with what became of it, by its signed link."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from base import clock
from base.client_address import client_address
from base.queries.published_version import version_in_force
from base.refusal import Refusal
from participation.actions import count_objection as actions
from participation.certification_rules import objections_until, refusal_to_object
from participation.forms.count_objection import CountObjectionForm
from participation.objection_links import key_of_objection, objection_path
from participation.queries.electoral_roll import voting_help
from participation.queries.tally_sheet import newest_sheet, objection_of_key
from participation.views.vote import vote_or_404


@never_cache
@sensitive_post_parameters("text", "name", "address", "mail")
@require_http_methods(["GET", "HEAD", "POST"])
def object_to_count(request: HttpRequest, reference: str) -> HttpResponse:
    consultation_round, now = vote_or_404(reference), clock.now()
    sheet = newest_sheet(consultation_round)
    refusal, status = refusal_to_object(consultation_round, sheet, now), 200
    form = CountObjectionForm(
        request.POST if request.method == "POST" else None,
        initial={"mail": request.user.email} if request.user.is_authenticated else {},
    )
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                objection = actions.object_to_count(
                    consultation_round=consultation_round,
                    text=form.cleaned_data["text"],
                    sender=form.sender(),
                    language=str(get_language()),
                    by=request.user,
                    at=now,
                    client=client_address(request),
                )
            except Refusal as refused:
                refusal, status = refused.sentence, 409
            else:
                return redirect(f"{objection_path(objection)}?received")
    context = {
        "consultation_round": consultation_round,
        "round_text": version_in_force(consultation_round.reference_id, str(get_language())),
        "form": form,
        "refusal": refusal,
        "ends_at": objections_until(consultation_round, sheet),
        "help": voting_help(),
    }
    return render(request, "participation/count_objection_form.html", context, status=status)


@never_cache
@require_safe
def receipt(request: HttpRequest, token: str) -> HttpResponse:
    objection = objection_of_key(key_of_objection(token))
    if objection is None:
        raise Http404
    context = {
        "objection": objection,
        "is_received": "received" in request.GET,
        "round_text": version_in_force(objection.consultation_round.reference_id, str(get_language())),
    }
    return render(request, "participation/count_objection_receipt.html", context)
