from django.conf import settings
from django.utils.crypto import salted_hmac


def digest(purpose: str, value: str) -> str:
    """64 hexadecimal digits that only this site can make of a secret (HMAC-SHA-256 under SECRET_KEY)."""
    return digests(purpose, value)[0]


def digests(purpose: str, value: str) -> list[str]:
    """Under SECRET_KEY, then under each of SECRET_KEY_FALLBACKS: what was kept before the key was replaced is still found."""
    return [
        salted_hmac(f"accounts.{purpose}", value, secret=secret, algorithm="sha256").hexdigest()
        for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    ]


def code_digest(link_digest: str, code: str) -> str:
    """Of a code, bound to its request: the same six digits of another request are another digest."""
    return digest("code", f"{link_digest}:{code}")
