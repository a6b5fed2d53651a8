from django.utils.crypto import salted_hmac


def digest(purpose: str, value: str) -> str:
    """64 hexadecimal digits that only this site can make of a secret (HMAC-SHA-256 under SECRET_KEY)."""
    return salted_hmac(f"accounts.{purpose}", value, algorithm="sha256").hexdigest()


def code_digest(link_digest: str, code: str) -> str:
    """Of a code, bound to its request: the same six digits of another request are another digest."""
    return digest("code", f"{link_digest}:{code}")
