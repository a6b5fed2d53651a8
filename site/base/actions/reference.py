import uuid
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from base.enums import ReferenceKind
from base.models import Reference, ReferenceCounter


@transaction.atomic
def allot_reference(*, kind: ReferenceKind, at: datetime, translation_key: uuid.UUID | None = None) -> Reference:
    """The reference of a thing: the one it has, or the next number of the city's year. Safe to call again."""
    if translation_key is not None and (known := _known(translation_key)):
        return known
    year = timezone.localtime(at).year
    ReferenceCounter.objects.get_or_create(kind=kind, year=year)
    # Whoever holds the counter allots alone until the transaction ends: no number is read twice, and a thing whose
    # languages are published at once gets one number.
    counter = ReferenceCounter.objects.select_for_update().get(kind=kind, year=year)
    if translation_key is not None and (known := _known(translation_key)):
        return known
    counter.last += 1
    counter.save(update_fields=["last"])
    number = counter.last
    return Reference.objects.create(
        kind=kind,
        year=year,
        number=number,
        string=f"{kind}-{year}-{number:03d}",
        translation_key=translation_key or uuid.uuid4(),
        allotted_at=at,
    )


def show_reference(*, reference: Reference, is_public: bool) -> None:
    """Opens or closes every address of a thing's versions, after whoever may decide that decided it."""
    Reference.objects.filter(pk=reference.pk).update(is_public=is_public)
    reference.is_public = is_public


def mark_withdrawn(*, reference: Reference, at: datetime | None) -> None:
    """Says since when a thing is withdrawn as a whole; nothing: it is not, or not any more."""
    Reference.objects.filter(pk=reference.pk).update(withdrawn_at=at)
    reference.withdrawn_at = at


def _known(translation_key: uuid.UUID) -> Reference | None:
    return Reference.objects.filter(translation_key=translation_key).first()
