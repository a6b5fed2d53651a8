from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Subquery
from django.db.models.functions import Lower
from django.urls import reverse

from base.models import PublishedVersion
from base.queries.published_version import IN_FORCE
from home.models import Citation, Party, Representative


@dataclass(frozen=True)
class CitationLine:
    """A citation beside the newest version of what it cites; `newest` is none where that version is no longer in force."""

    citation: Citation
    newest: PublishedVersion | None

    @property
    def is_outdated(self) -> bool:
        """Whether the substance changed since: a correction (2.1) does not make a citation old."""
        return self.newest is not None and self.newest.number > self.citation.version.number

    @property
    def difference_url(self) -> str:
        assert self.newest is not None  # noqa: S101 - asked of outdated ones only
        cited = self.citation.version
        return reverse("difference", args=[cited.reference.string, cited.label, self.newest.label])


def standing_citations(reference: int) -> Any:
    """Who cites a thing now, in whichever version, the newest first; its key is given."""
    return Citation.objects.standing().with_version().filter(version__reference=reference).newest_first()


def positions_on(reference: int, order: str) -> Any:
    """The positions that parties take on a thing, by the alphabet (`name`) or the newest first (`date`); never by size."""
    found = standing_citations(reference).exclude(position="")
    return found if order == "date" else found.order_by(Lower("party__name"), "registered_at", "pk")


def citations_of_party(party: Party) -> Any:
    """All that a party cites, what it withdrew included, the newest first."""
    return Citation.objects.current().with_version().filter(party=party).newest_first()


def lines(citations: Iterable[Citation]) -> list[CitationLine]:
    """Citations beside the newest versions; one query for all."""
    found = list(citations)
    newest = newest_versions({one.version.reference_id for one in found})
    return [CitationLine(one, newest.get(one.version.reference_id)) for one in found]


def newest_versions(references: Iterable[int]) -> dict[int, PublishedVersion]:
    """Per reference (its key) the newest version in the language in which it was made, without its words."""
    newest = (
        PublishedVersion.objects.filter(reference=OuterRef("reference"), is_translation=False)
        .newest_first()
        .values("pk")[:1]
    )
    versions = PublishedVersion.objects.filter(IN_FORCE, reference__in=list(references), pk=Subquery(newest))
    return {version.reference_id: version for version in versions.select_related("reference")}


def current_citation(key: Any) -> Citation | None:
    return Citation.objects.current().with_version().filter(key=key).first()


def history_of(key: Any) -> list[Citation]:
    """Every row of a citation, the first one first."""
    return list(Citation.objects.with_version().filter(key=key).order_by("at", "pk"))


def outdated_of(parties: Sequence[Party]) -> list[CitationLine]:
    """What parties cite in a version whose substance changed since: they are told so on their pages."""
    if not parties:
        return []
    cited = Citation.objects.standing().with_version().filter(party__in=parties).newest_first()
    return [line for line in lines(cited) if line.is_outdated]


def citations_older_than(version: PublishedVersion) -> list[Citation]:
    """Citations of the same thing in an earlier numbered version."""
    return list(
        Citation.objects.standing()
        .with_version()
        .filter(version__reference=version.reference_id, version__number__lt=version.number)
        .order_by("party_id", "registered_at", "pk")
    )


def representatives_of(parties: Iterable[int]) -> list[Representative]:
    return list(
        Representative.objects.current()
        .filter(party__in=list(parties), person__is_active=True)
        .select_related("person", "party")
        .order_by("pk")
    )


def rows_after(place: int, *, count: int) -> list[Citation]:
    """Rows of the register in the order in which they were written, from behind one of them. Rows are only ever added."""
    return list(register_rows().filter(pk__gt=place)[:count])


def register_rows() -> Any:
    return Citation.objects.with_version().select_related("superseded_by").order_by("pk")
