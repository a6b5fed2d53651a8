"""Reacting to a passage on a telephone, without scripts and by keyboard alone."""

import pytest
from playwright.sync_api import Page, expect

from participation.models import Annotation
from tests.browser.city import City, build_city
from tests.browser.conftest import PHONE
from tests.browser.places import let_in, page_of
from tests.browser.visitor import Visitor


@pytest.fixture
def city(site_ground) -> City:
    return build_city(site_ground)


def tab_to(page: Page, selector: str) -> None:
    for _press in range(120):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"No Tab leads to {selector}")


def test_react_by_keyboard_without_scripts_on_a_telephone(page_without_scripts: Page, city: City, live_server) -> None:
    page = page_without_scripts
    page.set_viewport_size(PHONE)
    let_in(page, city.sam, live_server.url)
    sam = Visitor(page)
    page_of("consulted")(sam, city)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    tab_to(page, ".passage-links a")
    page.keyboard.press("Enter")
    sam.sees("React to this passage")
    expect(sam.main.locator("blockquote")).to_contain_text("Niet iedereen leest even makkelijk.")
    tab_to(page, "[name=kind]")
    for _press in range(3):
        page.keyboard.press("ArrowDown")
    tab_to(page, "[name=text]")
    page.keyboard.type("Voor wie is dit?")
    tab_to(page, "main form[method=post] button")
    page.keyboard.press("Enter")
    expect(sam.main.locator("article.comment", has_text="Voor wie is dit?")).to_be_visible()
    annotation = Annotation.objects.get(comment__author=city.sam)
    assert annotation.passage_words == "Niet iedereen leest even makkelijk."
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page_of("consulted")(sam, city)
    expect(sam.main.locator(".passage-links").first).to_contain_text("2")
