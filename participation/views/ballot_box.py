from collections.abc import Iterator

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from base.queries.published_version import version_in_force
from base.write_limit import unlimited
from participation.box_rules import box_of, lacks_parts, opening_words
from participation.forms.ballot_box import ReceiptForm
from participation.models import BallotBox, ConsultationRound, ElectoralRoll
from participation.queries.electoral_roll import voting_help
from participation.queries.head import (
    castings_as_csv,
    heads_as_data,
    is_receipt_in,
    receipts_in,
    replaced_by,
)
from participation.queries.turnout import turnout_of
from participation.views.vote import closed_by_the_clock


@unlimited
@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def ballot_box(request: HttpRequest, reference: str) -> HttpResponse:
    """What everybody can see of a box. A receipt is looked up by POST and answered at once: it stands in no address."""
    consultation_round, box = _box_or_404(reference)
    form = ReceiptForm(request.POST if request.method == "POST" else None)
    is_asked = box.closed_at is not None and form.is_valid()
    context = {
        "consultation_round": consultation_round,
        "round_text": version_in_force(consultation_round.reference_id, str(get_language())),
        "box": box,
        "heads": consultation_round.heads.order_by("-number"),
        "holders": box.holders.count(),
        "is_lost": not box.opened_at and lacks_parts(box),
        "opening_words": opening_words(box),
        "roll": ElectoralRoll.objects.filter(consultation_round=consultation_round, size__isnull=False).first(),
        "turnout": turnout_of(consultation_round) if box.closed_at is not None else None,
        "form": form,
        "is_asked": is_asked,
        "is_in": is_asked and is_receipt_in(consultation_round, form.cleaned_data["code"]),
        "replaced_by": replaced_by(consultation_round, form.cleaned_data["code"]) if is_asked else None,
        "help": voting_help(),
    }
    return render(request, "participation/ballot_box.html", context)


@require_safe
def heads(request: HttpRequest, reference: str) -> HttpResponse:
    return JsonResponse(heads_as_data(*_box_or_404(reference)))


@require_safe
def receipts(request: HttpRequest, reference: str) -> StreamingHttpResponse:
    consultation_round = _closed_or_404(reference)
    lines = (f"{receipt}\n" for receipt in receipts_in(consultation_round))
    return _file(lines, "text/plain", f"{reference}-receipts.txt")


@require_safe
def castings(request: HttpRequest, reference: str) -> StreamingHttpResponse:
    return _file(castings_as_csv(_closed_or_404(reference)), "text/csv", f"{reference}-castings.csv")


def _file(lines: Iterator[str], kind: str, name: str) -> StreamingHttpResponse:
    return StreamingHttpResponse(
        lines, content_type=f"{kind}; charset=utf-8", headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def _box_or_404(reference: str) -> tuple[ConsultationRound, BallotBox]:
    consultation_round = closed_by_the_clock(reference)
    box = box_of(consultation_round) if consultation_round is not None else None
    if consultation_round is None or box is None:
        raise Http404
    return consultation_round, box


def _closed_or_404(reference: str) -> ConsultationRound:
    consultation_round, box = _box_or_404(reference)
    if box.closed_at is None:
        raise Http404
    return consultation_round
