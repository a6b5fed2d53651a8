import re
from collections.abc import Callable
from itertools import chain
from typing import Any
from unicodedata import category

from csp.middleware import CSPMiddleware
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.locale import LocaleMiddleware
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from wagtail.contrib.redirects.middleware import RedirectMiddleware

from base import clock
from base.refusal import Refusal
from base.views.failure import bad_request, too_many_writes
from base.write_limit import seconds_to_wait


class SecurityPolicyMiddleware(CSPMiddleware):
    """The strict policy for every page of the public; Wagtail's and Django's admin have one of their own."""

    def process_response(self, request: HttpRequest, response: Any) -> Any:
        if request.path.startswith(settings.ADMIN_PATHS):
            response._csp_config = settings.ADMIN_CONTENT_SECURITY_POLICY
        return super().process_response(request, response)


class LanguageMiddleware(LocaleMiddleware):
    """The language of the address; the admin's addresses have none, and what is missing there is missing there."""

    # A language that is not wanted at all: Django would take it for one that is.
    REFUSED = re.compile(r";\s*q\s*=\s*0(?:\.0*)?\s*$")

    def process_request(self, request: HttpRequest) -> None:
        if asked := request.META.get("HTTP_ACCEPT_LANGUAGE"):
            wanted = [one.strip() for one in asked.split(",") if not self.REFUSED.search(one)]
            request.META["HTTP_ACCEPT_LANGUAGE"] = ",".join(wanted)
        super().process_request(request)

    def process_response(self, request: HttpRequest, response: Any) -> Any:
        # A view of ours that says 404 means it: only what no address matched may be there in a language.
        is_ours = request.resolver_match is not None and request.resolver_match.url_name != "wagtail_serve"
        if request.path.startswith(settings.ADMIN_PATHS) or (response.status_code == 404 and is_ours):
            return response
        return super().process_response(request, response)


class NullCharacterMiddleware:
    """Refuses an address with a null character: no page has one, and PostgreSQL fails on looking for it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            return bad_request(request)
        return self.get_response(request)


class InvisibleTextMiddleware:
    """Takes what was typed and shows nothing (spaces of no width, marks of direction) for nothing typed: no title and no reason
    that nobody can read.
    """

    # By their category, and letters that are drawn as nothing.
    CATEGORIES, LETTERS = frozenset({"Cc", "Cf", "Zl", "Zp", "Zs"}), frozenset("\u115f\u1160\u2800\u3164\uffa0")

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any) -> None:
        # Read by who looks for the form's token; a view without one may want to say first where files go.
        is_read = hasattr(request, "_post")
        if not is_read or not any(map(self._is_invisible, chain(*dict(request.POST).values()))):
            return
        seen = request.POST.copy()
        for name, values in request.POST.lists():
            seen.setlist(name, ["" if self._is_invisible(value) else value for value in values])
        seen._mutable = False
        request.POST = seen  # type: ignore[assignment]

    def _is_invisible(self, value: str) -> bool:
        return value != "" and all(one in self.LETTERS or category(one) in self.CATEGORIES for one in value)


class RefusalMiddleware:
    """In Wagtail's own views a refused write is told in words, on the page on which it was asked."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        is_asked = request.method == "POST" and request.path.startswith(settings.ADMIN_PATHS)
        if not isinstance(exception, Refusal) or not is_asked:
            return None
        if request.headers.get("X-Requested-With") == "XMLHttpRequest":
            return JsonResponse({"success": False, "error_message": exception.sentence}, status=409)
        messages.error(request, exception.sentence)
        before = request.headers.get("Referer", "")
        is_here = url_has_allowed_host_and_scheme(before, {request.get_host()}, require_https=request.is_secure())
        return redirect(before if is_here else request.get_full_path())


class WriteLimitMiddleware:
    """Lets an account or an address write so many times per hour; a view marked `unlimited` always passes."""

    SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if request.method in self.SAFE or getattr(view, "unlimited", False):
            return None
        wait = seconds_to_wait(request, at=clock.now())
        return too_many_writes(request, wait=wait) if wait else None


class MovedPageMiddleware(RedirectMiddleware):
    """Wagtail's own way from an old address to the new one, with what was asked at the old one."""

    def process_response(self, request: HttpRequest, response: Any) -> Any:
        answer = super().process_response(request, response)
        query = request.META.get("QUERY_STRING", "")
        if answer is not response and query and "?" not in answer["Location"]:
            answer["Location"] += f"?{query}"
        return answer
