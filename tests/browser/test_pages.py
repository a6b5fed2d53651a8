"""What every page keeps to, whatever it shows: its own house, no cookie before one is needed, narrow screens, large text,
WCAG 2.2 AA, the keyboard, little weight, paper."""

import gzip
from dataclasses import dataclass, field

import pytest
from django.utils import timezone
from playwright.sync_api import ConsoleMessage, Page, Request, Response, expect

from participation.models import PollBookEntry
from tests.browser.axe import violations_in_looks
from tests.browser.city import City, build_city, voting_round
from tests.browser.conftest import DESK, PHONE
from tests.browser.places import WALKS, Place, let_in, walk
from tests.browser.visitor import Visitor
from tests.factories.accounts import UserFactory
from tests.factories.home import AgendaItemPageFactory, AgendaPageFactory

# Alone on two cores a walk takes a minute; a machine that does more at once must not break it.
pytestmark = pytest.mark.timeout(420)

NARROWEST = {"width": 320, "height": 640}
LARGEST_PAGE = 100_000  # bytes, compressed
FONT = "atkinson-hyperlegible-next-latin-wght-normal.woff2"

# What stands in a box that is too small for it and cannot be scrolled.
CUT_OFF = """() => [...document.body.querySelectorAll("*")]
  .filter((element) => !element.closest("svg, select, input, textarea, .visually-hidden, .skip-links, .map__canvas"))
  .filter((element) => ["hidden", "clip"].includes(getComputedStyle(element).overflowX))
  .filter((element) => element.clientWidth > 1)
  .filter((element) => element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1)
  .map((element) => element.outerHTML.slice(0, 200))"""
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@dataclass
class Watch:
    """Notes what a page says, asks for and receives, while it is open."""

    page: Page
    host: str
    said: list[str] = field(default_factory=list)
    asked_elsewhere: list[str] = field(default_factory=list)
    documents: list[Response] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("request", self._see_request)
        self.page.on("response", self._see_response)

    def _hear(self, message: ConsoleMessage) -> None:
        # A page that refuses in words has the status of a refusal, and who leaves a vote leaves nothing behind; the browser says so.
        if not message.text.startswith(("Failed to load resource", "Clear-Site-Data header")):
            self.said.append(message.text)

    def _see_request(self, request: Request) -> None:
        if not request.url.startswith((f"{self.host}/", "data:")):
            self.asked_elsewhere.append(request.url)

    def _see_response(self, response: Response) -> None:
        if response.request.resource_type == "document":
            self.documents.append(response)
        elif response.status >= 400:
            self.said.append(f"{response.status} {response.url}")


def look(page: Page) -> list[str]:
    """What is wrong with the page on the narrowest screen, and on a desk with letters of twice the size."""
    page.set_viewport_size(NARROWEST)
    wrong = ["does not fit on 320 px"] if page.evaluate(TOO_WIDE) > 0 else []
    wrong += [f"cut off on 320 px: {element}" for element in page.evaluate(CUT_OFF)]
    page.set_viewport_size(DESK)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    wrong += ["does not fit with letters of 200 %"] if page.evaluate(TOO_WIDE) > 0 else []
    wrong += [f"cut off with letters of 200 %: {element}" for element in page.evaluate(CUT_OFF)]
    page.evaluate("document.documentElement.style.fontSize = ''")
    return wrong


def walk_and_look(visitor: Visitor, city: City, places: list[Place], host: str) -> dict[str, list[str]]:
    watch = Watch(visitor.page, host)
    visitor.page.goto("/nl/")
    assets = sum(
        len(gzip.compress(visitor.page.request.get(f"/static/dist/{name}").body()))
        for name in ("leerstad.css", "leerstad.js", FONT)
    )
    found = {}
    for place in walk(visitor, city, places):
        wrong = look(visitor.page)
        weight = assets + len(gzip.compress(watch.documents[-1].body()))
        wrong += [f"weighs {weight} bytes"] if weight > LARGEST_PAGE else []
        wrong += violations_in_looks(visitor.page, visitor.language)
        wrong += watch.said + watch.asked_elsewhere
        watch.said.clear()
        watch.asked_elsewhere.clear()
        if wrong:
            found[place.name] = wrong
    return found


