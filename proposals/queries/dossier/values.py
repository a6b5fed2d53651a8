"""How records are written in a dossier: the same whatever language is read, and wherever the server stands."""

from datetime import UTC, datetime
from typing import Any

from django.utils import timezone

from base.models import Reference


def moment_value(at: datetime | None) -> str | None:
    return None if at is None else at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def day_value(at: datetime) -> str:
    """The day in the city."""
    return timezone.localtime(at).date().isoformat()


def link_value(reference: Reference | None) -> dict[str, str] | None:
    return None if reference is None else {"number": reference.string, "address": reference.lasting_address}


def newest_moment(value: Any) -> str:
    """The latest of what stands under a key that ends in `_at`; nothing where there is none."""
    if isinstance(value, dict):
        return max(
            (
                one
                for key, item in value.items()
                for one in [item if key.endswith("_at") and isinstance(item, str) else newest_moment(item)]
            ),
            default="",
        )
    return max(map(newest_moment, value), default="") if isinstance(value, list) else ""
