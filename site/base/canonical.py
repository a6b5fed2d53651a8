"""Canonical JSON of what is published: RFC 8785 over strings in Unicode normalisation form C, and its SHA-256."""

import hashlib
import unicodedata
from typing import Any

import rfc8785

# What XML and PostgreSQL cannot hold; it has no meaning in a text and would make a version unreadable elsewhere.
_UNSTORABLE: dict[int, None] = dict.fromkeys(
    [*(code for code in range(0x20) if chr(code) not in "\t\n\r"), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF]
)


def normalised(value: Any) -> Any:
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value.translate(_UNSTORABLE))
    if isinstance(value, dict):
        return {normalised(key): normalised(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [normalised(item) for item in value]
    return value


def canonical_json(content: dict[str, Any]) -> str:
    """Raises rfc8785.CanonicalizationError where a value has no JSON form (a float that is no number, a set)."""
    return rfc8785.dumps(normalised(content)).decode("utf-8")


def canonical_parts(content: dict[str, Any]) -> dict[str, str]:
    """Each key of an object with the canonical JSON of its value."""
    return {str(key): rfc8785.dumps(value).decode("utf-8") for key, value in normalised(content).items()}


def assembled(parts: dict[str, str]) -> str:
    """The canonical JSON of an object from that of its values: keys in the order of their UTF-16 code units."""
    keys = sorted(parts, key=lambda key: key.encode("utf-16-be"))
    return "{" + ",".join(f"{rfc8785.dumps(key).decode('utf-8')}:{parts[key]}" for key in keys) + "}"


def sha256(canonical: str) -> str:
    """64 hexadecimal digits over the UTF-8 bytes."""
    return hashlib.sha256(canonical.encode("utf-8")).hexdigest()
