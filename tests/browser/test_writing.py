"""Writing a proposal: the buttons of the text, what is pasted, two windows; by keyboard and on a telephone."""

import pytest
from playwright.sync_api import expect

from base.queries.published_version import version_in_force
from participation.models import Subject
from tests.browser.city import City, build_city
from tests.browser.conftest import PHONE
from tests.browser.places import let_in
from tests.browser.visitor import Visitor
from tests.documents import PDF

PASTE = """([element, html]) => {
  const data = new DataTransfer();
  data.setData("text/html", html);
  data.setData("text/plain", "x");
  element.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""
WORD = """<html><head><style>p.MsoNormal {color: red}</style></head><body>
<h1>Waarom</h1><p class=MsoNormal>Een <b>vet</b> woord en een <a href="https://example.org/a">link</a>.<o:p></o:p></p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span>·&nbsp;&nbsp;</span>eerste</p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span>·&nbsp;&nbsp;</span>tweede</p>
<ul><li>een<ul><li>dieper</li></ul></li></ul>
<p><a href="javascript:alert(1)">nee</a><script>alert(1)</script></p></body></html>"""
MARKS = """## Waarom

Een **vet** woord en een [link](https://example.org/a).

- eerste
- tweede

- een
  - dieper

nee"""


@pytest.fixture
def city(site_ground) -> City:
    return build_city(site_ground)


@pytest.fixture
def visitor(page) -> Visitor:
    return Visitor(page)


def test_the_buttons_write_marks_by_keyboard_alone(visitor: Visitor, city: City) -> None:
    visitor.visit("start_proposal", city.collecting.reference.string)
    field = visitor.main.locator("[name=body]")
    field.fill("kop\n\neen\ntwee")
    field.evaluate("field => field.setSelectionRange(0, 3)")
    visitor.main.locator("[data-mark=heading]").press("Enter")
    expect(field).to_have_value("## kop\n\neen\ntwee")
    field.evaluate("field => field.setSelectionRange(8, 16)")
    visitor.main.locator("[data-mark=bullet]").press("Enter")
    expect(field).to_have_value("## kop\n\n- een\n- twee")
    field.evaluate("field => field.setSelectionRange(3, 6)")
    field.press("Control+b")
    expect(field).to_have_value("## **kop**\n\n- een\n- twee")
    field.press("Control+b")
    expect(field).to_have_value("## kop\n\n- een\n- twee")
    # What a button wrote the browser's own undo takes back.
    field.press("Control+z")
    expect(field).to_have_value("## **kop**\n\n- een\n- twee")


def test_what_is_pasted_from_word_becomes_marks(visitor: Visitor, city: City) -> None:
    visitor.visit("start_proposal", city.collecting.reference.string)
    field = visitor.main.locator("[name=body]")
    field.focus()
    visitor.page.evaluate(PASTE, [field.element_handle(), WORD])
    expect(field).to_have_value(MARKS)


def test_leaving_the_title_shows_what_is_alike(visitor: Visitor, city: City) -> None:
    visitor.visit("start_proposal", city.collecting.reference.string)
    visitor.main.locator("[name=title]").fill(city.proposal.label)
    visitor.main.locator("[name=summary]").focus()
    expect(visitor.main.locator("[data-alike]")).to_contain_text(city.proposal.label)


def test_two_windows_lose_nothing(visitor: Visitor, city: City) -> None:
    visitor.visit("start_proposal", city.collecting.reference.string)
    visitor.fill(title="Samen begonnen")
    visitor.press("Keep for later")
    other = visitor.page.context.new_page()
    other.goto(visitor.page.url)
    visitor.fill(title="Het ene")
    visitor.press("Keep for later")
    other.locator("[name=title]").fill("Het andere")
    other.locator("main button[name=save]").click()
    expect(other.locator("[name=title]")).to_have_value("Het andere")
    other.locator("main .utrecht-alert a").first.click()
    expect(other.locator("[name=title]")).to_have_value("Het ene")
    other.close()


@pytest.mark.parametrize("has_scripts", [True, False])
def test_a_proposal_is_written_on_a_telephone(browser, browser_context_args, live_server, city, has_scripts, tmp_path):
    context = browser.new_context(**{**browser_context_args, "viewport": PHONE, "java_script_enabled": has_scripts})
    visitor = Visitor(context.new_page())
    let_in(visitor.page, city.noor, live_server.url)
    plan = tmp_path / "plan.pdf"
    plan.write_bytes(PDF)
    visitor.visit("start_proposal", city.begin.reference.string)
    if not has_scripts:
        expect(visitor.main.locator("[data-mark]").first).to_be_hidden()
    visitor.fill(
        title="Een ruilkast", summary="Voor schoolspullen.", body="## Waarom\n\n- het **kan**\n- bel 06-12345678"
    )
    visitor.press("Add pictures or documents")
    visitor.main.locator("[name=file]").set_input_files(plan)
    visitor.fill(description="Het plan.")
    visitor.press("Add")
    visitor.sees("“%(name)s” is added.", name="plan.pdf")
    visitor.follow("On to the check")
    expect(visitor.main.locator("h2", has_text="Waarom")).to_be_visible()
    expect(visitor.main.locator("mark")).to_have_text("06-12345678")
    visitor.press("Hand it in as it is")
    expect(visitor.main.locator("a", has_text="plan.pdf")).to_be_visible()
    subject = Subject.objects.get(label="Een ruilkast")
    assert version_in_force(subject.reference_id, "nl").content["text"].count("id=") == 3
    context.close()


def test_a_proposal_is_written_and_handed_in_by_keyboard_alone(page, live_server, city) -> None:
    let_in(page, city.noor, live_server.url)
    visitor = Visitor(page)
    visitor.visit("start_proposal", city.begin.reference.string)
    for name, words in {"title": "Een leesbank", "summary": "Voor wie wacht.", "body": "Bij de halte."}.items():
        tab_to(page, f"[name={name}]")
        page.keyboard.type(words)
    tab_to(page, "[name=check]")
    page.keyboard.press("Enter")
    hand_in = page.locator("main form[method=post] button.utrecht-button--primary-action:not([name])")
    expect(hand_in).to_be_visible()
    tab_to(page, "main button.utrecht-button--primary-action:not([name])")
    page.keyboard.press("Enter")
    page.wait_for_url("**handed-in**")
    assert Subject.objects.get(label="Een leesbank").author == city.noor


def tab_to(page, selector: str) -> None:
    """Onward by the tab key alone, as far as a person would go."""
    for _step in range(80):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} is not reached by the keyboard")
