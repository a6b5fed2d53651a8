"""Files that are handed out as they were kept, or not at all."""

from hashlib import sha256
from typing import Any

from base.refusal import Refusal


def kept_bytes(file: Any, digest: str, *, gone: str, changed: str) -> bytes:
    """Exactly what was kept with this SHA-256. Raises Refusal, in one of the two sentences, where it is gone or another."""
    try:
        with file.open("rb") as opened:
            data: bytes = opened.read()
    except (OSError, ValueError) as error:
        raise Refusal(gone) from error
    if sha256(data).hexdigest() != digest:
        raise Refusal(changed)
    return data
