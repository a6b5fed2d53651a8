"""Pointing at a place by keyboard, and finding proposals on the map."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.city import City, build_city
from tests.browser.visitor import Visitor

SPOT = re.compile(r"^52\.\d{5}, 5\.\d{5}$")


@pytest.fixture
def city(site_ground) -> City:
    return build_city(site_ground)


def test_a_place_is_set_by_keyboard_and_said_in_words(page: Page, city: City) -> None:
    visitor = Visitor(page)
    visitor.visit("start_proposal", city.collecting.reference.string)
    spot = visitor.main.locator("[name=spot]")
    visitor.main.locator("[data-map-open]").press("Enter")
    canvas = visitor.main.locator("[data-map-canvas]")
    expect(canvas).to_be_focused()
    canvas.press("ArrowLeft")
    said = visitor.main.locator("[data-map-words]")
    expect(said).to_contain_text("Westkant")
    expect(spot).to_have_value("")
    canvas.press("Enter")
    expect(spot).to_have_value(SPOT)
    canvas.press("+")
    visitor.main.locator("[data-map-area]").press("Enter")
    for arrow in ("ArrowUp", "ArrowLeft"):
        canvas.press(f"Shift+{arrow}")
        canvas.press("Enter")
    assert spot.input_value().count(";") == 2
    canvas.press("Backspace")
    assert spot.input_value().count(";") == 1
    # The map is kept with the rest of what is typed.
    spot.fill("52.52000, 5.28000")
    spot.blur()
    expect(said).not_to_contain_text("Westkant")


def test_a_mark_of_the_map_leads_to_its_proposal_by_keyboard(page: Page, city: City) -> None:
    visitor = Visitor(page)
    visitor.visit("all_proposals_map")
    mark = visitor.main.get_by_role("button", name=city.proposal.label)
    mark.press("Enter")
    link = visitor.main.get_by_role("link", name=city.proposal.label)
    expect(link).to_be_focused()
    link.press("Escape")
    expect(mark).to_be_focused()
    mark.press("Enter")
    link.press("Enter")
    visitor.is_at("proposal", city.proposal.reference.string)


def test_the_map_is_a_list_of_neighbourhoods_without_scripts(page_without_scripts: Page, city: City) -> None:
    visitor = Visitor(page_without_scripts)
    visitor.visit("all_proposals_map")
    expect(visitor.main.locator("[data-map]")).to_be_hidden()
    visitor.main.get_by_role("link", name="Westkant").click()
    expect(visitor.main.locator(".item-card")).to_have_count(1)
