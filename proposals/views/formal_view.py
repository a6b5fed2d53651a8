"""Giving a formal view: without an account, kept as a draft from the first word on, with a dated receipt."""

import uuid
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from base import clock
from base.client_address import client_address
from base.queries.published_version import version_in_force
from base.refusal import Refusal
from base.write_limit import unlimited
from participation.actions.draft import DraftChanged, claim_draft, save_draft
from participation.models import ConsultationRound, Draft
from participation.round_change_words import cancelled_words
from participation.views.draft import may_open, remember, sign_in_first
from proposals.actions.formal_view import hand_in_view
from proposals.forms.formal_view import FormalViewForm
from proposals.letter_tasks import tell_of_view
from proposals.letters import timing_words
from proposals.models import Attachment, FormalView
from proposals.queries.formal_view import formal_view_of_key
from proposals.queries.response_document import answers_to
from proposals.rules import refusal_of_view, timing_of
from proposals.view_links import key_of_receipt, receipt_path
from proposals.views.consultation_round import round_or_404
from proposals.views.draft import HANDED_IN, is_autosave, seen_revision

FORM = "formal_view"
STEPS = [gettext_lazy("Write"), gettext_lazy("Check and hand in"), gettext_lazy("Receipt")]


@never_cache
@require_safe
def start_view(request: HttpRequest, reference: str) -> HttpResponse:
    """Draws the secret key of a new draft; nothing is written before something is typed."""
    consultation_round = round_or_404(reference)
    sentence = refusal_of_view(consultation_round, clock.now())
    if sentence:
        context = {"consultation_round": consultation_round, "refusal": sentence}
        return render(request, "proposals/formal_view_refused.html", context, status=409)
    return redirect("write_view", reference, uuid.uuid4())


@never_cache
@sensitive_post_parameters("name", "address", "mail", "text")
@require_http_methods(["GET", "HEAD", "POST"])
def write_view(request: HttpRequest, reference: str, key: uuid.UUID) -> HttpResponse:
    """Whatever is sent is kept first; only then it is looked at."""
    consultation_round = _formal_round(reference)
    now = clock.now()
    draft = _draft(consultation_round, key)
    if draft is not None and not may_open(request, draft):
        if is_autosave(request):
            return HttpResponse(status=409)
        if request.method != "POST":
            return _not_theirs(request)
        # The session ended while this was typed: it is kept under a key of its own.
        key, draft = uuid.uuid4(), None
    elsewhere: dict[str, str] = {}
    if draft is not None:
        draft = claim_draft(draft=draft, by=request.user)
        if draft.became_id is not None:
            if is_autosave(request):
                return HttpResponse(status=412)
            if request.method != "POST":
                return redirect(_receipt_of(draft))
            # Handed in from another window: what stands in this one becomes a draft of its own, and is told so.
            elsewhere, key = {"elsewhere": request.path, HANDED_IN: "1"}, uuid.uuid4()
    here = reverse("write_view", args=[reference, key])
    timing = timing_of(consultation_round, now)
    form = FormalViewForm(initial=_begun(request, draft), timing=timing)
    if request.method == "POST":
        typed: dict[str, Any] = {
            "form": FORM,
            "consultation_round": consultation_round,
            "data": FormalViewForm.typed(request.POST),
            "language": str(get_language()),
            "by": request.user,
            "at": now,
        }
        try:
            draft = save_draft(**typed, key=key, seen=seen_revision(request))
        except DraftChanged:
            if is_autosave(request):
                return HttpResponse(status=412)
            # Two windows on one draft: the later one gets a draft of its own, and says so.
            elsewhere, key = {"elsewhere": here}, uuid.uuid4()
            draft = save_draft(**typed, key=key)
        if elsewhere:
            own = reverse("write_view", args=[reference, key])
            return remember(redirect(f"{own}?{urlencode(elsewhere)}"), request, draft)
        if is_autosave(request):
            kept = HttpResponse(status=204, headers={"X-Draft-Revision": str(draft.revision)})
            return remember(kept, request, draft)
        if "files" in request.POST:
            return remember(redirect("view_attachments", reference, key), request, draft)
        if "save" in request.POST:
            return remember(redirect(f"{here}?saved=1"), request, draft)
        form = FormalViewForm(request.POST, timing=timing)
        if form.is_valid():
            return remember(redirect("check_view", reference, key), request, draft)
    context = _around(consultation_round, now) | {
        "form": form,
        "draft": draft,
        "saved": "saved" in request.GET and not form.is_bound,
        "is_elsewhere": "elsewhere" in request.GET,
        "was_handed_in": HANDED_IN in request.GET,
        "refusal": refusal_of_view(consultation_round, now),
        "current": 1,
    }
    response = render(request, "proposals/formal_view_form.html", context, status=422 if form.is_bound else 200)
    return remember(response, request, draft) if form.is_bound and draft is not None else response


