"""One published version at its lasting address: for reading, and in every form that it is handed out in."""

import base64
import hashlib
import re
from collections.abc import Callable, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import quote_etag
from django.utils.translation import get_language, override
from django.views.decorators.http import require_safe

from base.citation import cited
from base.exports import BY_SUFFIX, CANONICAL, FORMS, Form
from base.exports.json_ld import json_ld
from base.instants import day
from base.languages import own_name
from base.links import as_header, memento_datetime, whole
from base.memento import version_links
from base.models import PublishedVersion, Redaction, Reference
from base.passages import passages
from base.queries.published_version import history, rows_of_version, version_for
from base.version_words import shown_parts

A_DAY = 86_400
_PARAMETER = re.compile(r';\s*(?!q\s*=)[^\s;,="]+\s*=\s*(?:"(?:[^"\\]|\\.)*"|[^\s;,"]*)', re.IGNORECASE)


@require_safe
def version(
    request: HttpRequest,
    string: str,
    label: str,
    language: str | None = None,
    suffix: str | None = None,
    template: str = "base/version.html",
    beside: Callable[[PublishedVersion], dict[str, Any]] | None = None,
) -> HttpResponse:
    """`/id/LEA-2026-014/v/3/nl` shows that text for ever. Without a language it leads to the reader's, and shows the
    source where that language has none. A package above gives its own template, and what it shows beside a version.
    """
    rows = rows_of_version(string.upper(), label, hidden_too=True)
    if not rows:
        raise Http404
    source = next(iter(rows.values()))
    if not source.reference.is_public:
        return _hidden(request, source)
    if language is not None and version_for(rows, language) is None:
        raise Http404
    is_missing = language is not None and language not in rows
    form = BY_SUFFIX[suffix] if suffix else _wanted(request)
    if is_missing and form is not None and not source.is_withdrawn:
        # Not a lasting address yet: it becomes one when the translation is published.
        response: HttpResponse = redirect(f"{source.lasting_address}.{form.suffix}")
        response["Content-Language"] = source.language
        return _vary(response)
    shown = rows.get(language or str(get_language()))
    if language is None and shown is not None:
        address = f"{shown.lasting_address}.{suffix}" if suffix else shown.lasting_address
        response = redirect(address)
        response["Link"] = as_header(version_links(shown, history(shown.reference.string)))
        return _vary(response)
    shown = shown or source
    versions = history(shown.reference.string)
    if shown.is_withdrawn:
        return tombstone(request, shown, form)
    # The page around a text speaks the language of the text, so that one address is one page.
    with override(language or get_language()):
        if form is None:
            response = _page(request, shown, versions, rows, template, beside(shown) if beside else {})
        else:
            response = _export(shown, form)
    response["Link"] = as_header(version_links(shown, versions))
    response["Memento-Datetime"] = memento_datetime(shown.published_at)
    response["Content-Language"] = shown.language
    if is_missing:
        response.setdefault("Cache-Control", "no-cache")
    # A withdrawal must reach every cache within a day.
    response.setdefault("Cache-Control", f"public, max-age={A_DAY}")
    _vary(response)
    return get_conditional_response(request, etag=response["ETag"], response=response) or response


@require_safe
def versions(
    request: HttpRequest,
    string: str,
    template: str = "base/versions.html",
    beside: Callable[[HttpRequest, Reference], dict[str, Any]] | None = None,
) -> HttpResponse:
    """The history of a thing: every version in every language, the newest first. A package above gives its own template,
    and what it shows beside the list."""
    found = history(string.upper())
    if not found:
        raise Http404
    reference = found[0].reference
    by_place: dict[tuple[int, int], list[PublishedVersion]] = {}
    for one in reversed(found):
        by_place.setdefault(one.place, []).insert(0, one)
    ordered = list(by_place.values())
    entries = []
    for place, rows in enumerate(ordered):
        # What was withdrawn is compared with nothing: the one before it is.
        before = [one[0] for one in ordered[place + 1 :] if not one[0].is_withdrawn]
        earlier = before[0] if before and not rows[0].is_withdrawn else None
        entries.append({"source": rows[0], "rows": rows, "earlier": earlier, "is_first": place == len(ordered) - 1})
    context = {**(beside(request, reference) if beside else {}), "reference": reference, "entries": entries}
    return render(request, template, context)


