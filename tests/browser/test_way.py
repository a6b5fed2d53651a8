"""From a closed round to an agenda item that is decided, published and partly carried out, through every screen on the way."""

import subprocess
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone
from icalendar import Calendar
from playwright.sync_api import expect
from wagtail.images.tests.utils import get_test_image_file_jpeg

from accounts.enums import Role
from base import clock
from home.enums import ItemStep
from home.models import AgendaItemPage
from participation.actions.comment import post_comment
from participation.enums import PhaseKind
from participation.queries.consultation_round import round_by_reference
from participation.queries.subject import subject_by_reference
from proposals.commitment_life import CommitmentState
from proposals.council_enums import AnswerVerdict, CommitmentOrigin, CommitmentStep, PaperKind
from proposals.enums import Verdict
from tests.browser.visitor import LINK, Desk, Visitor
from tests.factories.accounts import UserFactory
from tests.factories.home import AgendaItemPageFactory, AgendaPageFactory
from tests.factories.proposals import ConsultationRoundPageFactory
from tests.factories.rows import PhaseRowFactory
from tests.ground import SiteGround
from tests.rounds import hand_in, publish
from tests.smtp import Mailbox, mail_server

GROUPS = {"Waterpartij": 5, "Dorp": 4, "Samen": 3, "Oever": 3}
# Every key and every press of the pointer.
COUNT_PRESSES = """() => ["keydown", "pointerdown"].forEach((kind) => addEventListener(kind, (event) => {
  sessionStorage.pressed = Number(sessionStorage.pressed || 0) + event.isTrusted;
}, true))"""


@pytest.fixture
def staff(new_context: Any) -> list[Desk]:
    """Who writes the text, who records, and who approves what the others wrote."""
    people = (("Bram", Role.EDITOR), ("Kees", Role.CLERK), ("Wil", Role.CLERK))
    found = []
    for name, role in people:
        desk = Desk(new_context().new_page(), f"{name.lower()}@example.nl", name)
        UserFactory(email=desk.email, display_name=name, groups=[Group.objects.get(name=role)])
        desk.enter()
        found.append(desk)
    return found


@pytest.fixture
def without_scripts(new_context: Any) -> Visitor:
    """Who reads on the site: nothing there needs a script."""
    return Visitor(new_context(java_script_enabled=False).new_page())


# Wagtail leaves a temporary file to the garbage collector where it makes a rendition.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
# Alone on two cores it takes a minute; a machine that does more at once must not break it.
@pytest.mark.timeout(400)
def test_a_round_leads_to_an_item_that_is_decided_and_partly_carried_out(
    site_ground: SiteGround, staff, without_scripts, moved_clock, live_server, settings, tmp_path
):
    settings.BASE_URL = live_server.url
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    day = today.date()
    noor = UserFactory(email="noor@example.nl", display_name="Noor")
    item = said_something(site_ground, noor, today)
    editor, clerk, second = staff
    reader = without_scripts

    begin_to_answer(clerk)
    write_because_of_answers(editor)
    kept_here = settings.EMAIL_BACKEND
    with mail_server(settings, Mailbox()) as box:
        answer(clerk, second)
    settings.EMAIL_BACKEND = kept_here
    finds_what_became_of_it(reader, noor, box)

    through_college_and_committee(clerk, item, day)
    reads_what_comes(reader, clerk, item, day)
    council_decides(clerk, day)
    text_as_decided(editor)
    published_in_gazette(clerk, day)
    moved_clock(today + timedelta(days=9))
    photo = tmp_path / "bank.jpg"
    photo.write_bytes(get_test_image_file_jpeg().file.getvalue())
    carried_out(clerk, day + timedelta(days=9), photo)

    reads_what_was_promised(reader, item)
    takes_dossier_along(reader, item, tmp_path)


def said_something(site_ground: SiteGround, resident: Any, today: datetime) -> AgendaItemPage:
    """An item with a round about its text that ended yesterday, in which one resident said two things."""
    begins, ends = today - timedelta(days=30), today - timedelta(days=1)
    with clock.set_to(begins - timedelta(days=1)):
        item = AgendaItemPageFactory(parent=AgendaPageFactory(parent=site_ground.home, slug="agenda"), title="Het park")
        page = ConsultationRoundPageFactory(
            parent=item,
            title="Wat vind je van het park?",
            is_standing=False,
            is_discussed=False,
            phase_rows=[PhaseRowFactory.build(kind=PhaseKind.COLLECT, starts_at=begins, ends_at=ends)],
        )
    with clock.set_to(begins + timedelta(days=1)):
        talk(page, resident)
    return item


