"""A published count that was corrected since: it stays readable, and says by what it was replaced."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from base import clock
from base.queries.published_version import version_in_force
from participation.queries.result_bundle import bundle_of
from proposals.queries.result import result_of
from proposals.views.consultation_round import round_or_404
from proposals.views.words import result_words


@require_safe
def earlier_result(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    consultation_round = round_or_404(reference)
    found = result_of(consultation_round, clock.now(), number) if number < 2**31 else None
    if found is None:
        raise Http404
    context = result_words(found) | {
        "result": found,
        "consultation_round": consultation_round,
        "round_text": version_in_force(consultation_round.reference_id, str(get_language())),
        "next": consultation_round.tally_sheets.filter(number=number + 1).first(),
        "bundle": bundle_of(found.sheet),
    }
    return render(request, "proposals/earlier_result.html", context)
