"""Finding a proposal on a telephone, by keyboard and without a script."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.city import City, build_city
from tests.browser.conftest import PHONE
from tests.browser.visitor import Visitor


@pytest.fixture
def city(site_ground) -> City:
    return build_city(site_ground)


def test_a_choice_is_made_and_left_out_by_keyboard_without_scripts(page_without_scripts: Page, city: City) -> None:
    page_without_scripts.set_viewport_size(PHONE)
    visitor = Visitor(page_without_scripts)
    visitor.visit("all_proposals")
    rows = visitor.main.locator(".item-card")
    everything = rows.count()
    assert everything > 1
    wanted = rows.first.locator("h2").inner_text()
    visitor.main.locator("summary").press("Enter")
    visitor.main.locator("[name=q]").fill(wanted)
    visitor.main.locator("[name=q]").press("Enter")
    expect(rows).to_have_count(1)
    assert visitor.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    visitor.main.locator(".tag-list a.tag").first.press("Enter")
    expect(rows).to_have_count(everything)
    visitor.main.locator("a.tag", has_text="willekeurig" if visitor.language == "nl" else "random").press("Enter")
    expect(rows).to_have_count(everything)
    assert "seed=" in visitor.page.url
