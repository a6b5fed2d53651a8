"""The bundle of a published result: the page that says how anybody checks it, and its files."""

import io
import zipfile
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from base.queries.published_version import version_in_force
from base.refusal import Refusal
from participation.models import ResultBundle
from participation.queries.lot import closing_head
from participation.queries.result_bundle import bundle_of, bundles_of, kept_file
from participation.verify.bundle import LEFT_TO_THE_PROGRAM
from proposals.queries.result import Result
from proposals.views.result import refused, result_or_refusal


@require_safe
def result_bundle(request: HttpRequest, reference: str) -> HttpResponse:
    try:
        found = result_or_refusal(reference)
    except Refusal as refusal:
        return refused(request, reference, refusal)
    return _page(request, found)


@require_safe
def bundle_file(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """The zip, byte for byte as it was kept."""
    return _handed_out(request, reference, number)


@require_safe
def check_page(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """The page that counts in a browser, as it is in the bundle: to be opened from disk, where no site has a hand in it."""
    return _handed_out(request, reference, number, inside="verify.html")


def _handed_out(request: HttpRequest, reference: str, number: int, inside: str = "") -> HttpResponse:
    try:
        found = result_or_refusal(reference)
    except Refusal as refusal:
        return refused(request, reference, refusal)
    bundle = next((one for one in bundles_of(found.consultation_round) if one.sheet.number == number), None)
    if bundle is None:
        raise Http404(_("There is no bundle of this count."))
    try:
        data = kept_file(bundle)
    except Refusal as refusal:
        return _page(request, found, refusal.sentence)
    if inside:
        with zipfile.ZipFile(io.BytesIO(data)) as files:
            data = files.read(inside)
    response = HttpResponse(data, content_type="text/html; charset=utf-8" if inside else "application/zip")
    name = f"{reference}-{inside}" if inside else str(bundle)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _page(request: HttpRequest, found: Result, refusal: str = "") -> HttpResponse:
    bundle = bundle_of(found.sheet)
    context: dict[str, Any] = {
        "consultation_round": found.consultation_round,
        "round_text": version_in_force(found.consultation_round.reference_id, str(get_language())),
        "bundle": bundle,
        "is_left_to_program": found.sheet.rule in LEFT_TO_THE_PROGRAM,
        "facts": _facts(found, bundle) if bundle else [],
        "earlier": [one for one in bundles_of(found.consultation_round) if one != bundle],
        "refusal": refusal,
    }
    status = HTTPStatus.CONFLICT if refusal else HTTPStatus.OK
    return render(request, "proposals/result_bundle.html", context, status=status)


def _facts(found: Result, bundle: ResultBundle) -> list[dict[str, str]]:
    head = closing_head(found.consultation_round)
    return [
        {"label": _("SHA-256 of the bundle"), "value": bundle.sha256},
        {"label": _("The head that closed the ballot box"), "value": head.sha256 if head else ""},
    ]
