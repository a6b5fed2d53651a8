"""Whoever follows a citation comes to the very words, and from there to what became of them."""

import re

import pytest
from django.utils.html import escape
from playwright.sync_api import Locator, Page, expect

from base.models import PublishedVersion
from base.passages import passages
from home.models import AgendaItemPage
from tests.browser.conftest import DESK, PHONE
from tests.browser.visitor import Visitor
from tests.citations import cites, listed, republished, speaker
from tests.factories.home import AgendaItemPageFactory, AgendaPageFactory
from tests.richtexts import RTL

WORDS = "De bus rijdt op dinsdag & “donderdag” <vroeg>."
LONG = "".join(
    f'<p data-block-key="v{number:04d}">Zin {number} van een lange tekst over de bus.</p>' for number in range(60)
)
PASSAGE = "p-quote"


def text(words: str) -> str:
    return f'{LONG}<p data-block-key="quote">{escape(words)}</p>{LONG.replace("v0", "w0")}'


@pytest.fixture
def item(site_ground, live_server, settings) -> AgendaItemPage:
    settings.BASE_URL = live_server.url
    item = AgendaItemPageFactory(parent=AgendaPageFactory(parent=site_ground.home), problem=text(WORDS))
    return AgendaItemPage.objects.get(pk=item.pk)


@pytest.fixture
def citation(item, clerk):
    party = listed(clerk, "Waterpartij")
    cited = cites(party, item, speaker(clerk, party), passage=PASSAGE, quote=WORDS)
    republished(item, problem=text(WORDS.replace("dinsdag", "woensdag")), change_note="Op dinsdag is er markt.")
    return cited


def is_in_view(place: Locator) -> None:
    expect(place).to_be_in_viewport(ratio=0.99)


@pytest.fixture(params=["with scripts", "without scripts"])
def reader(request, page, page_without_scripts) -> Page:
    return page if request.param == "with scripts" else page_without_scripts


@pytest.mark.parametrize(
    ("language", "size"), [("nl", PHONE), ("en", PHONE), pytest.param("nl", DESK, marks=pytest.mark.heavy)]
)
def test_citation_of_a_party_leads_to_the_words_and_to_what_became_of_them(reader, citation, language, size):
    reader.set_viewport_size(size)
    ada = Visitor(reader, language)
    string = citation.version.reference.string
    ada.visit("parties")
    ada.main.get_by_role("link", name="Waterpartij").click()
    ada.main.get_by_role("link", name=ada.words("This citation and what it said before")).click()
    ada.reads(WORDS)
    name = ada.words("A passage of %(reference)s, version %(label)s", reference=string, label="1")
    ada.main.get_by_role("link", name=name).click()

    reader.wait_for_url(f"**{citation.version.lasting_address}#{PASSAGE}")
    # The page around a text speaks the language of the text.
    ada = Visitor(reader, "nl")
    cited = reader.locator(f"#{PASSAGE}")
    expect(cited).to_have_text(WORDS)
    is_in_view(cited)
    other = reader.locator(".version p").first
    colour = "element => getComputedStyle(element).backgroundColor"
    assert cited.evaluate(colour) != other.evaluate(colour)
    assert cited.evaluate("element => element === document.querySelector(':target')")
    # The keyboard goes on from there: the next thing it reaches stands below the cited words.
    reader.keyboard.press("Tab")
    below = "element => !!(element.compareDocumentPosition(document.activeElement) & Node.DOCUMENT_POSITION_FOLLOWING)"
    assert cited.evaluate(below)

    banner = ada.main.get_by_role("note").filter(has_text=ada.words("A newer text applies now."))
    banner.get_by_role("link", name=ada.words("see what changed")).click()
    ada.is_at("difference", string, "1", "2")
    ada.reads("Op dinsdag is er markt.")
    changed = reader.locator(f"#{PASSAGE}")
    expect(changed.locator("del")).to_contain_text("dinsdag")
    expect(changed.locator("ins")).to_contain_text("woensdag")
    expect(reader.locator("main ins, main del")).to_have_count(4)
    changed.get_by_role("link").click()

    reader.wait_for_url(f"**/v/2/nl#{PASSAGE}")
    now = reader.locator(f"#{PASSAGE}")
    expect(now).to_contain_text("woensdag")
    is_in_view(now)
    ada.does_not_see("A newer text applies now.")


# Chromium takes a moment to let go of what was on the clipboard, and refuses to read on when it changes meanwhile.
READ = """async () => {
  const types = ["text/html", "text/plain"];
  for (let attempt = 0; ; attempt += 1) {
    try {
      const [item] = await navigator.clipboard.read();
      const [html, plain] = await Promise.all(types.map(async (type) => (await item.getType(type)).text()));
      return { types: item.types, html, plain };
    } catch (error) {
      if (attempt === 40) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}"""


