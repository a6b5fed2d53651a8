from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from accounts.session import session_ends_at
from base.instants import clock


def session(request: HttpRequest) -> dict[str, Any]:
    """For the notice on pages of people who are signed in: `session_ends_at` (an instant), in words, and where to extend."""
    user = getattr(request, "user", None)
    # Who rehearses has another clock than the session.
    if user is None or not user.is_authenticated or hasattr(request, "rehearsal"):
        return {}
    ends_at = session_ends_at(request.session)
    if ends_at is None:
        return {}
    return {
        "session_ends_at": ends_at,
        "session_ends_words": clock(ends_at),
        "session_extend_url": reverse("session_extend"),
    }