@unlimited
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check_view(request: HttpRequest, reference: str, key: uuid.UUID) -> HttpResponse:
    """Read it as the clerk will, then hand it in. What was typed is kept by then: no limit may make it late."""
    consultation_round = _formal_round(reference)
    draft = _draft(consultation_round, key)
    if draft is None:
        return redirect("write_view", reference, key)
    if not may_open(request, draft):
        return _not_theirs(request)
    if draft.became_id is not None:
        return redirect(_receipt_of(draft))
    now = clock.now()
    form = FormalViewForm(draft.data, timing=timing_of(consultation_round, now))
    if not form.is_valid():
        return redirect("write_view", reference, key)
    refusal = ""
    if request.method == "POST":
        try:
            view = hand_in_view(
                draft=draft,
                text=form.cleaned_data["text"],
                sender=form.sender(),
                remark=form.cleaned_data.get("remark", ""),
                language=str(get_language()),
                by=request.user,
                client=client_address(request),
                at=now,
            )
        except Refusal as refused:
            refusal = refused.sentence
        else:
            tell_of_view.enqueue(view.pk)
            return redirect(f"{receipt_path(view)}?received")
    context = _around(consultation_round, now) | {
        "content": form.cleaned_data,
        "draft": draft,
        "attachments": draft.attachments.all(),
        "refusal": refusal,
        "current": 2,
    }
    return render(request, "proposals/formal_view_check.html", context, status=409 if refusal else 200)


@never_cache
@require_safe
def receipt(request: HttpRequest, token: str) -> HttpResponse:
    """The dated receipt, by its signed link: to read and to print. Who sent it stands not on it."""
    view = formal_view_of_key(key_of_receipt(token))
    if view is None:
        raise Http404
    cancelled_at = view.consultation_round.cancelled_at
    context = {
        "view": view,
        "is_received": "received" in request.GET,
        "words": timing_words(view) if cancelled_at is None else [cancelled_words(view.consultation_round)],
        "is_cancelled": cancelled_at is not None,
        "files": Attachment.objects.filter(reference=view.reference_id),
        "round_text": version_in_force(view.consultation_round.reference_id, str(get_language())),
        "steps": STEPS,
        "answer": answers_to("formal_view", [view.pk]).get(view.pk),
    }
    return render(request, "proposals/formal_view_receipt.html", context)


def _around(consultation_round: ConsultationRound, at: datetime) -> dict[str, Any]:
    return {
        "consultation_round": consultation_round,
        "round_text": version_in_force(consultation_round.reference_id, str(get_language())),
        "timing": timing_of(consultation_round, at),
        "term": consultation_round.term,
        "steps": STEPS,
    }


def _formal_round(reference: str) -> ConsultationRound:
    consultation_round = round_or_404(reference)
    if consultation_round.term is None:
        raise Http404
    return consultation_round


def _draft(consultation_round: ConsultationRound, key: uuid.UUID) -> Draft | None:
    return Draft.objects.filter(key=key, consultation_round=consultation_round, form=FORM).first()


def _receipt_of(draft: Draft) -> str:
    return receipt_path(FormalView.objects.get(reference=draft.became_id))


def _not_theirs(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        raise Http404
    return sign_in_first(request.path)


def _begun(request: HttpRequest, draft: Draft | None) -> dict[str, Any]:
    mail = request.user.email if request.user.is_authenticated else ""
    return {"mail": mail, **(draft.data if draft is not None else {})}
