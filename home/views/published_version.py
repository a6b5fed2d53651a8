from typing import Any

from django.http import HttpRequest, HttpResponse

from base.models import PublishedVersion
from base.views.published_version import version as base_version
from base.views.published_version import versions as base_versions
from home.queries.citation import standing_citations
from participation.views.follow import follow_block

# More stand on the page of positions.
SHOWN = 10


def version(request: HttpRequest, string: str, label: str, language: str | None = None) -> HttpResponse:
    """A published version, and below its text who cites the item."""
    return base_version(request, string, label, language, template="home/version.html", beside=who_cites)


def versions(request: HttpRequest, string: str) -> HttpResponse:
    """The history of a thing, and how to follow it."""
    return base_versions(request, string, template="home/versions.html", beside=follow_block)


def who_cites(version: PublishedVersion) -> dict[str, Any]:
    """For `home/who_cites.html`: one query, however many cite."""
    found = list(standing_citations(version.reference_id)[: SHOWN + 1])
    return {"cited_version": version, "citations": found[:SHOWN], "has_more_citations": len(found) > SHOWN}
