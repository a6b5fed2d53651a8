"""Memento (RFC 7089): a thing as it was at a moment, and the list of its versions."""

from datetime import UTC, datetime, timedelta

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_http_date
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from base.links import LINK_FORMAT, Link, as_header, original_links, whole
from base.memento import timemap_links
from base.models import PublishedVersion
from base.queries.published_version import history


@require_safe
def timegate(request: HttpRequest, string: str) -> HttpResponse:
    """Leads to the version that was in force at `Accept-Datetime`, in the reader's language where it has one."""
    every = history(string.upper())
    if not every:
        raise Http404
    # Where all were withdrawn, their addresses say so.
    found = [one for one in every if not one.is_withdrawn] or every
    wish = request.headers.get("Accept-Datetime", "")
    at = _moment(wish) if wish else None
    if wish and at is None:
        sentence = _(
            "Accept-Datetime is a moment as HTTP writes it, such as “Tue, 03 Nov 2026 09:00:00 GMT”. This is not one: %(given)s"
        )
        return _vary(
            HttpResponse(sentence % {"given": wish[:200]}, status=400, content_type="text/plain; charset=utf-8")
        )
    chosen = _at(found, at)
    response = redirect(chosen.lasting_address)
    original = Link(whole(chosen.reference.lasting_address), "original")
    response["Link"] = as_header([original, *original_links(chosen.reference)[1:]])
    return _vary(response)


@require_safe
def timemap(request: HttpRequest, string: str, suffix: str = "") -> HttpResponse:
    """Every version with its moment, in link format or as JSON."""
    found = history(string.upper())
    if not found:
        raise Http404
    links = timemap_links(found[0].reference, found)
    preferred = request.get_preferred_type([LINK_FORMAT, "application/json"])
    if suffix == "json" or (not suffix and preferred == "application/json"):
        mementos = [
            {"datetime": link.extra["datetime"], "language": link.extra["hreflang"], "uri": link.href}
            for link in links
            if "memento" in link.rel
        ]
        told = {
            "original_uri": links[0].href,
            "timegate_uri": links[1].href,
            "timemap_uri": {"link_format": links[2].href, "json_format": f"{links[2].href}.json"},
            "mementos": {"first": mementos[0], "last": mementos[-1], "list": mementos} if mementos else {"list": []},
        }
        response: HttpResponse = JsonResponse(told, json_dumps_params={"indent": 2})
    else:
        response = HttpResponse(",\n".join(map(str, links)) + "\n", content_type=LINK_FORMAT)
    response["Access-Control-Allow-Origin"] = "*"
    patch_vary_headers(response, ["Accept"])
    return response


def _at(found: list[PublishedVersion], at: datetime | None) -> PublishedVersion:
    """The last version of the reader's language at a moment; of before there was any, the first. Without one, the source's."""
    language = str(get_language())
    mine = [one for one in found if one.language == language] or [one for one in found if not one.is_translation]
    mine = sorted(mine or found, key=lambda one: (one.published_at, one.pk))
    # HTTP counts in whole seconds: a moment is asked for with that of the answer, and is to give the same version.
    earlier = [one for one in mine if at is None or one.published_at.replace(microsecond=0) <= at]
    return earlier[-1] if earlier else mine[0]


def _moment(words: str) -> datetime | None:
    """A date of RFC 9110 in any of its three forms; None for nonsense."""
    try:
        return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=parse_http_date(words))
    except (ValueError, OverflowError):
        return None


def _vary(response: HttpResponse) -> HttpResponse:
    patch_vary_headers(response, ["Accept-Datetime", "Accept-Language"])
    return response
