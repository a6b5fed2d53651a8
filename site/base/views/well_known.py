"""The small files that machines and finders of leaks look for at fixed addresses."""

from datetime import UTC, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from base import clock

# RFC 9116 wants less than a year; the date moves along for as long as the site is looked after.
VALID_FOR = timedelta(days=180)
PRIVATE = ("/admin/", "/django-admin/", "/documents/", "/demo/")


@require_safe
@cache_control(public=True, max_age=86_400)
def security_txt(request: HttpRequest) -> HttpResponse:
    """Where to report a leak, as RFC 9116 has it."""
    expires = (clock.now().astimezone(UTC) + VALID_FOR).replace(hour=0, minute=0, second=0, microsecond=0)
    languages = ", ".join(code for code, _name in settings.LANGUAGES)
    return _text(
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        f"Canonical: {settings.BASE_URL}{reverse('security_txt')}",
        f"Preferred-Languages: {languages}",
    )


@require_safe
@cache_control(public=True, max_age=86_400)
def robots_txt(request: HttpRequest) -> HttpResponse:
    return _text("User-agent: *", *(f"Disallow: {path}" for path in PRIVATE))


def _text(*lines: str) -> HttpResponse:
    return HttpResponse("".join(f"{line}\n" for line in lines), content_type="text/plain; charset=utf-8")