def copied(page: Page, button: Locator) -> dict:
    said = page.locator("[data-copy-rich] [role=status]")
    page.evaluate("navigator.clipboard.writeText('-')")
    said.evaluate("(status) => { status.textContent = ''; }")
    button.click()
    expect(said).not_to_be_empty()
    return page.evaluate(READ)


def parsed(page: Page, html: str, selector: str) -> list[str]:
    """The words of elements as a program reads them that pastes."""
    script = """([html, selector]) => [...new DOMParser().parseFromString(html, "text/html").querySelectorAll(selector)]
      .map((element) => element.textContent.trim())"""
    return page.evaluate(script, [html, selector])


@pytest.mark.parametrize("language", ["nl", "en"])
def test_copy_for_word_is_formatted_text_and_plain_text(page, item, live_server, language):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=live_server.url)
    version, ada = item.version, Visitor(page, language)
    address = f"{live_server.url}{version.lasting_address}#{PASSAGE}"
    page.goto(f"{ada.address('cite', version.reference.string, '1', 'nl')}?passage={PASSAGE}")

    found = copied(page, ada.button("Copy for Word"))
    assert set(found["types"]) == {"text/html", "text/plain"}
    assert parsed(page, found["html"], "blockquote") == [WORDS]
    assert parsed(page, found["html"], f'a[href="{address}"]') == [address]
    for part in (WORDS, version.reference.string, "versie 1" if language == "nl" else "version 1", address, "2026"):
        assert part in found["plain"]
        assert part in " ".join(parsed(page, found["html"], "body"))

    found = copied(page, ada.button("Copy with the source in a footnote"))
    (note,) = parsed(page, found["html"], '[style="mso-element:footnote"]')
    assert note.startswith("[1]")
    assert (version.reference.string in note, address in note) == (True, True)
    assert parsed(page, found["html"], '[style*="mso-footnote-id"]') == ["[1]", "[1]"]
    quote, source = found["plain"].split("\n\n")
    assert quote == f"{WORDS} [1]"
    assert source.startswith(f"[1] {version.reference.string}")
    assert source.endswith(address)


def test_page_that_may_not_copy_says_so(page, item):
    ada = Visitor(page)
    page.add_init_script("navigator.clipboard.write = () => Promise.reject(new Error('no'));")
    ada.visit("cite", item.reference.string, "1", "nl")
    ada.press("Copy for Word")
    ada.sees("Your browser does not let this page copy. Choose the words and copy them yourself.")


def test_cite_page_needs_no_scripts(page_without_scripts, item):
    ada = Visitor(page_without_scripts, "en")
    ada.visit("cite", item.reference.string, "1", "nl")
    expect(ada.main.get_by_role("button", name=ada.words("Copy for Word"))).to_be_hidden()
    ada.main.locator(f"input[value={PASSAGE}]").check()
    ada.press("Make this citation")
    expect(ada.main.locator("blockquote")).to_have_text(WORDS)
    ada.reads(f"{item.version.lasting_address}#{PASSAGE}")


@pytest.mark.parametrize("place", ["version", "item", "cite"])
def test_paper_shows_address_hash_and_code(page, item, live_server, place):
    version: PublishedVersion = item.version
    cite = Visitor(page).address("cite", version.reference.string, "1", "nl")
    page.goto({"version": version.lasting_address, "item": item.get_url(), "cite": cite}[place])
    page.emulate_media(media="print")
    expect(page.get_by_text(f"{live_server.url}{version.lasting_address}", exact=True).first).to_be_visible()
    expect(page.get_by_text(version.sha256).first).to_be_visible()
    code = page.locator("img.qr").first
    expect(code).to_be_visible()
    assert code.evaluate("image => image.complete && image.naturalWidth > 0")
    for menu in page.locator("nav, .skip-links, footer, button").all():
        expect(menu).to_be_hidden()
    assert page.pdf(format="A4").startswith(b"%PDF-")


def test_words_run_from_the_side_that_they_are_read_from(page, item):
    item = republished(
        item, title=RTL, problem=f'<p data-block-key="rtl01">{RTL}</p><p data-block-key="ltr01">Links.</p>'
    )
    for address in (item.version.lasting_address, item.get_url()):
        page.goto(address)
        expect(page.locator("h1")).to_have_css("direction", "rtl")
        middle = page.locator("#p-rtl01").evaluate(
            "place => place.getBoundingClientRect().left + place.clientWidth / 2"
        )
        starts = "place => { const range = new Range(); range.selectNodeContents(place); return range.getBoundingClientRect().left; }"
        assert page.locator("#p-rtl01").evaluate(starts) > middle
        assert page.locator("#p-ltr01").evaluate(starts) < middle


def test_passages_have_one_address_each(item):
    found = [one.identifier for one in passages(item.version.content["problem"])]
    assert PASSAGE in found
    assert all(re.fullmatch(r"p-[a-z0-9-]+", identifier) for identifier in found)
