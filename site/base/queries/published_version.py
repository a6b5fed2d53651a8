from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from django.conf import settings
from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import override

from base.citable import citers
from base.models import PublishedVersion
from base.models.published_version import PublishedVersionQuerySet

IN_FORCE = Q(withdrawal__isnull=True) | Q(withdrawal__confirmed_at__isnull=True)


def in_force_by_language() -> PublishedVersionQuerySet:
    """The newest version of everything in each of its languages; none where that was withdrawn."""
    newest = (
        PublishedVersion.objects.filter(reference=OuterRef("reference"), language=OuterRef("language"))
        .newest_first()
        .values("pk")[:1]
    )
    return PublishedVersion.objects.filter(IN_FORCE, pk=Subquery(newest))


def versions_in_force(references: Iterable[int], language: str) -> dict[int, PublishedVersion]:
    """Per reference (its key) the version in force in a language; where there is none, in the language that has one.

    A version that was withdrawn is in force nowhere, and what it replaced does not come back. One query; the text
    comes with it.
    """
    versions = in_force_by_language().filter(reference__in=list(references))
    best: dict[int, PublishedVersion] = {}
    for version in versions.order_by("published_at", "pk").read():
        if version.reference_id not in best or version.language == language:
            best[version.reference_id] = version
    return best


def version_in_force(reference: int, language: str) -> PublishedVersion | None:
    return versions_in_force([reference], language).get(reference)


@dataclass(frozen=True)
class Lag:
    """A translation, and its source as that stands now: of a newer number, or withdrawn."""

    translated: PublishedVersion
    source: PublishedVersion
    # Whether the source still has the number that was translated, to compare.
    is_comparable: bool

    @property
    def difference_url(self) -> str:
        """What changed in the source between the number that was translated and the newest, in its language."""
        if not self.is_comparable:
            return ""
        with override(self.source.language):
            return reverse(
                "difference", args=[self.source.reference.string, str(self.translated.number), self.source.label]
            )


def lag_among(version: PublishedVersion, versions: Iterable[PublishedVersion]) -> Lag | None:
    """How a translation lags behind its source, among all versions of their thing. Nothing for a source, nor for a
    translation of the newest number: corrections of the source leave its meaning as it was."""
    sources = [one for one in versions if not one.is_translation and one.language != version.language]
    if not version.is_translation or not sources:
        return None
    newest = max(sources, key=lambda one: one.place)
    if newest.number <= version.number and not newest.is_withdrawn:
        return None
    translated = [one for one in sources if one.place == (version.number, 0)]
    is_comparable = newest.number > version.number and not any(one.is_withdrawn for one in (*translated, newest))
    return Lag(version, newest, is_comparable and bool(translated))


def lag_of_version(version: PublishedVersion) -> Lag | None:
    """The same of one translation; one query."""
    return lag_among(version, history(version.reference.string)) if version.is_translation else None


def rows_of_version(reference: str, label: str, *, hidden_too: bool = False) -> dict[str, PublishedVersion]:
    """The rows of one number (`3`, `2.1`) by their language, with their words; withdrawn ones too, hidden ones if asked."""
    number, _dot, correction = label.partition(".")
    versions = PublishedVersion.objects.filter(
        reference__string=reference, number=int(number), correction=int(correction or 0)
    )
    if not hidden_too:
        versions = versions.filter(reference__is_public=True)
    return {version.language: version for version in versions.order_by("is_translation", "pk").read()}


def version_for(rows: dict[str, PublishedVersion], language: str) -> PublishedVersion | None:
    """Of the rows of one number that of a language; the source's where a language of the site has none."""
    source = next(iter(rows.values()), None) if language in dict(settings.LANGUAGES) else None
    return rows.get(language, source)


def history(reference: str) -> list[PublishedVersion]:
    """Every version of a thing in every language without its words, the first one first; withdrawn ones too.

    None of what a moderator hid or its author took back.
    """
    return list(
        PublishedVersion.objects.filter(reference__string=reference, reference__is_public=True)
        .select_related("reference", "caused_by", "withdrawal")
        .order_by("number", "correction", "is_translation", "pk")
    )


def changes_between(old: PublishedVersion, new: PublishedVersion) -> list[PublishedVersion]:
    """The versions behind one up to another that say what changed, in the language of the newer or else as they were made."""
    found: dict[tuple[int, int], PublishedVersion] = {}
    for one in history(new.reference.string):
        is_read = one.language == new.language or not (one.is_translation or one.correction)
        if old.place < one.place <= new.place and one.change_note and is_read and not one.is_withdrawn:
            found[one.place] = one if one.language == new.language else found.get(one.place, one)
    return list(found.values())


@dataclass(frozen=True)
class VersionRow:
    """A version as its editor sees it: with the one before it in its language, and the names of who cites it."""

    version: PublishedVersion
    before: PublishedVersion | None
    cited_by: list[str] = field(default_factory=list)


def version_rows(translation_key: Any, *, count: int) -> list[VersionRow]:
    """The newest versions of a page's thing in every language, the newest first; hidden and withdrawn ones too.

    Two queries, whatever the number of versions: one for the versions, one for who cites them.
    """
    versions = list(
        PublishedVersion.objects.filter(reference__translation_key=translation_key)
        .select_related("reference", "approved_by", "withdrawal")
        .order_by("-number", "-correction", "is_translation", "-pk")
    )
    if not versions:
        return []
    cited_by = citers(versions[0].reference)
    newest: dict[str, list[PublishedVersion]] = {}
    for version in versions:
        newest.setdefault(version.language, []).append(version)
    before = {one.pk: earlier for of_language in newest.values() for one, earlier in pairwise(of_language)}
    return [VersionRow(one, before.get(one.pk), cited_by.get(one.pk, [])) for one in versions[:count]]
