from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from accounts.queries.audit_entry import Sieve, entries_in
from base.actions.audit_entry import record
from base.models import AuditEntry

READ = "base.view_auditentry"


@transaction.atomic
def read_trail(*, sieve: Sieve, by: Any, at: datetime, file: str = "") -> QuerySet[AuditEntry]:
    """What fits the sieve; that somebody looked, and for what, is an entry itself."""
    looked_for = {name: value for name, value in asdict(sieve).items() if value}
    record(act="audit_trail_read", about="audit trail", by=by, at=at, **looked_for, **({"file": file} if file else {}))
    return entries_in(sieve)