def _page(
    request: HttpRequest,
    shown: PublishedVersion,
    versions: Sequence[PublishedVersion],
    rows: dict[str, PublishedVersion],
    template: str,
    beside: dict[str, Any],
) -> HttpResponse:
    readable = [one for one in versions if one.language == shown.language and not one.is_withdrawn]
    current = max(readable, key=lambda one: one.place)
    redactions = list(Redaction.objects.filter(version=shown, confirmed_at__isnull=False))
    source = cited(shown)
    parts = [part for part in shown_parts(shown, frozenset(one.field for one in redactions)) if part.name != "title"]
    context: dict[str, Any] = {
        **beside,
        "version": shown,
        "source": source,
        "parts": [part for part in parts if not part.is_fact],
        "facts": [part for part in parts if part.is_fact],
        "redactions": redactions,
        "passages": [passage for part in parts if part.html for passage in passages(part.html)],
        "current": current,
        "is_current": current.pk == shown.pk,
        "when": day(shown.published_at),
        "difference_url": reverse("difference", args=[shown.reference.string, shown.label, current.label]),
        "forms": [{"label": form.label, "url": f"{shown.lasting_address}.{form.suffix}"} for form in FORMS],
        "other_language": "" if shown.language == get_language() else shown.language,
        "language_links": [
            {"code": code, "label": own_name(code), "url": row.lasting_address}
            for code, row in rows.items()
            if code != shown.language
        ],
        "json_ld": json_ld(shown),
        "address": whole(shown.lasting_address),
    }
    response = render(request, template, context)
    response["ETag"] = quote_etag(f"html-{hashlib.sha256(response.content).hexdigest()[:24]}")
    if request.user.is_authenticated:
        response["Cache-Control"] = "private, no-cache"
    return response


def _export(shown: PublishedVersion, form: Form) -> HttpResponse:
    body = form.write(shown).encode("utf-8")
    response = HttpResponse(body, content_type=form.content_type)
    digest = hashlib.sha256(body).digest()
    if form is CANONICAL:
        # As long as nothing was redacted the hash that is cited is the hash of exactly these bytes.
        response["ETag"] = quote_etag(digest.hex())
        response["Repr-Digest"] = f"sha-256=:{base64.b64encode(digest).decode()}:"
        if digest.hex() != shown.sha256:
            response["Leerstad-Redacted"] = f"sha256-before={shown.sha256}"
    else:
        response["ETag"] = quote_etag(f"{form.suffix}-{digest.hex()[:24]}")
    response["Access-Control-Allow-Origin"] = "*"
    return response


def tombstone(request: HttpRequest, shown: PublishedVersion, form: Form | None) -> HttpResponse:
    """410: what is left of a withdrawn version. Its hash stays, so that an old copy can still be recognised."""
    withdrawal = shown.withdrawal
    replacement = withdrawal.replacement
    if form is not None:
        told = {
            "deleted": True,
            "reference": shown.reference.string,
            "version": shown.label,
            "language": shown.language,
            "published_at": shown.published_at.isoformat(),
            "withdrawn_at": withdrawal.confirmed_at.isoformat() if withdrawal.confirmed_at else None,
            "sha256": shown.sha256,
            "decided_by": withdrawal.decided_by,
            "reason": withdrawal.reason,
            "replaced_by": whole(replacement.lasting_address) if replacement is not None else None,
        }
        if form.media_type.endswith("json"):
            response: HttpResponse = JsonResponse(told, status=410)
        else:
            lines = "".join(f"{name}: {value}\n" for name, value in told.items() if value is not None)
            response = HttpResponse(lines, status=410, content_type="text/plain; charset=utf-8")
    else:
        context = {"version": shown, "withdrawal": withdrawal, "replacement": replacement}
        with override(shown.language):
            response = render(request, "base/tombstone.html", context, status=410)
    response["Link"] = as_header(version_links(shown, history(shown.reference.string)))
    return _vary(response)


def _hidden(request: HttpRequest, shown: PublishedVersion) -> HttpResponse:
    """410 without a word of it: its author took it back, or a moderator hid it. The ruling is told to its author."""
    response = render(request, "base/tombstone.html", {"version": shown, "withdrawal": None}, status=410)
    return _vary(response)


def _wanted(request: HttpRequest) -> Form | None:
    """The form that the reader's program asks for; none is the page."""
    # Of a media type we know no parameters, and a comma within one would end the type.
    asked = HttpRequest()
    asked.META["HTTP_ACCEPT"] = _PARAMETER.sub("", request.headers.get("Accept", "*/*"))
    preferred = asked.get_preferred_type(["text/html", *(form.media_type for form in FORMS)])
    return next((form for form in FORMS if form.media_type == preferred), None)


def _vary(response: HttpResponse) -> HttpResponse:
    patch_vary_headers(response, ["Accept", "Accept-Language"])
    return response
