from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.formats import number_format
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from base import clock
from base.geometry import Box
from proposals.exports.proposal_map import geojson
from proposals.queries.proposal import rows_of
from proposals.queries.proposal_list import NoPlace, ProposalChoice, Sorting, found_subjects, number_found
from proposals.queries.proposal_map import ACROSS, areas_with_numbers, cells_of, number_without_place
from proposals.views.consultation_round import round_or_404
from proposals.views.proposal_list import (
    address_of,
    around_of,
    chips_of,
    choice_of,
    filters_of,
    parameters_of,
    words_of_number,
)


@require_safe
def proposal_map(request: HttpRequest, reference: str = "") -> HttpResponse:
    """The same choice as the list; without a script the numbers of each neighbourhood. A part of the map (`place`) is where
    it begins, and chooses nothing.
    """
    consultation_round = round_or_404(reference) if reference else None
    now, asked = clock.now(), choice_of(request, reference)
    choice = replace(asked, place=None)
    filters = filters_of(choice, consultation_round)
    areas, without_area = areas_with_numbers(choice, now)
    without_place = number_without_place(choice, now)
    context = {
        **around_of(consultation_round, now),
        **filters,
        "chips": chips_of(filters, choice, Sorting()),
        "is_filtered": bool(parameters_of(choice)),
        "everything_url": request.path,
        "number_words": words_of_number(number_found(found_subjects(choice, now))),
        "areas": [
            {
                "name": one.area.name,
                "words": _words(one.number),
                "url": _list_address(replace(choice, area=one.area.code), reference),
            }
            for one in areas
        ],
        "without_area": _words(without_area) if without_area else "",
        "without_place": _without_place(without_place),
        "without_place_url": _list_address(replace(choice, place=NoPlace.WITHOUT), reference),
        "list_url": _list_address(choice, reference),
        "data_url": f"{address_of('geojson', reference)}?{urlencode(parameters_of(choice))}",
        "box": str(asked.place) if isinstance(asked.place, Box) else "",
    }
    return render(request, "proposals/proposal_map.html", context)


@require_safe
def proposal_geojson(request: HttpRequest, reference: str = "") -> JsonResponse:
    """What of a choice lies on a part of the map (`place`), or in the whole municipality."""
    if reference:
        round_or_404(reference)
    choice = choice_of(request, reference)
    box = choice.place if isinstance(choice.place, Box) else settings.MAP["box"]
    across, now = request.GET.get("across", ""), clock.now()
    cells = cells_of(
        choice, box, now, int(across) if across.isascii() and across.isdecimal() and len(across) < 4 else ACROSS
    )
    rows = rows_of([cell.subject for cell in cells if cell.subject is not None], request.user, now)
    described: dict[str, Any] = geojson(
        cells,
        {row.subject.pk: row for row in rows},
        box=box,
        list_address=lambda part: _list_address(replace(choice, place=part), reference),
    )
    return JsonResponse(described, content_type="application/geo+json; charset=utf-8")


def _list_address(choice: ProposalChoice, reference: str) -> str:
    return f"{address_of('list', reference)}?{urlencode(parameters_of(choice))}"


def _words(number: int) -> str:
    words = ngettext("%(number)s proposal", "%(number)s proposals", number)
    return words % {"number": number_format(number, force_grouping=True)}


def _without_place(number: int) -> str:
    if not number:
        return ""
    words = ngettext(
        "%(number)s proposal has no place on the map", "%(number)s proposals have no place on the map", number
    )
    return words % {"number": number_format(number, force_grouping=True)}
