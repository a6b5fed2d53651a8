"""The ledger of redactions: a file each, beside the database and not in it, so that a backup brings nothing back.

It holds no word of what was destroyed: which field of which version, why, and who did it by the key of their account.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings

from base.models import PublishedVersion, Redaction


def keep_in_ledger(redaction: Redaction) -> None:
    version = redaction.version
    entry = {
        "reference": version.reference.string,
        "number": version.number,
        "correction": version.correction,
        "language": version.language,
        "field": redaction.field,
        "reason": redaction.reason,
        "explanation": redaction.explanation,
        "asked_by": str(redaction.asked_by.key),
        "asked_at": redaction.asked_at.isoformat(),
        "confirmed_by": str(redaction.confirmed_by.key) if redaction.confirmed_by else "",
        "confirmed_at": redaction.confirmed_at.isoformat() if redaction.confirmed_at else "",
    }
    folder = Path(settings.REDACTION_LEDGER)
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{version.reference.string}-v{version.label}-{version.language}-{redaction.field}.json"
    (folder / name).write_text(json.dumps(entry, indent=2), encoding="utf-8")


def ledger() -> Iterator[dict[str, Any]]:
    """Every entry, in the order of its name."""
    for path in sorted(Path(settings.REDACTION_LEDGER).glob("*.json")):
        yield json.loads(path.read_text(encoding="utf-8"))


def waiting_redactions() -> list[dict[str, Any]]:
    """Entries that this database does not know as confirmed: it came from a backup of before them."""
    fields = ("reference__string", "number", "correction", "language")
    here = set(
        PublishedVersion.objects.filter(reference__string__in=[one["reference"] for one in ledger()]).values_list(
            *fields
        )
    )
    known = set(
        Redaction.objects.filter(confirmed_at__isnull=False).values_list(
            "version__reference__string", "version__number", "version__correction", "version__language", "field"
        )
    )
    waiting = []
    for entry in ledger():
        version = (entry["reference"], entry["number"], entry["correction"], entry["language"])
        if version in here and (*version, entry["field"]) not in known:
            waiting.append(entry)
    return waiting
