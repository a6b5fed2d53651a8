from urllib.parse import urlsplit, urlunsplit

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

LONGEST = 2000


def safe_next_path(request: HttpRequest, value: str) -> str:
    """Where to go after signing in: a path on this site, or nothing for what leads elsewhere."""
    if len(value) > LONGEST or not value.isprintable():
        return ""
    if not url_has_allowed_host_and_scheme(
        value, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        return ""
    parts = urlsplit(value)
    # Without scheme and host it cannot lead elsewhere even where it is read by another browser.
    path = urlunsplit(("", "", parts.path, parts.query, parts.fragment))
    return path if path.startswith("/") and not path.startswith("//") else ""
