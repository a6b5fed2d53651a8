"""The proposals of a choice on a part of the map: one mark for each, or one with a number where many are near each other.

What is asked of the database does not grow with what is found: it counts per cell of a grid, and the grid has at most so
many cells.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from math import ceil, log2
from typing import Any

from django.db.models import Avg, Count, F, FloatField, Max, Min, QuerySet, Value
from django.db.models.functions import Cast, Floor

from base.geometry import Box, Position
from base.models import Area
from participation.models import Subject
from proposals.models import ProposalPage
from proposals.queries.proposal_list import NoPlace, ProposalChoice, found_subjects, number_found, on_map, within

# How many cells lie side by side on what is shown, at most; and so many times that below each other.
FEWEST_ACROSS, ACROSS, MOST_ACROSS = 2, 8, 16
LONGEST = 3
# As wide as they are high, at the latitude of the Netherlands.
FLATNESS = 0.62
# Below this, in degrees, a cell is a doorstep: who stands there is told as a list.
FINEST = 0.0005


@dataclass(frozen=True)
class Cell:
    """What lies in one cell of the grid: its number, the middle of it, the box that holds it all."""

    number: int
    position: Position
    box: Box
    # Nothing to gain from looking closer.
    is_finest: bool
    subject: Subject | None = None


def cells_of(choice: ProposalChoice, box: Box, at: datetime, across: int = ACROSS) -> list[Cell]:
    """Two questions, whatever is found. Cells lie still while the map moves: they are cut from the whole earth."""
    across = min(max(across, FEWEST_ACROSS), MOST_ACROSS)
    width = max((box.east - box.west) / across, (box.north - box.south) / FLATNESS / (LONGEST * across))
    width = max(2.0 ** ceil(log2(width)), FINEST / 2)
    height = width * FLATNESS
    rows = (
        on_map(_pages(choice, at))
        .filter(**within(box))
        .annotate(
            column=Floor(Cast(F("x"), FloatField()) / Value(width)),
            row=Floor(Cast(F("y"), FloatField()) / Value(height)),
        )
        .order_by()
        .values("column", "row")
        .annotate(
            number=Count("pk"),
            west=Min("x"), east=Max("x"), south=Min("y"), north=Max("y"), middle=Avg("x"), height=Avg("y"),
            key=Min("pk"),
        )
        .order_by("-row", "column")
    )  # fmt: skip
    found = list(rows)
    singles = [row["key"] for row in found if row["number"] == 1]
    keys = ProposalPage.objects.filter(pk__in=singles).values_list("translation_key", "pk")
    pages = dict(keys)
    visible: Any = Subject.objects.visible().with_state(at).select_related("reference")
    subjects = {
        pages[one.reference.translation_key]: one for one in visible.filter(reference__translation_key__in=pages)
    }
    return [
        Cell(
            number=row["number"],
            position=(row["middle"], row["height"]),
            box=_around(row),
            is_finest=width <= FINEST or (row["west"], row["south"]) == (row["east"], row["north"]),
            subject=subjects.get(row["key"]) if row["number"] == 1 else None,
        )
        for row in found
    ]


def _around(row: dict[str, float]) -> Box:
    """What holds everything in a cell: a little wider to the east and the north, where a box ends before its edge."""
    return Box(row["west"], row["south"], round(row["east"] + 2e-6, 6), round(row["north"] + 2e-6, 6))


@dataclass(frozen=True)
class AreaCount:
    area: Area
    number: int


def areas_with_numbers(choice: ProposalChoice, at: datetime) -> tuple[list[AreaCount], int]:
    """How many of a choice are about each neighbourhood, and how many about none. Two questions."""
    counted = _pages(choice, at).order_by().values("area").annotate(number=Count("pk"))
    numbers = dict(counted.values_list("area", "number"))
    areas = Area.objects.filter(pk__in=[pk for pk in numbers if pk is not None])
    return [AreaCount(area, numbers[area.pk]) for area in areas], numbers.get(None, 0)


def number_without_place(choice: ProposalChoice, at: datetime) -> int:
    return number_found(found_subjects(replace(choice, place=NoPlace.WITHOUT), at))


def _pages(choice: ProposalChoice, at: datetime) -> QuerySet[ProposalPage]:
    """The pages of the visible proposals that fit, wherever they are."""
    found = found_subjects(replace(choice, place=None), at).order_by()
    return ProposalPage.objects.filter(live=True, translation_key__in=found.values("reference__translation_key"))