@pytest.mark.parametrize("walked", WALKS)
def test_pages_hold_on_every_screen_and_set_no_cookie_while_they_are_read(
    site_ground, page, live_server, settings, walked
):
    settings.BASE_URL = live_server.url
    visitor, city = Visitor(page), build_city(site_ground)
    who, places = WALKS[walked]
    if who:
        let_in(page, getattr(city, who), live_server.url)
    assert walk_and_look(visitor, city, places, live_server.url) == {}
    if walked.startswith("reading"):
        assert page.context.cookies() == []


def test_ballot_is_cast_by_keyboard_alone_and_the_focus_is_always_seen(site_ground, page, live_server):
    noor, sam = UserFactory(), UserFactory()
    item = AgendaItemPageFactory(parent=AgendaPageFactory(parent=site_ground.home))
    voting = voting_round(item, "Verdeel het geld", 9, noor, sam, timezone.now())
    page.set_viewport_size(PHONE)
    page.emulate_media(reduced_motion="reduce")
    let_in(page, sam, live_server.url)
    voter = Visitor(page)
    voter.visit("ballot", voting.reference.string)
    page.keyboard.press("Tab")
    expect(page.locator(".skip-links a")).to_be_focused()
    expect(page.locator(".skip-links a")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(voter.main).to_be_focused()

    actions = voter.main.locator("a[href], input:not([type=hidden]), button").count()
    reached = []
    for key in ["Tab"] * actions + ["Shift+Tab"] * (actions - 1):
        page.keyboard.press(key)
        reached.append(page.evaluate(FOCUSED))
        if "Computers" in reached[-1]["label"] and key == "Tab":
            page.keyboard.press("Space")
    assert [one["index"] for one in reached] == [*range(actions), *reversed(range(actions - 1))]
    assert [one for one in reached if not one["seen"]] == []
    expect(voter.main.get_by_role("checkbox", name="Computers")).to_be_checked()
    press_by_keyboard(voter, "Look my ballot through")
    press_by_keyboard(voter, "Cast my ballot")
    voter.is_at("voted", voting.reference.string)
    assert PollBookEntry.objects.filter(roll_entry__person=sam).count() == 1


# Which of the actions of the page has the focus, and whether it can be seen: in view, with a line around it or its box.
FOCUSED = """() => {
  const focused = document.activeElement;
  const actions = [...document.querySelectorAll("main a[href], main input:not([type=hidden]), main button")];
  const box = focused.getClientRects()[0];
  const around = [getComputedStyle(focused), getComputedStyle(focused, "::after"), getComputedStyle(focused.closest(".ballot-option") ?? focused)];
  const marked = around.some((style) => (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== "none");
  const above = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  const shown = box.top >= 0 && box.bottom <= innerHeight && (focused.contains(above) || above?.contains(focused));
  return { index: actions.indexOf(focused), seen: marked && shown, label: focused.labels?.[0]?.textContent ?? "" };
}"""


def press_by_keyboard(visitor: Visitor, message: str) -> None:
    """Tabs on from the top of the page until the button has the focus."""
    visitor.page.locator("body").press("Home")
    button = visitor.button(message)
    for _ in range(60):
        if button.evaluate("button => button === document.activeElement"):
            visitor.page.keyboard.press("Enter")
            return
        visitor.page.keyboard.press("Tab")
    pytest.fail(f"No key leads to {message}")


def test_item_on_paper_is_text_without_menus(site_ground, page):
    item = AgendaItemPageFactory(parent=AgendaPageFactory(parent=site_ground.home), problem="<p>De bus is vol.</p>")
    page.goto(item.get_url())
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    Visitor(page).reads("De bus is vol.")
    for menu in page.locator("nav, .skip-links, form, footer").all():
        expect(menu).to_be_hidden()
