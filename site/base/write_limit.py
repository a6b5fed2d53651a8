"""How many writes one account or one address may send per hour; the middleware at the door asks."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from django.conf import settings
from django.http import HttpRequest

from base.client_address import client_address
from base.counter import Counter

WINDOW = 60 * 60  # seconds
# Staff save a page often, and a preview is a write too.
ADMIN_FACTOR = 10

View = TypeVar("View", bound=Callable[..., Any])


def unlimited(view: View) -> View:
    """Marks a view whose writes are never refused for their number: casting a valid ballot, handing in a formal view."""
    view.unlimited = True  # type: ignore[attr-defined]
    return view


def seconds_to_wait(request: HttpRequest, *, at: datetime) -> int:
    """Counts this write; 0 if it may pass, otherwise the seconds until the next window begins."""
    who, limit = _writer(request)
    counter = Counter("writes", limit, WINDOW)
    if counter.count(who, at=at):
        return 0
    return int(counter.free_at(at).timestamp()) - int(at.timestamp())


def _writer(request: HttpRequest) -> tuple[str, int]:
    """Who is counted, and the limit: the account when signed in, the address otherwise."""
    if request.user.is_authenticated:
        if request.path.startswith(settings.ADMIN_PATHS):
            return f"admin:{request.user.pk}", settings.WRITE_LIMITS["account"] * ADMIN_FACTOR
        return f"account:{request.user.pk}", settings.WRITE_LIMITS["account"]
    return f"address:{client_address(request)}", settings.WRITE_LIMITS["address"]