def talk(page: Any, resident: Any) -> None:
    consultation_round = round_by_reference(page.reference.string)
    moderator = UserFactory(groups=[Group.objects.get(name=Role.MODERATOR)])
    bench = hand_in(consultation_round, by=resident, at=clock.now())
    publish(bench, by=moderator, at=clock.now())
    subject = subject_by_reference(bench.reference.string)
    post_comment(
        subject=subject, text="Met een leuning.", author_name="Noor", language="nl", by=resident, at=clock.now()
    )


def begin_to_answer(clerk: Desk) -> None:
    waits(clerk, "%(round)s: begin to answer what was said", round="")
    clerk.main.locator("table form button").first.click()


def waits(desk: Desk, message: str, **values: str) -> None:
    """What waits is the first thing in the admin, and leads to where it is done."""
    desk.open("wagtailadmin_home")
    desk.main.get_by_role("link", name=desk.words(message, **values)).click()


def write_because_of_answers(editor: Desk) -> None:
    """From the list of answers the editor goes to the text, and publishes its next version."""
    waits(editor, "%(answers)s: write the answers and offer them", answers="")
    editor.main.get_by_role("link", name=editor.words("The way of %(item)s", item="")).click()
    next_version(editor, "Er komt een bank bij de vijver.", "Bewoners vroegen om een bank.")


def next_version(editor: Desk, text: str, note: str, *, carries_out: bool = False) -> None:
    """From the way of the item on. Of what the council decided the editor says so, and ticks what stands in the text now."""
    editor.follow("Write the next version of its text")
    editor.write("problem", text)
    editor.fill(change_note=note)
    if carries_out:
        editor.main.locator("[name=decision]").select_option(index=1)
        editor.main.locator("[name=amendments]").check()
    editor.publish()


def answer(clerk: Desk, second: Desk) -> None:
    """The clerk answers every row and says what changed in the text because of it; somebody else approves."""
    rows = clerk.page.url
    clerk.main.locator("table.listing .title a").first.click()
    for _row in range(2):
        clerk.fill(answer="De bank komt er.", department="Groen")
        clerk.choose("verdict", AnswerVerdict.ADOPTED)
        for place, name in enumerate(("before", "after"), 1):
            clerk.main.locator(f"[name={name}]").select_option(index=place)
        clerk.press("Keep the answer, and to the next")
    clerk.page.goto(rows)
    clerk.press("Offer for approval")
    clerk.succeeds("Offered. Somebody else approves it now; until then nothing of it changes.")
    assert clerk.button("Approve and make public").count() == 0
    waits(second, "%(answers)s: approve the answers, or send them back", answers="")
    second.follow("Read all answers as everybody will")
    second.reads("Met een leuning.")
    second.follow("Back to the approval")
    second.press("Approve and make public")
    second.succeeds("The answers are public. Everybody who said something is told of their own.")


def finds_what_became_of_it(noor: Visitor, resident: Any, box: Mailbox) -> None:
    """From the mail, and without it: two clicks from any page. From the answer one more leads to what changed in the text."""
    mail = next(one for one in box.mails if one["To"] == resident.email)
    body = mail.get_body(("plain",)).get_content()
    assert "De bank komt er." in body
    noor.page.goto(next(link for link in LINK.findall(body) if "/antwoorden/" in link))
    noor.reads("De bank komt er.")
    noor.main.get_by_role("link", name=noor.words("See what changed in the text because of it")).click()
    noor.main.locator("ins", has_text="vijver").wait_for()
    noor.visit("sign_in")
    noor.ask_for_mail(resident.email)
    noor.type_code()
    noor.main.get_by_role("button", name="Noor").click()
    noor.page.goto("/nl/")
    noor.page.locator(f"header a[href='{noor.address('my_page')}']").click()
    noor.main.locator("#answered").locator("xpath=..").get_by_role("link").first.click()
    noor.reads("De bank komt er.")


def to_way(clerk: Desk) -> None:
    """By the button of what was just recorded."""
    clerk.page.locator(".messages .success").get_by_role("link").click()


def step(clerk: Desk, state: ItemStep, **given: str) -> None:
    """On the screen of its way."""
    clerk.fill(**given)
    clerk.main.locator(f"button[name=to][value={state.value}]").click()
    clerk.page.locator(".messages .success").wait_for()


def paper(clerk: Desk, kind: PaperKind, title: str, day: date) -> None:
    """By the link of the step that rests on it, and back to the way."""
    clerk.main.locator(f"a[href*='kind={kind.value}']").click()
    expect(clerk.main.locator("[name=kind]")).to_have_value(kind.value)
    clerk.fill(title=title, dated_on=day.isoformat())
    if kind == PaperKind.COUNCIL_PROPOSAL:
        clerk.main.locator("[name=holds_draft]").check()
    clerk.press("Record")
    to_way(clerk)


