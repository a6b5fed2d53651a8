"""How many took part and by which way, and whom the round reached: numbers alone. Of who voted and of what people said of
themselves none is so small that it betrays somebody; what stands with each contribution, its way and its neighbourhood, is counted as it is.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Count, QuerySet, Sum

from base.models import Area
from participation.enums import Eligibility
from participation.models import ConsultationRound, PollBookEntry, RollEntry
from participation.queries.turnout import LEAST, suppressed
from proposals.dossier_chapters import Data
from proposals.enums import AgeBand
from proposals.models import FormalView, PopulationFigure, ProposalPage, ReachAnswer
from proposals.queries.contribution import comments_of, proposals_of
from proposals.queries.reach import figures_of


def participation_data(consultation_round: ConsultationRound, _at: datetime) -> Data:
    proposals, comments = proposals_of(consultation_round), comments_of(consultation_round)
    by_way = _counted(proposals, "channel"), _counted(comments, "channel")
    book = PollBookEntry.objects.filter(consultation_round=consultation_round)
    on_roll = _counted(RollEntry.objects.filter(consultation_round=consultation_round), "area")
    voters = _counted(book, "roll_entry__area")
    pages = ProposalPage.objects.filter(translation_key__in=proposals.values("reference__translation_key"))
    areas = _area_names()
    questionnaire = getattr(consultation_round, "questionnaire", None)
    return {
        "round": consultation_round.reference.string,
        "proposals_in_all": sum(by_way[0].values()),
        "comments_in_all": sum(by_way[1].values()),
        "proposals": by_way[0],
        "comments": by_way[1],
        "proposals_by_area": _by_area(_counted(pages, "area"), areas),
        "supports": proposals.aggregate(n=Sum("supports_in_all"))["n"] or 0,
        "answer_sheets": questionnaire.sheets.count() if questionnaire is not None else None,
        "formal_views": _counted(FormalView.objects.filter(consultation_round=consultation_round), "timing"),
        "has_vote": bool(consultation_round.method),
        "has_record": hasattr(consultation_round, "box"),
        "roll": sum(on_roll.values()) if consultation_round.eligibility == Eligibility.ROLL else None,
        "voted": sum(voters.values()),
        "voters": dict(sorted(suppressed(_counted(book, "channel")).items())),
        # The same areas in both, so that none is shown beside a roll that would betray it.
        "voters_by_area": _by_area(suppressed({one: voters.get(one, 0) for one in on_roll}), areas)
        if any(on_roll)
        else [],
        "roll_by_area": _by_area(suppressed(on_roll), areas) if any(on_roll) else [],
        "reach": _reach(consultation_round, areas),
    }


def _reach(consultation_round: ConsultationRound, areas: dict[int, Area]) -> Data:
    """What people said of themselves, beside the newest figures of the population when it closed."""
    answers = ReachAnswer.objects.filter(consultation_round=consultation_round)
    ages, by_area = _counted(answers.exclude(age_band=""), "age_band"), _counted(answers.exclude(area=None), "area")
    figures = figures_of(consultation_round)
    # The newest of each.
    people = {(one.age_band, one.area_id): one for one in figures}
    shown_ages, shown_areas = suppressed(_at_all(ages)), suppressed(_at_all(by_area))
    return {
        "ages": [
            {"age": band, "people": shown_ages.get(band), "population": _number(people.get((band, None)))}
            for band in AgeBand.values
            if band in shown_ages or (band, None) in people
        ],
        "areas": [
            {
                "code": area.code,
                "name": area.name,
                "people": shown_areas.get(area.pk),
                "population": _number(people.get(("", area.pk))),
            }
            for area in areas.values()
            if area.pk in shown_areas or ("", area.pk) in people
        ],
        "said_age": _total(ages),
        "said_area": _total(by_area),
        "sources": sorted({f"{one.source}, {one.counted_on.isoformat()}" for one in people.values()}),
    }


def _number(figure: PopulationFigure | None) -> int | None:
    return figure.number if figure is not None else None


def _at_all(counts: dict[Any, int]) -> dict[Any, int]:
    """Nothing where so few answered that not even their sum is told."""
    return counts if sum(counts.values()) >= LEAST else {}


def _total(counts: dict[Any, int]) -> int | None:
    return sum(counts.values()) if sum(counts.values()) >= LEAST else None


def _area_names() -> dict[int, Area]:
    return {area.pk: area for area in Area.objects.defer("outline").order_by("name", "pk")}


def _by_area(counts: Mapping[Any, int | None], areas: dict[int, Area]) -> list[dict[str, Any]]:
    rows = [
        {"code": areas[pk].code if pk else "", "name": areas[pk].name if pk else "", "number": number}
        for pk, number in counts.items()
    ]
    return sorted(rows, key=lambda row: (not row["name"], row["name"]))


def _counted(rows: QuerySet[Any], field: str) -> dict[Any, int]:
    return dict(rows.order_by().values_list(field).annotate(n=Count("pk")).order_by(field))
