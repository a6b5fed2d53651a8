"""The register as open data: one object or line for each row, in the order in which the rows were written."""

import csv
from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.utils.translation import override

from base.links import whole
from base.spreadsheet import defused
from home.models import Citation

COLUMNS = (
    "row",
    "citation",
    "act",
    "at",
    "registered_at",
    "is_current",
    "party",
    "party_kind",
    "party_address",
    "document_title",
    "document_kind",
    "document_address",
    "document_page",
    "reference",
    "version",
    "version_language",
    "version_sha256",
    "passage",
    "cited_address",
    "quote",
    "quote_check",
    "position",
    "explanation",
    "explanation_language",
)


def as_data(citation: Citation) -> dict[str, Any]:
    """A row with the keys of COLUMNS. Who wrote it for the party is nobody's business; which party it was, is."""
    version, party = citation.version, citation.party
    # One address is one answer: links in it do not follow the reader's language.
    with override(settings.LANGUAGE_CODE):
        party_address = whole(party.get_absolute_url())
    return {
        "row": citation.pk,
        "citation": str(citation.key),
        "act": citation.act,
        "at": citation.at.isoformat(),
        "registered_at": citation.registered_at.isoformat(),
        "is_current": not hasattr(citation, "superseded_by"),
        "party": party.name,
        "party_kind": party.kind,
        "party_address": party_address,
        "document_title": citation.document_title,
        "document_kind": citation.document_kind,
        "document_address": citation.document_address,
        "document_page": citation.document_page,
        "reference": version.reference.string,
        "version": version.label,
        "version_language": version.language,
        "version_sha256": version.sha256,
        "passage": citation.passage,
        "cited_address": whole(citation.cited_address),
        "quote": citation.quote,
        "quote_check": citation.quote_check,
        "position": citation.position,
        "explanation": citation.explanation,
        "explanation_language": citation.language,
    }


class _Echo:
    def write(self, line: str) -> str:
        return line


def csv_lines(citations: Iterable[Citation]) -> Iterator[str]:
    """Line by line, UTF-8 with a byte order mark, so that a spreadsheet reads it; formulas are defused by an apostrophe."""
    writer: Any = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow(COLUMNS)
    for citation in citations:
        data = as_data(citation)
        yield writer.writerow([defused(data[name]) for name in COLUMNS])
