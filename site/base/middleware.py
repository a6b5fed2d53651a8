from collections.abc import Callable
from typing import Any

from csp.middleware import CSPMiddleware
from django.conf import settings
from django.http import HttpRequest, HttpResponse


class SecurityPolicyMiddleware(CSPMiddleware):
    """The strict policy for every page of the public; Wagtail's and Django's admin have one of their own."""

    def process_response(self, request: HttpRequest, response: Any) -> Any:
        if request.path.startswith(settings.ADMIN_PATHS):
            response._csp_config = settings.ADMIN_CONTENT_SECURITY_POLICY
        return super().process_response(request, response)


class WriteLimitMiddleware:
    """Limits writes at the door."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)
