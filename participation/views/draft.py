"""Drafts: throwing one away, and who may open one that has no owner yet: the browser that wrote it, and who signs in by the mail it led to.

Its address alone opens nothing, so that it may stand in a history, a log or a message. The browser has a signed cookie,
set when there is something to keep; the way back after signing in carries a signed ticket, for another device.
"""

import uuid
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from base import clock
from participation.actions.draft import claim_draft, discard_draft
from participation.models import Draft
from participation.queries.contribution import own_drafts

COOKIE = "drafts"
SALT = "participation.draft"
TICKET = "ticket"
# Signing in takes a quarter of an hour at most; a form in the other language or a new mail may come between.
TICKET_SECONDS = 24 * 60 * 60
# A cookie is short.
MOST = 20


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def discard(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Asks first: a draft does not come back."""
    draft = own_drafts(request.user).filter(key=key).first()
    if draft is None:
        raise Http404
    if request.method == "POST":
        discard_draft(draft=draft, by=request.user, at=clock.now())
        messages.success(request, _("You threw the draft away."))
        return redirect("my_page")
    context = {
        "title": _("Throw this draft away?"),
        "quoted": draft.title or (_("a proposal without a title") if draft.form == "proposal" else draft.words),
        "language": draft.language,
        "explanation": _("It was not handed in, so only you could see it. It does not come back."),
        "label": _("Throw the draft away"),
    }
    return render(request, "participation/withdraw.html", context)


def may_open(request: HttpRequest, draft: Draft) -> bool:
    if draft.owner_id is not None:
        return draft.owner_id == request.user.pk
    return str(draft.key) in _remembered(request) or _has_ticket(request, draft)


def remember(response: HttpResponse, request: HttpRequest, draft: Draft) -> HttpResponse:
    """Lets this browser open what somebody who is not signed in wrote in it."""
    if draft.owner_id is None and str(draft.key) not in (known := _remembered(request)):
        response.set_signed_cookie(
            COOKIE,
            " ".join([*known, str(draft.key)][-MOST:]),
            salt=SALT,
            max_age=settings.DRAFT_DAYS * 24 * 60 * 60,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return response


def way_back(path: str, draft: Draft, **query: str) -> str:
    """The path to return to after signing in, with the right to open this draft there."""
    return f"{path}?{urlencode({**query, TICKET: signing.dumps(str(draft.key), salt=SALT)})}"


def sign_in_first(path: str) -> HttpResponse:
    return redirect(f"{reverse('sign_in')}?{urlencode({'next': path})}")


def kept_before_signing_in(request: HttpRequest, form: str) -> Draft | None:
    """What was typed in a form before signing in; it now belongs to who signed in."""
    key = _draft_of_ticket(request)
    draft = Draft.objects.filter(key=key, form=form).first() if key else None
    if draft is None or not may_open(request, draft):
        return None
    return claim_draft(draft=draft, by=request.user)


def _draft_of_ticket(request: HttpRequest) -> uuid.UUID | None:
    """The key of the draft that the way back names; only for who did sign in."""
    if not request.user.is_authenticated:
        return None
    try:
        return uuid.UUID(signing.loads(request.GET.get(TICKET, ""), salt=SALT, max_age=TICKET_SECONDS))
    except (signing.BadSignature, ValueError, TypeError, AttributeError):
        return None


def _has_ticket(request: HttpRequest, draft: Draft) -> bool:
    return _draft_of_ticket(request) == draft.key


def _remembered(request: HttpRequest) -> list[str]:
    try:
        return str(request.get_signed_cookie(COOKIE, default="", salt=SALT)).split()
    except signing.BadSignature:
        return []
