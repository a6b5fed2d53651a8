from collections.abc import Iterable

from django.db.models import OuterRef, Subquery

from base.models import PublishedVersion


def versions_in_force(references: Iterable[int], language: str) -> dict[int, PublishedVersion]:
    """Per reference (its key) the version in force in a language; where there is none, in the language that has one.

    A version that was withdrawn is in force nowhere, and what it replaced does not come back. One query; the text
    comes with it.
    """
    newest = (
        PublishedVersion.objects.filter(reference=OuterRef("reference"), language=OuterRef("language"))
        .newest_first()
        .values("pk")[:1]
    )
    versions = (
        PublishedVersion.objects.filter(reference__in=list(references), pk=Subquery(newest))
        .exclude(withdrawal__confirmed_at__isnull=False)
        .order_by("published_at", "pk")
        .read()
    )
    best: dict[int, PublishedVersion] = {}
    for version in versions:
        if version.reference_id not in best or version.language == language:
            best[version.reference_id] = version
    return best


def version_in_force(reference: int, language: str) -> PublishedVersion | None:
    return versions_in_force([reference], language).get(reference)


def newer_elsewhere(version: PublishedVersion) -> PublishedVersion | None:
    """The newest version of the same thing in another language, where a translation lags behind it."""
    return (
        PublishedVersion.objects.filter(reference=version.reference, number__gt=version.number)
        .exclude(language=version.language)
        .newest_first()
        .first()
    )
