from collections.abc import Iterable

from django.db.models import Q

from base.enums import ReferenceKind
from base.models import PublishedVersion
from base.queries.published_version import in_force_by_language

# What a moderator hid, or its author took back, is read at no address, and told by no comparison.
_PUBLIC = Q(reference__is_public=True)


def texts_in_force(kind: ReferenceKind | None = None) -> list[PublishedVersion]:
    """The version in force of everything, or of all of a kind, in each of its languages. One query, with the words."""
    found = in_force_by_language().filter(_PUBLIC)
    if kind is not None:
        found = found.filter(reference__kind=kind)
    return found.order_by("reference__year", "reference__number", "pk").read()


def all_versions(references: Iterable[str]) -> list[PublishedVersion]:
    """Every version of some things in every language, the newest first; withdrawn ones too. One query, with the words.

    The source stands before its translations: words that both have are the source's.
    """
    versions = PublishedVersion.objects.filter(_PUBLIC, reference__string__in=list(references))
    return versions.order_by("-number", "-correction", "is_translation", "-pk").read()


def versions_of_hash(hashes: Iterable[str]) -> list[PublishedVersion]:
    """The versions with one of these SHA-256 hashes; two that say the same have the same. One query, with the words."""
    return PublishedVersion.objects.filter(_PUBLIC, sha256__in=list(hashes)).newest_first().read()


def versions_of_beginning(hexadecimal: str) -> list[PublishedVersion]:
    """The versions of which the hash begins so, as a history prints it. One query, with the words."""
    # Behind every hexadecimal digit, and a range that the index knows.
    found = PublishedVersion.objects.filter(_PUBLIC, sha256__gte=hexadecimal, sha256__lt=f"{hexadecimal}g")
    return found.newest_first().read()
