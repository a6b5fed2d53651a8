from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve

from accounts.actions.rehearsal import stand_in
from accounts.rehearsal import COOKIE, LASTS, Rehearsal, may_rehearse, read
from accounts.session import renew_if_due
from accounts.signals import draft_rehearsed
from base import clock

# Open pages call these by themselves: nobody needs to be there.
NOT_A_VISIT = frozenset({"wagtailadmin_editing_sessions:ping", "wagtailadmin_editing_sessions:release"})

OWN_PAGES = frozenset({"rehearsal", "stop_rehearsal"})


class SessionRenewalMiddleware:
    """Renews the session with each visit of somebody who is signed in; others get no session, hence no cookie."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        if hasattr(request, "rehearsal"):
            # Its clock and its person are not those of the session.
            return
        match = request.resolver_match
        if match is not None and match.view_name not in NOT_A_VISIT and request.user.is_authenticated:
            renew_if_due(request.session, clock.now())


class RehearsalMiddleware:
    """Shows staff who rehearse the site at another moment and as somebody else; whatever that writes is rolled back, and nothing is
    sent but to a view that is marked as `rehearsed`.

    The admin and the rehearsal's own addresses are always as they are.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        found = self._rehearsal(request)
        if found is None:
            return self.get_response(request)
        request.rehearsal = found  # type: ignore[attr-defined]
        if request.method not in ("GET", "HEAD") and not self._is_rehearsed(request):
            return render(request, "accounts/rehearsal_only.html", status=409)
        with transaction.atomic():
            if found.draft:
                draft_rehearsed.send(sender=Rehearsal, draft=found.draft, by=request.user, at=clock.now())
            response = self._shown(request, found)
            transaction.set_rollback(True)
        response["Cache-Control"] = "no-store"
        return response

    def _shown(self, request: HttpRequest, found: Rehearsal) -> HttpResponse:
        with clock.set_to(found.at):
            role = found.account_role
            request.user = stand_in(role=role, key=found.person_key) if role else AnonymousUser()
            return self.get_response(request)

    def _is_rehearsed(self, request: HttpRequest) -> bool:
        with suppress(Resolver404):
            return hasattr(resolve(request.path_info).func, "rehearsed")
        return False

    def _rehearsal(self, request: HttpRequest) -> Rehearsal | None:
        token = request.COOKIES.get(COOKIE)
        if not token or request.path.startswith(settings.ADMIN_PATHS):
            return None
        with suppress(Resolver404):
            if resolve(request.path_info).url_name in OWN_PAGES:
                return None
        found = read(token, LASTS)
        return found if found is not None and may_rehearse(request.user, found.role) else None
