"""The links of mails about following. Each says in its own salt what it may do; nothing secret is kept for them.

A link names follows by their keys and never holds an address: addresses of pages stand in logs.
"""

from collections.abc import Iterable, Sequence
from dataclasses import astuple
from typing import Any

from django.conf import settings
from django.core import signing
from django.urls import reverse

from participation.actions.follow import Stopped
from participation.models import Follow

CONFIRM, STOP, AGAIN = "participation.follow.confirm", "participation.follow.stop", "participation.follow.again"
# As long as somebody looks at the page that says that they stopped.
AGAIN_SECONDS = 60 * 60
A_DAY = 24 * 60 * 60


def confirm_path(follow: Follow) -> str:
    return reverse("confirm_follow", args=[signing.TimestampSigner(salt=CONFIRM).sign(follow.key)])


def key_to_confirm(token: str) -> str:
    """Empty for a link that is not ours, or too old."""
    try:
        signer = signing.TimestampSigner(salt=CONFIRM)
        return signer.unsign(token, max_age=settings.FOLLOW["confirm_days"] * A_DAY)
    except signing.BadSignature:
        return ""


def stop_path(follows: Iterable[Follow]) -> str:
    """Works for ever: a mail may be read years later."""
    keys = ".".join(follow.key for follow in follows)
    return reverse("stop_follow", args=[signing.Signer(salt=STOP).sign(keys)])


def keys_to_stop(token: str) -> list[str]:
    """None for a link that is not ours."""
    try:
        return signing.Signer(salt=STOP).unsign(token).split(".")
    except signing.BadSignature:
        return []


def again_value(stopped: Sequence[Stopped]) -> str:
    """For a hidden field, never an address of a page: it holds the mail address that is no longer kept here."""
    return signing.dumps([astuple(one) for one in stopped], salt=AGAIN, compress=True)


def stopped_before(value: str) -> list[Stopped]:
    """None for a field that is not ours, or too old."""
    try:
        rows: list[list[Any]] = signing.loads(value, salt=AGAIN, max_age=AGAIN_SECONDS)
    except signing.BadSignature:
        return []
    return [Stopped(*row) for row in rows]
