from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, OuterRef, Subquery, Window
from django.db.models.functions import Lower, RowNumber
from django.urls import reverse

from base.enums import Likeness
from base.links import whole
from base.models import PublishedVersion
from base.queries.published_version import IN_FORCE, in_force_by_language
from base.wording import Wording, match
from home.enums import CitationAct, QuoteCheck, QuoteFate
from home.models import Citation, Party, Representative
from home.queries.programme import ALIKE


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
        anchor = f"#{self.citation.passage}" if self.citation.passage else ""
        return reverse("difference", args=[cited.reference.string, cited.label, self.newest.label]) + anchor

    @property
    def difference_address(self) -> str:
        return whole(self.difference_url)


def standing_citations(reference: int) -> Any:
    """Who cites a thing now, in whichever version, the newest first; its key is given."""
    return Citation.objects.standing().with_version().filter(version__reference=reference).newest_first()


def newest_of_each_party(reference: int) -> Any:
    """Who cites a thing, one row for each party: its newest citation, and in `number` how many it has. By the alphabet, so that
    nobody comes to stand higher, or takes the room of another, by citing more often or later."""
    of_party = F("party")
    newest = Window(RowNumber(), partition_by=of_party, order_by=["-registered_at", "-pk"])
    number = Window(Count("pk"), partition_by=of_party)
    found = standing_citations(reference).annotate(place=newest, number=number)
    return found.filter(place=1).order_by(Lower("party__name"), "pk")


def citations_of(reference: int, order: str) -> Any:
    """All that cites a thing now, by the alphabet of the parties (`name`) or the newest first (`date`); never by size."""
    found = standing_citations(reference)
    return found if order == "date" else found.order_by(Lower("party__name"), "registered_at", "pk")


def citers_of(reference: int) -> dict[int, list[str]]:
    """Who cites which version of a thing: the names of parties by the alphabet, by the key of the version."""
    names: dict[int, list[str]] = {}
    cited = standing_citations(reference).order_by(Lower("party__name"), "pk")
    for version, name in cited.values_list("version_id", "party__name"):
        if name not in names.setdefault(version, []):
            names[version].append(name)
    return names


def changed_since() -> Any:
    """Citations of which the thing has a newer number in force: the substance of what they cite changed."""
    newest = PublishedVersion.objects.filter(
        IN_FORCE, reference=OuterRef("version__reference"), pk=Subquery(_newest_of_source("reference"))
    )
    return (
        Citation.objects.standing()
        .with_version()
        .annotate(number_now=Subquery(newest.values("number")[:1]))
        .filter(number_now__gt=F("version__number"))
        .newest_first()
    )


@dataclass(frozen=True)
class ChangedCitation(CitationLine):
    """A citation of which the substance changed since, and what became of the quoted words."""

    fate: QuoteFate


def with_fates(citations: Iterable[Citation]) -> list[ChangedCitation]:
    """Citations with what became of their words in the text of their language; two queries for all."""
    found = lines(citations)
    texts = _texts_now({line.citation.version.reference_id for line in found})
    return [ChangedCitation(line.citation, line.newest, _fate(line, texts)) for line in found]


def _fate(line: CitationLine, texts: dict[tuple[int, str], Wording]) -> QuoteFate:
    cited = line.citation.version
    text = texts.get((cited.reference_id, cited.language))
    if line.citation.quote_check == QuoteCheck.REDACTED:
        return QuoteFate.REDACTED
    if not line.citation.quote:
        return QuoteFate.NO_QUOTE
    if line.citation.quote_check == QuoteCheck.SHORT:
        return QuoteFate.SHORT
    if text is None or line.newest is None or text.version.number < line.newest.number:
        return QuoteFate.NOT_TRANSLATED
    found = match(line.citation.quote, [text], alike=ALIKE)
    if found is not None:
        return QuoteFate.ALTERED if found.likeness == Likeness.ALTERED else QuoteFate.KEPT
    return QuoteFate.NEVER if line.citation.quote_check == QuoteCheck.NOT_FOUND else QuoteFate.GONE


def _texts_now(references: Iterable[int]) -> dict[tuple[int, str], Wording]:
    """The version in force of some things in each of their languages, by reference and language. One query."""
    found = in_force_by_language().filter(reference__in=list(references)).read()
    return {(one.reference_id, one.language): Wording(one) for one in found}


def positions_on(reference: int, order: str) -> Any:
    """The positions that parties take on a thing, by the alphabet (`name`) or the newest first (`date`); never by size."""
    return citations_of(reference, order).exclude(position="")


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
    newest = Subquery(_newest_of_source("reference"))
    versions = PublishedVersion.objects.filter(IN_FORCE, reference__in=list(references), pk=newest)
    return {version.reference_id: version for version in versions.select_related("reference")}


def _newest_of_source(reference: str) -> Any:
    """For a subquery: the key of the newest version in the language in which it was made."""
    made = PublishedVersion.objects.filter(reference=OuterRef(reference), is_translation=False)
    return made.newest_first().values("pk")[:1]


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


def redacted_rows() -> list[int]:
    """The numbers of the rows of which a redaction emptied the quote after they were written."""
    return list(Citation.objects.filter(quote_check=QuoteCheck.REDACTED).order_by("pk").values_list("pk", flat=True))


def written_since(person: Any, moment: datetime) -> int:
    """How many citations somebody registered or changed from a moment on, for whichever party."""
    said = Citation.objects.filter(by=person, at__gte=moment)
    return int(said.filter(act__in=[CitationAct.REGISTERED, CitationAct.CHANGED]).count())


def rows_after(place: int, *, count: int) -> list[Citation]:
    """Rows of the register in the order in which they were written, from behind one of them. Rows are only ever added."""
    return list(register_rows().filter(pk__gt=place)[:count])


def register_rows() -> Any:
    return Citation.objects.with_version().select_related("superseded_by").order_by("pk")
