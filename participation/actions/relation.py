from datetime import datetime
from typing import Any

from django.db import transaction

from base.actions.audit_entry import record
from base.refusal import refuse_if
from participation.merge_rules import refusal_to_relate
from participation.models import Relation, Subject


@transaction.atomic
def relate(*, subject: Subject, other: Subject | None, by: Any, at: datetime) -> None:
    """Shows two proposals beside each other; doing it twice is doing it once."""
    refuse_if(refusal_to_relate(by, subject, other))
    first, second = _pair(subject, other)
    _relation, created = Relation.objects.get_or_create(one=first, other=second, defaults={"by": by, "at": at})
    if created:
        record(act="related", about=subject.reference, by=by, at=at, other=second.reference.string)


@transaction.atomic
def unrelate(*, subject: Subject, other: Subject | None, by: Any, at: datetime) -> None:
    refuse_if(refusal_to_relate(by, subject, other))
    first, second = _pair(subject, other)
    deleted, _models = Relation.objects.filter(one=first, other=second).delete()
    if deleted:
        record(act="unrelated", about=subject.reference, by=by, at=at, other=second.reference.string)


def _pair(subject: Subject, other: Any) -> tuple[Subject, Subject]:
    first, second = sorted((subject, other), key=lambda one: one.pk)
    return first, second
