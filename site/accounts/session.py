"""The session of somebody who is signed in ends two hours after their last visit; its end is known to the page."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase

ENDS_AT = "ends_at"
# Writing at each request would make every read a write: within this time the end is not moved.
PRECISION = timedelta(minutes=1)


def renew(session: SessionBase, at: datetime) -> datetime:
    """Moves the end of the session to its full length from now, and returns it."""
    ends_at = at + timedelta(seconds=settings.SESSION_COOKIE_AGE)
    session[ENDS_AT] = ends_at.isoformat()
    return ends_at


def renew_if_due(session: SessionBase, at: datetime) -> datetime:
    ends_at = session_ends_at(session)
    if ends_at is None or at + timedelta(seconds=settings.SESSION_COOKIE_AGE) - ends_at >= PRECISION:
        return renew(session, at)
    return ends_at


def session_ends_at(session: SessionBase) -> datetime | None:
    """Never later than the true end; nothing for a session that nobody is signed in to."""
    value = session.get(ENDS_AT)
    return datetime.fromisoformat(value) if value else None
