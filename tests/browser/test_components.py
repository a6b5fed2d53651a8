"""The gallery stands for every page: what holds for its components holds wherever they are used."""

import pytest
from playwright.sync_api import Page, expect

GALLERY = "/components/"


@pytest.mark.parametrize(
    ("language", "scheme"),
    [
        ("nl", "light"),
        ("en", "dark"),
        pytest.param("nl", "dark", marks=pytest.mark.heavy),
        pytest.param("en", "light", marks=pytest.mark.heavy),
    ],
)
def test_components_are_accessible_in_both_schemes_and_languages(page: Page, check_access, scheme, language):
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{GALLERY}?language={language}")
    page.get_by_text("Toon als tabel" if language == "nl" else "Show as a table").click()
    check_access(page)


def test_components_can_be_read_on_the_narrowest_screen(page: Page, check_reflow):
    page.goto(GALLERY)
    check_reflow(page)


def test_components_are_large_enough_to_press(phone_page: Page):
    phone_page.goto(GALLERY)
    small = phone_page.evaluate(
        """[...document.querySelectorAll("a, button, input, select, textarea, summary")]
        .filter((target) => getComputedStyle(target).display !== "inline" && !target.closest(".skip-links"))
        .filter((target) => Math.min(target.getBoundingClientRect().width, target.getBoundingClientRect().height) < 24)
        .map((target) => target.outerHTML)"""
    )
    assert small == []


def test_first_press_of_tab_offers_the_way_to_the_content(page: Page):
    page.goto("/components/page/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Naar de inhoud")).to_be_focused()
    expect(page.get_by_role("link", name="Naar de inhoud")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()


def test_budget_meter_follows_every_mark(page: Page):
    page.goto(GALLERY)
    paper = page.locator("#ballot")
    expect(paper.get_by_role("status")).to_contain_text("18.000 over om te verdelen")
    paper.get_by_label("B € 20.000").check()
    expect(paper.get_by_role("status")).to_contain_text("2.000 te veel gekozen: haal iets weg")
    paper.get_by_label("A € 12.000").uncheck()
    expect(paper.get_by_role("status")).to_contain_text("10.000 over om te verdelen")


def test_character_count_follows_the_writing_and_cuts_nothing_off(page: Page):
    page.goto(GALLERY)
    field = page.locator("#id_right-body")
    field.fill("👨‍👩‍👧" * 3)
    expect(page.locator('[data-character-count="id_right-body"]')).to_have_text("Je kunt nog 297 tekens schrijven.")
    field.fill("x" * 301)
    expect(page.locator('[data-character-count="id_right-body"]')).to_have_text("Dat zijn 1 tekens te veel.")
    expect(field).to_have_value("x" * 301)


def test_gallery_moves_nothing_while_it_loads(page: Page):
    page.add_init_script(
        """window.moved = 0;
        new PerformanceObserver((list) => { for (const entry of list.getEntries()) window.moved += entry.value; })
          .observe({ type: "layout-shift", buffered: true });"""
    )
    page.goto("/components/page/", wait_until="networkidle")
    assert page.evaluate("window.moved") < 0.01


def test_gallery_breaks_no_rule_of_its_own_policy(page: Page):
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(GALLERY, wait_until="networkidle")
    assert said == []
