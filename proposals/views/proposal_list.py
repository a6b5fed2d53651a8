import secrets
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from base import clock
from base.geometry import Box
from base.queries.published_version import version_in_force, versions_in_force
from base.queries.search import LONGEST
from participation.enums import LISTED, Act, State
from participation.models import ConsultationRound, Subject
from participation.queries.count_change import standing_now, standing_of
from participation.rules import refusal_of_phase
from proposals.enums import ListOrder, ProposalKind
from proposals.exports.proposal_list import feed, table
from proposals.queries.proposal import ProposalRow, rows_of
from proposals.queries.proposal_list import (
    MOST_COUNTED,
    PRIME,
    Draw,
    ListPart,
    NoPlace,
    ProposalChoice,
    Sorting,
    all_found,
    areas_of,
    found_subjects,
    list_part,
    number_found,
    rounds_with_proposals,
    themes_of,
)
from proposals.views.consultation_round import round_or_404

IN_FEED = 50
AT_A_TIME = 500
# Whoever supports it, at least so many: what a reader may ask for. Whether that is enough is a state.
SUPPORT_STEPS = (1, 5, 10, 25, 50, 100, 250)
COUNTED = (ListOrder.SUPPORTED, ListOrder.DISCUSSED)


@require_safe
def proposal_list(request: HttpRequest, reference: str = "") -> HttpResponse:
    """The proposals of a round, or of all; everything that is chosen stands in the address."""
    consultation_round = round_or_404(reference) if reference else None
    now, choice = clock.now(), choice_of(request, reference)
    order = _one_of(ListOrder, request.GET.get("order", "")) or ListOrder.NEWEST
    seed = request.GET.get("seed", "")
    if order == ListOrder.RANDOM and not _is_seed(seed):
        # Drawn once; from here on it stands in the address, and two pages of it are of one order.
        return redirect(
            f"{request.path}?{urlencode(parameters_of(choice) | {'order': order, 'seed': secrets.randbelow(PRIME)})}"
        )
    words = request.GET.get("as-of", "")
    standing = (standing_of(words, now) or standing_now(now)) if order in COUNTED else None
    is_read_on = standing is None or str(standing) == words
    sorting = Sorting(order, Draw(int(seed)) if order == ListOrder.RANDOM else None, standing)
    after, before = (request.GET.get(name, "") if is_read_on else "" for name in ("after", "before"))
    subjects = found_subjects(choice, now)
    part = list_part(subjects, sorting, after=after, before=before)
    filters = filters_of(choice, consultation_round)
    context = {
        **around_of(consultation_round, now),
        **filters,
        **_steps(choice, sorting, part),
        "hidden": [
            *((name, value) for name, value in _ordered(sorting).items() if name != "as-of"),
            *((name, value) for name, value in parameters_of(choice).items() if name == "place"),
        ],
        "chips": chips_of(filters, choice, sorting),
        "is_filtered": bool(parameters_of(choice)),
        "is_first": not part.has_previous,
        "begins_anew": bool(words) and not is_read_on,
        "number_words": words_of_number(number_found(subjects)),
        "orders": [
            {
                "label": one.label,
                "url": f"?{urlencode(parameters_of(choice) | {'order': one.value})}",
                "current": one == order,
            }
            for one in ListOrder
        ],
        "everything_action": [{"label": _("Show everything"), "url": request.path, "kind": "quiet"}],
        "everything_url": request.path,
        "rows": rows_of(part.subjects, request.user, now),
        "order": order,
        "map_url": f"{address_of('map', reference)}?{urlencode(parameters_of(choice))}",
        "feed_url": f"{address_of('feed', reference)}?{urlencode(parameters_of(choice))}",
        "csv_url": f"{address_of('csv', reference)}?{urlencode(parameters_of(choice))}",
    }
    return render(request, "proposals/proposal_list.html", context)


