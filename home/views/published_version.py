from typing import Any

from django.http import HttpRequest, HttpResponse

from base import clock
from base.models import PublishedVersion
from base.views.published_version import version as base_version
from base.views.published_version import versions as base_versions
from home.queries.citation import newest_of_each_party
from participation.queries.annotation import round_about
from participation.views.annotation import passage_links
from participation.views.follow import follow_block

# Parties; the page of all citations has the rest.
SHOWN = 50


def version(request: HttpRequest, string: str, label: str, language: str | None = None) -> HttpResponse:
    """A published version; below its text who cites the item, and behind its passages the ways to react to them."""
    return base_version(request, string, label, language, template="home/version.html", beside=beside)


def versions(request: HttpRequest, string: str) -> HttpResponse:
    """The history of a thing, and how to follow it."""
    return base_versions(request, string, template="home/versions.html", beside=follow_block)


def beside(version: PublishedVersion) -> dict[str, Any]:
    """Who cites it, and the ways to react to its passages where it is, or was, in consultation."""
    now = clock.now()
    return who_cites(version) | {"links": passage_links(version, round_about(version.reference_id, now), now)}


def who_cites(version: PublishedVersion) -> dict[str, Any]:
    """For `home/who_cites.html`: one query, however many cite."""
    found = list(newest_of_each_party(version.reference_id)[: SHOWN + 1])
    return {"cited_version": version, "citations": found[:SHOWN], "has_more_citers": len(found) > SHOWN}
