from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from base import clock
from base.client_address import client_address
from base.refusal import Refusal
from proposals.actions.reach import say_who
from proposals.forms.reach import ReachForm
from proposals.rules import refusal_to_say_who
from proposals.views.consultation_round import round_or_404


# Of nobody: there is no session that a form on another site could use, and none is begun by reading this.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def reach(request: HttpRequest, reference: str) -> HttpResponse:
    """After taking part: how old, and from where. Nobody has to, and nothing is kept of who it was."""
    consultation_round, now = round_or_404(reference), clock.now()
    refusal = refusal_to_say_who(consultation_round, now)
    form = ReachForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and not refusal:
        try:
            say_who(
                consultation_round=consultation_round,
                age_band=form.cleaned_data["age_band"],
                area=form.cleaned_data.get("area"),
                client=client_address(request),
                at=now,
            )
        except Refusal as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("Thank you."))
            return redirect("reference", reference)
    context = {"consultation_round": consultation_round, "form": form, "refusal": refusal}
    status = 409 if refusal else 422 if form.errors else 200
    return render(request, "proposals/reach.html", context, status=status)
