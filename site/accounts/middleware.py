from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from accounts.session import renew_if_due
from base import clock

# Open pages call these by themselves: nobody needs to be there.
NOT_A_VISIT = frozenset({"wagtailadmin_editing_sessions:ping", "wagtailadmin_editing_sessions:release"})


class SessionRenewalMiddleware:
    """Renews the session with each visit of somebody who is signed in; others get no session, hence no cookie."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        match = request.resolver_match
        if match is not None and match.view_name not in NOT_A_VISIT and request.user.is_authenticated:
            renew_if_due(request.session, clock.now())