def through_college_and_committee(clerk: Desk, item: AgendaItemPage, day: date) -> None:
    clerk.open("way_desk", item.reference.string)
    paper(clerk, PaperKind.EXECUTIVE_DECISION, "Collegebesluit", day)
    step(clerk, ItemStep.EXECUTIVE_ADOPTED)
    paper(clerk, PaperKind.COUNCIL_PROPOSAL, "Raadsvoorstel", day)
    step(clerk, ItemStep.COUNCIL_SUBMITTED)
    step(clerk, ItemStep.IN_COMMITTEE, meets_on=day.isoformat())
    paper(clerk, PaperKind.COMMITTEE_ADVICE, "Advies van de commissie", day)
    step(clerk, ItemStep.ON_COUNCIL_AGENDA, meets_on=day.isoformat(), speakers="2")


def reads_what_comes(reader: Visitor, clerk: Desk, item: AgendaItemPage, day: date) -> None:
    """The day of the council stands on the page, in its calendar and in the clerk's own."""
    reader.page.goto(item.get_url())
    reader.reads("Raadsvoorstel")
    clerk.open("ways_desk")
    calendars = (
        reader.page.locator("a[href$='.ics']").get_attribute("href"),
        clerk.main.get_by_role("link", name=clerk.words("All of this in your own calendar (iCalendar)")).get_attribute(
            "href"
        ),
    )
    for address in calendars:
        body = reader.page.request.get(address).body()
        events = Calendar.from_ical(body).walk("VEVENT")
        assert day in [event.decoded("dtstart") for event in events], address


def council_decides(clerk: Desk, day: date) -> None:
    """An amendment and the proposal, which is another one by it; and a motion, with the promise that settles it."""
    clerk.main.locator("table.listing:not(.waits) td.title a").first.click()
    clerk.main.get_by_role("link", name=PaperKind.COUNCIL_PROPOSAL.label).first.click()
    clerk.follow("Record an amendment to it")
    recorded(clerk, title="Amendement: met een leuning", dated_on=day.isoformat())
    clerk.follow("Groups of the council")
    groups = "\n".join(f"{name} {seats}" for name, seats in GROUPS.items())
    recorded(clerk, starts_on=(day - timedelta(days=400)).isoformat(), groups=groups)
    clerk.page.locator(".messages .success").get_by_role("link").click()
    clerk.main.locator("td.title a").first.click()
    everybody_was_for(clerk)
    clerk.main.get_by_role("link", name="Raadsvoorstel").first.click()
    vote_by_keyboard(clerk)
    clerk.follow("Record a motion with it")
    recorded(clerk, title="Motie: ook in de andere parken", dated_on=day.isoformat())
    everybody_was_for(clerk)
    clerk.follow("Say who settles it, and by when")
    clerk.fill(department="Groen", due_on=(day + timedelta(days=60)).isoformat())
    looked_through(clerk)
    to_way(clerk)
    clerk.follow("Record a decision")
    clerk.choose("body", "council")
    clerk.choose("verdict", Verdict.ADOPTED_AMENDED)
    clerk.fill(decided_on=day.isoformat(), title="De bank komt er", reasons="Het past.")
    looked_through(clerk)
    to_way(clerk)
    step(clerk, ItemStep.ADOPTED_AMENDED)


def recorded(clerk: Desk, **fields: str) -> None:
    clerk.fill(**fields)
    clerk.press("Record")
    clerk.page.locator(".messages .success").wait_for()


def looked_through(clerk: Desk) -> None:
    clerk.press("Look it through")
    clerk.press("Record and make public")
    clerk.page.locator(".messages .success").wait_for()


def everybody_was_for(clerk: Desk) -> None:
    clerk.main.locator("[name=others-all]").first.press("Space")
    looked_through(clerk)


def vote_by_keyboard(clerk: Desk) -> None:
    """Three groups as a whole and one divided. What it takes stands in docs/trials.md: no more than that."""
    page = clerk.page
    page.evaluate(COUNT_PRESSES)
    page.add_init_script(f"({COUNT_PRESSES})()")
    first = clerk.main.locator("[name^=whole-]").first
    first.focus()
    for _group in GROUPS:
        page.keyboard.press("Space")
        page.keyboard.press("Tab")
    assert clerk.main.locator("[name^=whole-]:checked").count() == len(GROUPS)
    clerk.main.locator("details:has([name^=against-]) summary").press("Enter")
    clerk.main.locator("[name^=against-]").nth(3).press_sequentially("2")
    # The Enter key looks it through, as the button at the end does.
    page.keyboard.press("Enter")
    clerk.sees("Look the vote through")
    clerk.button("Record and make public").press("Enter")
    clerk.succeeds("Recorded: %(outcome)s.", outcome="aangenomen")
    assert page.evaluate("sessionStorage.pressed") == "12"


