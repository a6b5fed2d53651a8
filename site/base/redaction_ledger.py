"""The ledger of redactions: a file each, beside the database and not in it, so that a backup brings nothing back.

It holds no word of what was destroyed: which field of which version or record, why, and who did it by the key of their account.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings

from base.models.removal import FieldRemoval
from base.removal_kinds import FieldRemovalKind, removal_kinds


def keep_in_ledger(redaction: FieldRemoval) -> None:
    entry = {
        **redaction.place,
        "field": redaction.field,
        "reason": redaction.reason,
        "explanation": redaction.explanation,
        "explanation_en": redaction.explanation_en,
        "asked_by": str(redaction.asked_by.key),
        "asked_at": redaction.asked_at.isoformat(),
        "confirmed_by": str(redaction.confirmed_by.key) if redaction.confirmed_by else "",
        "confirmed_at": redaction.confirmed_at.isoformat() if redaction.confirmed_at else "",
    }
    folder = Path(settings.REDACTION_LEDGER)
    folder.mkdir(parents=True, exist_ok=True)
    name = "-".join(
        re.sub(r"[^\w.+-]", "_", str(one)) for one in (*redaction.place.values(), redaction.field) if one != ""
    )
    (folder / f"{name}.json").write_text(json.dumps(entry, indent=2), encoding="utf-8")


def ledger() -> Iterator[dict[str, Any]]:
    """Every entry, in the order of its name."""
    for path in sorted(Path(settings.REDACTION_LEDGER).glob("*.json")):
        yield json.loads(path.read_text(encoding="utf-8"))


def waiting_redactions() -> list[tuple[FieldRemovalKind, dict[str, Any]]]:
    """Entries that this database does not know as confirmed: it came from a backup of before them."""
    entries = list(ledger())
    return [
        (kind, one)
        for kind in removal_kinds()
        if isinstance(kind, FieldRemovalKind)
        if (theirs := [entry for entry in entries if entry.keys() >= set(kind.model.PLACE)])
        for one in kind.model.waiting(theirs)
    ]
