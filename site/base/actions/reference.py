import uuid
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from base.enums import ReferenceKind
from base.models import Reference, ReferenceCounter


@transaction.atomic
def allot_reference(*, kind: ReferenceKind, at: datetime, translation_key: uuid.UUID | None = None) -> Reference:
    """The reference of a thing: the one it has, or the next number of the city's year. Safe to call again."""
    if translation_key is not None:
        known = Reference.objects.filter(translation_key=translation_key).first()
        if known is not None:
            return known
    year = timezone.localtime(at).year
    ReferenceCounter.objects.get_or_create(kind=kind, year=year)
    # The update locks the counter until the transaction ends: two publications never read the same number.
    ReferenceCounter.objects.filter(kind=kind, year=year).update(last=F("last") + 1)
    number = ReferenceCounter.objects.values_list("last", flat=True).get(kind=kind, year=year)
    return Reference.objects.create(
        kind=kind,
        year=year,
        number=number,
        string=f"{kind}-{year}-{number:03d}",
        translation_key=translation_key or uuid.uuid4(),
        allotted_at=at,
    )
