"""The ledger of redactions: a file each, in the storage and not in the database, so that a backup brings nothing back.

It holds no word of what was destroyed: which field of which version, why, and who did it by the key of their account.
"""

import json
from collections.abc import Iterator
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from base.models import PublishedVersion, Redaction

FOLDER = "redactions"


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
        "asked_by": redaction.asked_by_id,
        "asked_at": redaction.asked_at.isoformat(),
        "confirmed_by": redaction.confirmed_by_id,
        "confirmed_at": redaction.confirmed_at.isoformat() if redaction.confirmed_at else "",
    }
    name = f"{FOLDER}/{version.reference.string}-v{version.label}-{version.language}-{redaction.field}.json"
    if not default_storage.exists(name):
        default_storage.save(name, ContentFile(json.dumps(entry, indent=2)))


def ledger() -> Iterator[dict[str, Any]]:
    """Every entry, in the order of its name."""
    try:
        _folders, names = default_storage.listdir(FOLDER)
    except FileNotFoundError:
        return
    for name in sorted(names):
        with default_storage.open(f"{FOLDER}/{name}") as file:
            yield json.load(file)


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
