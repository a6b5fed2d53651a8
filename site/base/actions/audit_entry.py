from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Model
from django.utils.translation import get_language

from base.compiled import write_at_once
from base.models import AuditEntry
from base.refusal import Refusal

BATCH = 2_000


def record(*rows: Model, act: str, about: object, by: Any, at: datetime, **detail: Any) -> AuditEntry:
    """Leaves the trail of an act. `about` is written as its text, so that the entry outlives the thing itself. `rows` are new ones of
    that act, written in one go with it: a key that the database gives them stays there."""
    entry = _entry(act=act, about=about, by=by, at=at, detail=detail)
    if rows:
        write_at_once(*rows, entry)
    else:
        entry.save(force_insert=True)
    return entry


def record_each(*, act: str, about: object, by: Any, at: datetime, details: Iterable[dict[str, Any]]) -> None:
    """The same for an act that was done to many things at once: an entry for each, with its own detail."""
    AuditEntry.objects.bulk_create(
        (_entry(act=act, about=about, by=by, at=at, detail=detail) for detail in details), batch_size=BATCH
    )


def record_refused_publication(*, page: Any, error: Exception, by: Any, at: datetime) -> AuditEntry:
    """The page went live and its record did not follow. A refusal is kept as its sentence, with the language of that;
    any other error as its name alone: what it says is for the log."""
    if isinstance(error, Refusal):
        detail = {"reason": error.sentence, "language": get_language()}
    else:
        detail = {"error": type(error).__name__}
    return record(act="publication_refused", about=f"page {page.pk}", by=by, at=at, **detail)


def _entry(*, act: str, about: object, by: Any, at: datetime, detail: dict[str, Any]) -> AuditEntry:
    return AuditEntry(act=act, about=str(about)[:80], by=by if getattr(by, "pk", None) else None, at=at, detail=detail)
