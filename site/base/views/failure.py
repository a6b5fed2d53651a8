"""The pages that say no at the door. Nothing that somebody typed is lost on them."""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, TypeAlias
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import REASON_NO_CSRF_COOKIE
from django.shortcuts import render
from django.template import loader
from django.utils.cache import add_never_cache_headers
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

View: TypeAlias = Callable[..., HttpResponse]

# A value of more than this many characters is text that somebody typed, and worth showing.
SHORT = 60


@dataclass(frozen=True)
class PostedField:
    name: str
    value: str

    @property
    def is_text(self) -> bool:
        return len(self.value) > SHORT or "\n" in self.value


def posted_fields(request: HttpRequest) -> list[PostedField]:
    """What was posted, in its order, without the token that no longer counts."""
    return [
        PostedField(name, str(value))
        for name, values in request.POST.lists()
        if name != "csrfmiddlewaretoken"
        for value in values
    ]


def is_from_here(request: HttpRequest) -> bool:
    """Whether the browser says that the form stood on this site.

    A form that another site filled in must not be offered for sending again: one click and its ballot would be cast.
    """
    source = request.headers.get("Origin") or request.headers.get("Referer", "")
    parts = urlsplit(source)
    return (parts.scheme, parts.netloc) == (request.scheme, request.get_host())


@sensitive_variables("fields")
def form_again(request: HttpRequest, *, status: HTTPStatus, title: str, sentence: str) -> HttpResponse:
    """A page that says why and offers what was posted for sending again; JSON where the page's script asked."""
    if request.headers.get("Accept", "").startswith("application/json"):
        return JsonResponse({"refusal": sentence}, status=status)
    fields = posted_fields(request) if is_from_here(request) else []
    context = {
        "title": title,
        "sentence": sentence,
        "fields": fields,
        "address": request.get_full_path(),
        "has_files": bool(request.FILES),
    }
    response = render(request, "base/form_again.html", context, status=status)
    add_never_cache_headers(response)
    return response


def sent_again(again: View) -> Callable[[View], View]:
    """Marks a view whose form has a page of its own where it is looked through before it counts: `again` leads there, with what
    was posted, when the browser could not show that the form was the person's own.
    """

    def marked(view: View) -> View:
        view.sent_again = again  # type: ignore[attr-defined]
        return view

    return marked


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    match = request.resolver_match
    again = getattr(match.func, "sent_again", None) if match else None
    if match and again and is_from_here(request):
        response: HttpResponse = again(request, *match.args, **match.kwargs)
        add_never_cache_headers(response)
        return response
    if reason == REASON_NO_CSRF_COOKIE:
        return form_again(
            request,
            status=HTTPStatus.FORBIDDEN,
            title=_("Your browser sent no cookie"),
            sentence=_(
                "Nothing was changed. This site needs a cookie to see that a form came from you, and your browser seems to keep none. "
                "Allow cookies for this site and send this once more. If you cannot, use another browser, or call the municipality "
                "or come to its desk."
            ),
        )
    return form_again(
        request,
        status=HTTPStatus.FORBIDDEN,
        title=_("Please send this once more"),
        sentence=_(
            "We could not see that this form came from you: the page stood open for a long time, or you signed in or "
            "out in another tab. Nothing was changed yet."
        ),
    )


def too_many_writes(request: HttpRequest, *, wait: int) -> HttpResponse:
    """`wait` in seconds, told in minutes."""
    minutes = max(1, -(-wait // 60))
    sentence = ngettext(
        "A lot was sent from here in a short time. Wait %(minutes)d minute and send it again.",
        "A lot was sent from here in a short time. Wait %(minutes)d minutes and send it again.",
        minutes,
    ) % {"minutes": minutes}
    response = form_again(
        request, status=HTTPStatus.TOO_MANY_REQUESTS, title=_("Please wait a moment"), sentence=sentence
    )
    response.headers["Retry-After"] = str(wait)
    return response


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(
        request,
        status=HTTPStatus.NOT_FOUND,
        title=_("This page is not here"),
        sentence=_("The address may be mistyped, or the page was moved. Begin at the front page and look from there."),
    )


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(
        request,
        status=HTTPStatus.FORBIDDEN,
        title=_("You cannot open this page"),
        sentence=str(exception or "")
        or _("It belongs to another person or to another task. Sign in with the account that it belongs to."),
    )


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _bare_page(
        status=HTTPStatus.BAD_REQUEST,
        title=_("We do not understand this request"),
        sentence=_("Go back, load the page again and try once more."),
    )


def server_error(request: HttpRequest) -> HttpResponse:
    return _bare_page(
        status=HTTPStatus.INTERNAL_SERVER_ERROR,
        title=_("Something went wrong with us"),
        sentence=_(
            "It is not your fault. Go back and try again in a few minutes; what you typed may still stand there."
        ),
    )


def _page(request: HttpRequest, **context: Any) -> HttpResponse:
    return render(request, "base/failure.html", context, status=context["status"])


def _bare_page(*, status: HTTPStatus, title: str, sentence: str) -> HttpResponse:
    """A page that asks nothing of the request, the database or the context processors: any of them may be what failed."""
    context = {
        "title": title,
        "sentence": sentence,
        "language": get_language() or settings.LANGUAGE_CODE,
        "city_name": settings.CITY_NAME,
        "city_contact": settings.CITY_CONTACT,
    }
    try:
        body = loader.get_template("base/bare_failure.html").render(context)
    except Exception:  # the template or the static files may be what failed; a sentence always can be said
        return HttpResponse(f"{title}. {sentence}", status=status, content_type="text/plain; charset=utf-8")
    return HttpResponse(body, status=status)
