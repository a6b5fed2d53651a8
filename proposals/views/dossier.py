"""The dossier of a round: its chapters as pages, and the whole of it as files."""

from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from base import clock
from base.archive import zipped
from base.exports.workbook import ODS, XLSX
from base.instants import clock as clock_of
from base.queries.published_version import version_in_force
from base.refusal import Refusal
from participation.models import ConsultationRound
from proposals.actions.dossier_volume import ask_for_volumes
from proposals.dossier_chapters import Chapter, Data, chapter_of, chapters
from proposals.dossier_tasks import make_volume
from proposals.exports.dossier import dossier_ods, dossier_xlsx, sheet_csv, sheets_of, volumes_of
from proposals.exports.dossier_archive import dossier_files, refusal_of_archive
from proposals.models import DossierVolume
from proposals.queries.dossier import Dossier, dossier_of, refusal_of_dossier
from proposals.queries.dossier_volume import A_CLAIM_LASTS, newest_volumes, to_make, volume_bytes
from proposals.views.consultation_round import round_or_404

PER_PAGE = 50


@require_safe
def dossier(request: HttpRequest, reference: str) -> HttpResponse:
    consultation_round = round_or_404(reference)
    if refusal := refusal_of_dossier(consultation_round, clock.now()):
        return _refused(request, reference, refusal)
    return _contents(request, consultation_round)


@require_safe
def chapter(request: HttpRequest, reference: str, key: str) -> HttpResponse:
    consultation_round, found, now = round_or_404(reference), chapter_of(key), clock.now()
    if found is None:
        raise Http404
    if refusal := refusal_of_dossier(consultation_round, now):
        return _refused(request, reference, refusal)
    read = chapters()
    place = read.index(found)
    data, page = _shown(found, consultation_round, request.GET.get("page", "1"), now)
    context = _about(consultation_round) | {
        "chapter": found,
        "parts": found.words(data),
        "page": page,
        "before": read[place - 1] if place else None,
        "after": read[place + 1] if place + 1 < len(read) else None,
    }
    return render(request, "proposals/dossier_chapter.html", context)


def _shown(found: Chapter, consultation_round: ConsultationRound, number: str, at: datetime) -> tuple[Data, Any]:
    """What stands on one page of a chapter, and which page that is."""
    if found.items is None:
        return found.compiled(consultation_round, at), None
    page = Paginator(found.keys(consultation_round), PER_PAGE).get_page(number)
    # What is said once is said on the first page.
    once = found.compiled(consultation_round, at) if page.number == 1 else {}
    return once | {"items": found.items(consultation_round, list(page.object_list), at)}, page


@require_safe
def dossier_file(request: HttpRequest, reference: str, form: str) -> HttpResponseBase:
    consultation_round, now = round_or_404(reference), clock.now()
    if refusal := refusal_of_dossier(consultation_round, now):
        return HttpResponse(refusal, content_type="text/plain; charset=utf-8", status=HTTPStatus.CONFLICT)
    whole = dossier_of(consultation_round, now)
    if refusal := refusal_of_archive(consultation_round, whole) if form == "zip" else "":
        return HttpResponse(refusal, content_type="text/plain; charset=utf-8", status=HTTPStatus.CONFLICT)
    response: HttpResponseBase
    if form == "zip":
        response = StreamingHttpResponse(
            zipped(dossier_files(consultation_round, whole)), content_type="application/zip"
        )
    else:
        response = HttpResponse(_file(whole, form), content_type=TYPES[form])
    response["Content-Disposition"] = f'attachment; filename="{reference}-dossier.{form}"'
    return response


TYPES = {"json": "application/json", "csv": "text/csv; charset=utf-8", "xlsx": XLSX, "ods": ODS}


def _file(whole: Dossier, form: str) -> bytes:
    if form == "json":
        return whole.as_json().encode()
    if form == "csv":
        return sheet_csv(next(sheet for sheet in sheets_of(whole) if sheet.name == "contributions"))
    return {"xlsx": dossier_xlsx, "ods": dossier_ods}[form](whole)


# Asking makes nothing that is the asker's: no session is needed, and reading the page begins none.
@csrf_exempt
@require_POST
def ask_volumes(request: HttpRequest, reference: str) -> HttpResponse:
    """Has the PDF made in the language that is read; asked again, it goes on with what is not made yet."""
    consultation_round, now = round_or_404(reference), clock.now()
    if refusal := refusal_of_dossier(consultation_round, now):
        return _refused(request, reference, refusal)
    whole = dossier_of(consultation_round, now)
    try:
        volumes = ask_for_volumes(
            consultation_round=consultation_round,
            dossier=whole,
            of=len(volumes_of(whole)),
            language=str(get_language()),
            by=request.user,
            at=now,
        )
    except Refusal as refused:
        return _refused(request, reference, refused.sentence)
    for one in volumes:
        make_volume.enqueue(one.pk)
    return redirect("dossier", reference)


@require_safe
def volume(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Only while the records are still those that it was made of: what was taken away since is handed out nowhere."""
    consultation_round = round_or_404(reference)
    found = DossierVolume.objects.filter(pk=pk, consultation_round=consultation_round, made_at__isnull=False).first()
    if found is None:
        raise Http404
    try:
        if dossier_of(consultation_round, clock.now()).records_sha256 != found.records_sha256:
            raise Refusal(_("Since this PDF was made something changed in the records. Have it made again."))
        data = volume_bytes(found)
    except Refusal as refusal:
        return _contents(request, consultation_round, refusal.sentence)
    name = f"{reference}-dossier-{found.language}-{found.number}.pdf"
    return HttpResponse(
        data, content_type="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}"'}
    )


def _contents(request: HttpRequest, consultation_round: ConsultationRound, refusal: str = "") -> HttpResponse:
    volumes = newest_volumes(consultation_round, str(get_language()))
    waiting = DossierVolume.objects.filter(to_make(clock.now()), pk__in=[one.pk for one in volumes]).exists()
    claimed = [one.claimed_at for one in volumes if one.made_at is None and one.claimed_at is not None]
    made = sum(one.made_at is not None for one in volumes)
    # With what a reader in a hurry looks for the dossier begins.
    summary = chapters()[0]
    context = _about(consultation_round) | {
        "chapters": chapters(),
        "summary": summary,
        "summary_parts": summary.words(summary.compiled(consultation_round, clock.now())),
        "volumes": volumes,
        "made": made,
        "can_ask": waiting or not volumes or bool(refusal),
        # What somebody makes is left to them until then.
        "left_until": clock_of(min(claimed) + A_CLAIM_LASTS) if claimed and not waiting else "",
        "refusal": refusal,
    }
    return render(request, "proposals/dossier.html", context, status=HTTPStatus.CONFLICT if refusal else HTTPStatus.OK)


def _about(consultation_round: ConsultationRound) -> dict[str, Any]:
    text = version_in_force(consultation_round.reference_id, str(get_language()))
    title, language = (text or consultation_round).title, (text or consultation_round).language
    return {
        "consultation_round": consultation_round,
        "title": title,
        "title_language": language,
        "crumbs": [{"label": title, "url": consultation_round.reference.get_absolute_url(), "lang": language}],
    }


def _refused(request: HttpRequest, reference: str, refusal: str) -> HttpResponse:
    context = {"refusal": refusal, "reference": reference}
    return render(request, "proposals/dossier_refused.html", context, status=HTTPStatus.CONFLICT)
