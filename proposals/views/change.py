from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from base import clock
from base.refusal import Refusal
from participation.enums import Screening
from participation.rules import refusal_to_change_subject
from participation.views.subject import led_or_404
from proposals.actions.change import begin_change
from proposals.queries.proposal import proposal_by_reference


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, reference: str) -> HttpResponse:
    """Says first what a change means, and leads to the form with the words that are public."""
    subject = led_or_404(request, proposal_by_reference(reference))
    now = clock.now()
    refusal = refusal_to_change_subject(request.user, subject, now)
    if request.method == "POST" and not refusal:
        try:
            draft = begin_change(subject=subject, by=request.user, at=now)
        except Refusal as refused:
            refusal = refused.sentence
        else:
            return redirect("write_proposal", subject.consultation_round.reference.string, draft.key)
    explanation = _(
        "Your new text becomes the next version of your proposal; its number and its support stay. Everybody can read what changed. "
        "Who supports it is told by mail and can take that back."
    )
    if subject.consultation_round.screening != Screening.AFTER:
        explanation += " " + _("A moderator reads it first. Until then the text of now stays public.")
    context = {
        "title": _("Change your proposal?"),
        "quoted": subject.label,
        "language": subject.language,
        "explanation": explanation,
        "label": _("Change my proposal"),
        "refusal": refusal,
    }
    return render(request, "participation/withdraw.html", context, status=409 if refusal else 200)
