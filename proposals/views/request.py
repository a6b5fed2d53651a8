"""What a proposal's page says more of a request under an ordinance, and the step of those who started it."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from base import clock
from base.refusal import Refusal
from participation.actions.state_event import move_proposal
from participation.enums import State
from participation.life import refusal_to_move
from participation.models import Subject
from participation.queries.co_author import is_leading_author
from participation.queries.request import standing_of
from participation.queries.state_event import state_of
from participation.request_terms import declaration
from participation.request_words import ordinance_facts
from participation.views.subject import led_or_404
from proposals.queries.commitment import commitments_about
from proposals.queries.proposal import proposal_by_reference
from proposals.views.commitment import card


def request_block(request: HttpRequest, subject: Subject, state: State, at: datetime) -> dict[str, Any]:
    """Where it is, what its ordinance lays down, and whether the reader can hand it over; nothing of a proposal."""
    if subject.ordinance is None:
        return {}
    may_hand_over = (
        subject.is_visible
        and is_leading_author(request.user, subject)
        and not refusal_to_move(request.user, subject, state, State.HANDED_OVER, at)
    )
    return {
        "ordinance": subject.ordinance,
        "ordinance_facts": ordinance_facts(subject.ordinance),
        "standing": standing_of(subject, state, at) if subject.is_visible else None,
        "declaration": declaration(subject.ordinance),
        "may_hand_over": may_hand_over,
        "commitments": [card(one, timezone.localtime(at).date()) for one in commitments_about(subject.reference_id)],
    }


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: HttpRequest, reference: str) -> HttpResponse:
    """Asks first: from then on the text stands fast and nobody supports it any more."""
    subject, now = led_or_404(request, proposal_by_reference(reference)), clock.now()
    refusal = refusal_to_move(request.user, subject, state_of(subject, now), State.HANDED_OVER, now)
    if request.method == "POST" and not refusal:
        try:
            move_proposal(subject=subject, state=State.HANDED_OVER, by=request.user, at=now)
        except Refusal as refused:
            refusal = refused.sentence
        else:
            messages.success(request, _("It is handed over. You hear by mail what becomes of it."))
            return redirect("proposal", reference)
    context = {
        "title": _("Hand it over to the municipality?"),
        "quoted": subject.label,
        "language": subject.language,
        "explanation": _(
            "From then on the text stands fast and nobody supports it any more. You can withdraw it until it is decided."
        ),
        "label": _("Hand it over"),
        "refusal": refusal,
    }
    return render(request, "participation/withdraw.html", context, status=409 if refusal else 200)