@require_safe
def proposal_feed(request: HttpRequest, reference: str = "") -> HttpResponse:
    """The newest of a choice, as Atom."""
    title, choice = _("Proposals"), choice_of(request, reference)
    if reference:
        title = f"{title}: {_round_text(round_or_404(reference))[0]}"
    now = clock.now()
    part = list_part(found_subjects(choice, now), Sorting(), most=IN_FEED)
    asked = urlencode(parameters_of(choice))
    written = feed(
        rows_of(part.subjects, request.user, now),
        title=title,
        link=f"{address_of('list', reference)}?{asked}",
        path=f"{request.path}?{asked}",
        language=str(get_language()),
    )
    return HttpResponse(written, content_type="application/atom+xml; charset=utf-8")


@require_safe
def proposal_csv(request: HttpRequest, reference: str = "") -> HttpResponseBase:
    """All of a choice, the newest first; `docs/data-formats.md` says what stands in the columns."""
    if reference:
        round_or_404(reference)
    now = clock.now()
    subjects = found_subjects(choice_of(request, reference), now).select_related("consultation_round__reference")

    def parts() -> Iterator[list[ProposalRow]]:
        for found in all_found(subjects, most=AT_A_TIME):
            yield rows_of(found, request.user, now)

    response = StreamingHttpResponse(table(parts()), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{reference or "proposals"}.csv"'
    return response


def choice_of(request: HttpRequest, reference: str) -> ProposalChoice:
    """What the address asks for; a word that is none of ours asks for nothing."""
    get = request.GET.get
    return ProposalChoice(
        words=" ".join(get("q", "").split())[:LONGEST],
        theme=get("theme", ""),
        area=get("area", ""),
        state=_state(get("state", "")),
        kind=_one_of(ProposalKind, get("kind", "")),
        consultation_round=reference or get("round", ""),
        support=int(get("support", "")) if get("support", "") in map(str, SUPPORT_STEPS) else 0,
        place=NoPlace.WITHOUT if get("place") == NoPlace.WITHOUT.value else Box.read(get("place", "")),
        is_of_round=bool(reference),
    )


def _state(value: str) -> State | None:
    # As addresses had it before there was one table of states.
    value = {"support": State.SUPPORTING.value, "vote": State.VOTING.value}.get(value, value)
    return State(value) if value in LISTED else None


def _one_of(words: Any, value: str) -> Any:
    return words(value) if value in words.values else None


def _is_seed(words: str) -> bool:
    return words.isascii() and words.isdecimal() and len(words) <= len(str(PRIME))


def parameters_of(choice: ProposalChoice) -> dict[str, str]:
    """The parameters of the address that say the same."""
    asked = {
        "q": choice.words,
        "theme": choice.theme,
        "area": choice.area,
        "state": choice.state.value if choice.state else "",
        "kind": choice.kind.value if choice.kind else "",
        "round": "" if choice.is_of_round else choice.consultation_round,
        "support": str(choice.support or ""),
        "place": choice.place.value if isinstance(choice.place, NoPlace) else str(choice.place or ""),
    }
    return {name: value for name, value in asked.items() if value}


def _ordered(sorting: Sorting) -> dict[str, str]:
    """The parameters that say the order and what makes it stand still."""
    ordered = {
        "order": "" if sorting.order == ListOrder.NEWEST else sorting.order.value,
        "seed": str(sorting.draw.seed) if sorting.draw else "",
        "as-of": str(sorting.standing) if sorting.standing else "",
    }
    return {name: value for name, value in ordered.items() if value}


def _steps(choice: ProposalChoice, sorting: Sorting, part: ListPart) -> dict[str, str]:
    asked, still = parameters_of(choice), parameters_of(choice) | _ordered(sorting)

    def step(name: str, subject: Subject) -> str:
        return f"?{urlencode(still | {name: subject.reference.string})}"

    ends = part.subjects
    seed = {name: value for name, value in _ordered(sorting).items() if name != "as-of"}
    return {
        "previous_url": step("before", ends[0]) if part.has_previous and ends else "",
        "next_url": step("after", ends[-1]) if part.has_next and ends else "",
        "first_url": f"?{urlencode(asked | seed)}" if part.has_previous else "",
    }


def address_of(name: str, reference: str) -> str:
    names = {
        "list": "proposals",
        "feed": "proposals_feed",
        "csv": "proposals_csv",
        "map": "proposals_map",
        "geojson": "proposals_geojson",
    }
    return reverse(names[name], args=[reference]) if reference else reverse(f"all_{names[name]}")


def words_of_number(number: int) -> str:
    if number > MOST_COUNTED:
        return _("More than %(number)s proposals") % {"number": number_format(MOST_COUNTED, force_grouping=True)}
    words = ngettext("%(number)s proposal", "%(number)s proposals", number)
    return words % {"number": number_format(number, force_grouping=True)}


def _round_text(consultation_round: ConsultationRound) -> tuple[str, str]:
    """Its title and the language of that."""
    text = version_in_force(consultation_round.reference_id, str(get_language()))
    if text is None:
        return consultation_round.title, consultation_round.language
    return text.title, text.language


def around_of(consultation_round: ConsultationRound | None, now: datetime) -> dict[str, Any]:
    if consultation_round is None:
        return {"crumbs": [{"label": _("Take part"), "url": reverse("rounds")}]}
    title, language = _round_text(consultation_round)
    return {
        "consultation_round": consultation_round,
        "round_title": title,
        "round_language": language,
        "crumbs": [{"label": title, "url": consultation_round.reference.get_absolute_url(), "lang": language}],
        "may_propose": not refusal_of_phase(consultation_round, Act.PROPOSE, now),
    }


def filters_of(choice: ProposalChoice, consultation_round: ConsultationRound | None) -> dict[str, Any]:
    """A choice per field; none of what would choose nothing."""
    themes = [(name, name) for name in themes_of(consultation_round)]
    areas = [(area.code, area.name) for area in areas_of(consultation_round)]
    filters: list[dict[str, Any]] = [
        {"name": "theme", "label": _("Theme"), "options": themes, "chosen": choice.theme},
        {"name": "area", "label": _("Neighbourhood"), "options": areas, "chosen": choice.area},
        {
            "name": "state",
            "label": _("Where it is"),
            "options": [(one.value, one.label) for one in LISTED],
            "chosen": choice.state,
        },
        {
            "name": "support",
            "label": _("Support"),
            "options": [(str(one), _at_least(one)) for one in SUPPORT_STEPS],
            "chosen": str(choice.support),
        },
    ]
    if consultation_round is None or consultation_round.is_standing:
        filters.append({"name": "kind", "label": _("Kind"), "options": ProposalKind.choices, "chosen": choice.kind})
    if consultation_round is None:
        rounds = _round_options()
        filters.append({"name": "round", "label": _("Round"), "options": rounds, "chosen": choice.consultation_round})
    return {
        "filters": [one for one in filters if one["options"]],
        "search": {"name": "q", "label": _("Words in it"), "value": choice.words},
    }


def _at_least(number: int) -> str:
    words = ngettext("at least %(number)d resident", "at least %(number)d residents", number)
    return words % {"number": number}


def _round_options() -> list[tuple[str, str]]:
    rounds = list(rounds_with_proposals())
    texts = versions_in_force([one.reference_id for one in rounds], str(get_language()))
    return [
        (one.reference.string, texts[one.reference_id].title if one.reference_id in texts else one.title)
        for one in rounds
    ]


def chips_of(filters: dict[str, Any], choice: ProposalChoice, sorting: Sorting) -> list[dict[str, str]]:
    """What was chosen, each with the address without it."""
    asked, order = parameters_of(choice), _ordered(sorting)
    order.pop("as-of", None)
    named = {one["name"]: (one["label"], dict(one["options"])) for one in filters["filters"]}
    named["q"] = (filters["search"]["label"], {})
    is_on_map = isinstance(choice.place, Box)
    named["place"] = (
        _("Place"),
        {asked.get("place", ""): _("a part of the map") if is_on_map else _("not on the map")},
    )

    def without(name: str) -> str:
        return f"?{urlencode({key: value for key, value in (asked | order).items() if key != name})}"

    chips = []
    for name, value in asked.items():
        label, options = named.get(name, (name, {}))
        chips.append({"label": f"{label}: {options.get(value, value)}", "url": without(name)})
    return chips