def text_as_decided(editor: Desk) -> None:
    """What waits for the editor is the text; afterwards everybody reads that the amendment stands in it."""
    waits(editor, "%(item)s: publish the text with what the council carried: %(papers)s", item="", papers="")
    next_version(
        editor, "Er komt een bank met een leuning bij de vijver.", "De raad wil een leuning.", carries_out=True
    )


def published_in_gazette(clerk: Desk, day: date) -> None:
    clerk.follow("Record a publication")
    recorded(clerk, number="gmb-2026-1", url="https://example.org/gmb", published_on=day.isoformat())
    to_way(clerk)
    step(clerk, ItemStep.PUBLISHED)


def carried_out(clerk: Desk, day: date, photo: Path) -> None:
    """Begun, with a promise of which one step is done and shown by a photo, and money planned and spent."""
    clerk.page.reload()
    step(clerk, ItemStep.STARTED)
    clerk.follow("Record a promise")
    clerk.fill(text="Een bank bij de vijver.", department="Groen", made_on=day.isoformat())
    clerk.fill(due_on=(day + timedelta(days=90)).isoformat())
    clerk.choose("origin", CommitmentOrigin.DECISION)
    looked_through(clerk)
    promise = clerk.page.url
    kept(clerk, "milestone", title="De bank staat er", due_on=day.isoformat())
    kept(clerk, "spending", year=str(day.year), planned="5000", spent="1200")
    with clerk.page.expect_popup() as opened:
        clerk.follow("Upload a picture")
    upload = opened.value
    upload.locator("[name=title]").fill("De bank bij de vijver")
    upload.locator("[name=file]").set_input_files(photo)
    upload.locator("main form button[type=submit]").last.click()
    upload.locator(".messages .success").wait_for()
    upload.close()
    clerk.page.goto(promise)
    for name in ("milestone", "picture"):
        clerk.main.locator(f"[name=step-{name}]").select_option(index=1)
    clerk.choose("step-step", CommitmentStep.DONE)
    kept(clerk, "step", note="Hij staat er.")


def kept(clerk: Desk, act: str, **fields: str) -> None:
    """In one of the forms on the screen of a promise."""
    clerk.fill(**{f"{act}-{name}": value for name, value in fields.items()})
    clerk.main.locator(f"button[name=act][value={act}]").click()
    clerk.succeeds("Recorded. It stands on the page of the promise.")


def reads_what_was_promised(reader: Visitor, item: AgendaItemPage) -> None:
    """From the page of the item to the promise, and to all of them: one goes on, one waits."""
    reader.page.goto(item.get_url())
    for words in ("Besluit van het college", "met een leuning bij de vijver"):
        reader.reads(words)
    reader.main.get_by_role("link", name="Een bank bij de vijver.").first.click()
    for words in ("De bank staat er", "Hij staat er.", "€ 5.000", "€ 1.200"):
        reader.reads(words)
    photo = reader.main.locator("figure img")
    assert photo.evaluate("image => image.complete && image.naturalWidth") > 0
    for stamp in (CommitmentState.STARTED, CommitmentState.DONE):
        expect(reader.main.locator(".stamp", has_text=str(stamp.label)).first).to_be_visible()
    reader.main.get_by_role("navigation").get_by_role("link", name=reader.words("What was promised")).click()
    figures = "Done: %(done)s. Still in time: %(going)s. Later than promised: %(late)s. Put off: %(put_off)s. Will not happen: %(dropped)s."
    reader.sees(figures, done=0, going=2, late=0, put_off=0, dropped=0)


def takes_dossier_along(reader: Visitor, item: AgendaItemPage, tmp_path: Path) -> None:
    """From the page of the item by that of the round, and checked with programs that are not ours."""
    reader.page.goto(item.get_url())
    reader.main.get_by_role("link", name="Wat vind je van het park?").first.click()
    reader.follow("The dossier of this round")
    with reader.page.expect_download() as taken:
        reader.follow("Everything in one file for an archive (zip)")
    path, out = tmp_path / "dossier.zip", tmp_path / "dossier"
    taken.value.save_as(path)
    subprocess.run(["unzip", "-q", path, "-d", out], check=True)
    subprocess.run(["sha256sum", "-c", "--quiet", "--strict", "manifest-sha256.txt"], cwd=out, check=True)
    assert any(b"Amendement: met een leuning" in path.read_bytes() for path in out.rglob("*.json"))
