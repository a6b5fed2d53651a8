"""What waits on the server between two acts lies sealed with a key of the server's, so that a copy of the database alone says
nothing. The key follows from SECRET_KEY; older ones (SECRET_KEY_FALLBACKS) still open."""

import hashlib
import hmac

from django.conf import settings
from django.utils.encoding import force_bytes

from participation import sealing


def keep(data: bytes) -> bytes:
    return sealing.keep(data, _key(settings.SECRET_KEY))


def fetch(kept: bytes | memoryview) -> bytes:
    """Raises sealing.CannotOpen where it was kept under a SECRET_KEY that is not known any more."""
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        try:
            return sealing.fetch(bytes(kept), _key(secret))
        except sealing.CannotOpen:
            continue
    raise sealing.CannotOpen


def _key(secret: str | bytes) -> bytes:
    return hmac.digest(force_bytes(secret), b"participation.server_seal", hashlib.sha256)
