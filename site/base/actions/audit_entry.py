from datetime import datetime
from typing import Any

from base.models import AuditEntry


def record(*, act: str, about: object, by: Any, at: datetime, **detail: Any) -> AuditEntry:
    """Leaves the trail of an act. `about` is written as its text, so that the entry outlives the thing itself."""
    person = by if getattr(by, "pk", None) else None
    return AuditEntry.objects.create(act=act, about=str(about)[:80], by=person, at=at, detail=detail)
