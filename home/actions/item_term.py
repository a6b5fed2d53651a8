from django.db import transaction

from base.citable import declared_fields
from base.enums import ReferenceKind, Shape
from base.models import PublishedVersion
from home.models import ItemTerm

TAXONOMIES = [field.name for field in declared_fields(ReferenceKind.AGENDA_ITEM) if field.shape == Shape.TERMS]


@transaction.atomic
def lay_item_terms(*, version: PublishedVersion) -> None:
    """Lets the agenda be looked through by the terms of a version, instead of those of the version before it."""
    ItemTerm.objects.filter(version__reference=version.reference, version__language=version.language).delete()
    ItemTerm.objects.bulk_create(
        ItemTerm(version=version, taxonomy=name, code=term["code"], label=term["label"])
        for name in TAXONOMIES
        for term in version.content.get(name) or []
    )


def forget_item_terms(*, version: PublishedVersion, taxonomy: str) -> None:
    """After a redaction destroyed a field of a version."""
    ItemTerm.objects.filter(version=version, taxonomy=taxonomy).delete()
