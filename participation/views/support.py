from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from base import clock
from base.refusal import Refusal, refuse_if
from participation.actions.support import give_support, take_support_back
from participation.queries.subject import subject_by_reference
from participation.views.subject import known_or_404


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def support(request: HttpRequest, reference: str) -> HttpResponse:
    """Gives or takes back support, then leads back to the subject. A visit (after signing in) only leads back."""
    subject = known_or_404(request, subject_by_reference(reference))
    if request.method == "POST":
        answer = request.POST.get("support", "yes")
        try:
            refuse_if(_("Say yes or no to support.") if answer not in ("yes", "no") else "")
            if answer == "no":
                take_support_back(subject=subject, by=request.user, at=clock.now())
                messages.success(request, _("You took your support back."))
            else:
                declares = "declares" in request.POST
                give_support(subject=subject, by=request.user, at=clock.now(), declares=declares)
                messages.success(request, _("You support this now. You can take it back while supporting is open."))
        except Refusal as refusal:
            messages.error(request, refusal.sentence)
    return redirect(subject.reference.get_absolute_url())
