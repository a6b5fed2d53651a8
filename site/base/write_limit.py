"""How many writes one account or one address may send per hour; the middleware at the door asks."""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from base.client_address import client_address

WINDOW = 60 * 60  # seconds
# Staff save a page often, and a preview is a write too.
ADMIN_FACTOR = 10

logger = logging.getLogger(__name__)
View = TypeVar("View", bound=Callable[..., Any])


def unlimited(view: View) -> View:
    """Marks a view whose writes are never refused for their number: casting a valid ballot."""
    view.unlimited = True  # type: ignore[attr-defined]
    return view


def seconds_to_wait(request: HttpRequest, *, at: datetime) -> int:
    """Counts this write; 0 if it may pass, otherwise the seconds until the next window begins."""
    window, passed = divmod(int(at.timestamp()), WINDOW)
    who, limit = _writer(request)
    key = f"writes:{who}:{window}"
    try:
        cache.add(key, 0, timeout=2 * WINDOW)
        count = cache.incr(key)
    except Exception:
        # A cache that is down must not keep anybody from taking part.
        logger.exception("Writes are not limited now: the cache does not answer")
        return 0
    return 0 if count <= limit else WINDOW - passed


def _writer(request: HttpRequest) -> tuple[str, int]:
    """The counter's name and its limit: the account's own when signed in, the address's otherwise."""
    if request.user.is_authenticated:
        if request.path.startswith(settings.ADMIN_PATHS):
            return f"admin:{request.user.pk}", settings.WRITE_LIMITS["account"] * ADMIN_FACTOR
        return f"account:{request.user.pk}", settings.WRITE_LIMITS["account"]
    # The cache holds no addresses of people, only what this site alone can make of them.
    digest = salted_hmac("base.write_limit", client_address(request)).hexdigest()[:32]
    return f"address:{digest}", settings.WRITE_LIMITS["address"]
