from collections.abc import Iterable

from django.db.models import OuterRef, Q, Subquery

from base.models import PublishedVersion

IN_FORCE = Q(withdrawal__isnull=True) | Q(withdrawal__confirmed_at__isnull=True)


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
    versions = PublishedVersion.objects.filter(IN_FORCE, reference__in=list(references), pk=Subquery(newest))
    best: dict[int, PublishedVersion] = {}
    for version in versions.order_by("published_at", "pk").read():
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


def rows_of_version(reference: str, label: str, *, hidden_too: bool = False) -> dict[str, PublishedVersion]:
    """The rows of one number (`3`, `2.1`) by their language, with their words; withdrawn ones too, hidden ones if asked."""
    number, _dot, correction = label.partition(".")
    versions = PublishedVersion.objects.filter(
        reference__string=reference, number=int(number), correction=int(correction or 0)
    )
    if not hidden_too:
        versions = versions.filter(reference__is_public=True)
    return {version.language: version for version in versions.order_by("is_translation", "pk").read()}


def history(reference: str) -> list[PublishedVersion]:
    """Every version of a thing in every language without its words, the first one first; withdrawn ones too.

    None of what a moderator hid or its author took back.
    """
    return list(
        PublishedVersion.objects.filter(reference__string=reference, reference__is_public=True)
        .select_related("reference", "caused_by", "withdrawal")
        .order_by("number", "correction", "is_translation", "pk")
    )
