"""The link in a mail about a mention: it stops such mails and does nothing else, so it needs no signing in."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core import signing
from django.urls import reverse

STOP = "participation.mention.stop"


def stop_path(person: Any) -> str:
    """Works for ever: a mail may be read years later."""
    return reverse("stop_mentions", args=[signing.Signer(salt=STOP).sign(person.key)])


def person_to_stop(token: str) -> Any:
    """Nobody for a link that is not ours."""
    try:
        key = signing.Signer(salt=STOP).unsign(token)
    except signing.BadSignature:
        return None
    return get_user_model().objects.filter(key=key).first()
