"""What the map shows is what the list shows: each proposal in one cell, or told to have no place."""

from dataclasses import replace

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from base.geometry import Box, centre_of
from participation.models import Subject
from proposals.actions.proposal import page_of_subject
from proposals.queries.proposal_list import NoPlace, ProposalChoice, found_subjects
from proposals.queries.proposal_map import areas_with_numbers, cells_of, number_without_place
from tests.factories.base import AreaFactory
from tests.many_proposals import many_proposals
from tests.rounds import SUPPORTING, hand_in, hide, publish

pytestmark = pytest.mark.django_db

CITY = settings.MAP["box"]
EVERYTHING = ProposalChoice()


def square(west: float, south: float) -> dict:
    east, north = round(west + 0.02, 5), round(south + 0.02, 5)
    return {
        "type": "Polygon",
        "coordinates": [[[west, south], [east, south], [east, north], [west, north], [west, south]]],
    }


@pytest.fixture
def add(consultation_round, author, moderator):
    def add(title: str, at: tuple[float, float] | None = None, **text) -> Subject:
        geometry = {"type": "Point", "coordinates": list(at)} if at else text.pop("geometry", None)
        return publish(hand_in(consultation_round, by=author, title=title, geometry=geometry, **text), by=moderator)

    return add


@pytest.fixture
def placed(add, moderator):
    """Two near each other, one far off, an area, one about a whole neighbourhood, one about everything, and one hidden."""
    area = AreaFactory(code="oost", name="Oost", outline=square(5.28, 52.54))
    hidden = add("Verstopt", (5.2, 52.5))
    placed = {
        "one": add("Een", (5.2, 52.5)),
        "two": add("Twee", (5.20002, 52.50002), area=area),
        "far": add("Ver", (5.32, 52.5)),
        "drawn": add("Getekend", geometry=square(5.16, 52.54)),
        "whole": add("Hele buurt", area=area),
        "all": add("Overal", place="overal een beetje"),
    }
    hide(hidden, by=moderator)
    return placed


def titles(choice: ProposalChoice) -> set[str]:
    return {subject.label for subject in found_subjects(choice, SUPPORTING)}


def test_cells_hold_every_proposal_that_has_a_place(placed):
    cells = cells_of(EVERYTHING, CITY, SUPPORTING)
    assert sum(cell.number for cell in cells) + number_without_place(EVERYTHING, SUPPORTING) == len(placed)
    together = {cell.number: cell for cell in cells}[2]
    assert titles(ProposalChoice(place=together.box)) == {"Een", "Twee"}
    shown = {cell.subject.label: cell.position for cell in cells if cell.subject}
    assert shown.keys() == {"Ver", "Getekend", "Hele buurt"}
    assert shown["Hele buurt"] == pytest.approx(centre_of(square(5.28, 52.54)))
    assert titles(ProposalChoice(place=NoPlace.WITHOUT)) == {"Overal"}


@pytest.mark.parametrize("across", [0, 1, 4, 16, 900])
def test_list_of_each_cell_is_what_the_cell_counts(placed, across):
    for cell in cells_of(EVERYTHING, CITY, SUPPORTING, across):
        assert found_subjects(ProposalChoice(place=cell.box), SUPPORTING).count() == cell.number


def test_cells_are_of_the_choice_and_of_the_part_that_is_shown(placed):
    assert [cell.number for cell in cells_of(ProposalChoice(area="oost"), CITY, SUPPORTING)] == [1, 1]
    part = Box(5.28, 52.49, 5.33, 52.56)
    assert {cell.subject.label for cell in cells_of(EVERYTHING, part, SUPPORTING)} == {"Ver", "Hele buurt"}
    assert titles(replace(EVERYTHING, place=part)) == {"Ver", "Hele buurt"}


@pytest.mark.parametrize("box", ["5.2,52.5,5.2000000001,52.5000000001", "-180,-90,180,90", "0,0,1e-300,1e-300"])
def test_cells_of_the_smallest_and_the_largest_part(placed, box):
    assert sum(cell.number for cell in cells_of(EVERYTHING, Box.read(box), SUPPORTING, 16)) in (0, 1, 5)


def test_what_stands_on_one_spot_is_told_as_a_list(add):
    add("Een", (5.2, 52.5)), add("Twee", (5.2, 52.5))
    (cell,) = cells_of(EVERYTHING, CITY, SUPPORTING)
    assert (cell.number, cell.is_finest, cell.subject) == (2, True, None)


def test_areas_with_numbers_counts_what_the_list_of_each_has(placed):
    areas, without = areas_with_numbers(EVERYTHING, SUPPORTING)
    assert {one.area.code: one.number for one in areas} == {"oost": 2}
    assert without == 4
    assert found_subjects(ProposalChoice(area="oost"), SUPPORTING).count() == 2


def test_place_follows_what_the_page_says_and_is_in_no_revision(placed):
    page = page_of_subject(placed["two"])
    assert (page.longitude, page.latitude) == (5.20002, 52.50002)
    assert not {"longitude", "latitude"} & page.latest_revision.content.keys()
    page.place = None
    page.save()
    assert (page.longitude, page.latitude) == (None, None)


def test_cells_take_as_many_queries_for_hundreds_as_for_one(add):
    first = add("Een", (5.2, 52.5))
    counts = []
    for more in (9, 300):
        many_proposals(first, more)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            (cell,) = cells_of(EVERYTHING, CITY, SUPPORTING)
        counts.append(len(asked))
    assert cell.number == 310
    assert counts[0] == counts[1] <= 3
