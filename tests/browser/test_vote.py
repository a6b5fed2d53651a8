"""A vote from its rules to the second count: a clerk sets it up, two residents vote, paper comes in, two clerks certify, and a
program that needs nothing of ours counts what was published.
"""

import csv
import io
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.enums import Role
from base import clock
from participation.models import ConsultationRound, Subject
from tests.browser.conftest import PHONE
from tests.browser.test_thread import make_and_test_box
from tests.browser.visitor import Desk, Visitor
from tests.documents import PDF
from tests.factories.accounts import UserFactory
from tests.factories.home import AgendaItemPageFactory, AgendaPageFactory
from tests.ground import SiteGround

ADDRESSEES = "identifier,name,address\nA1,Noor,Kade 1\nA2,Sam,Kade 2\nA3,Truus,Kade 3\n"
CHOICES = ("More benches", "More trees")


@pytest.fixture
def clerks(new_context: Any) -> list[Desk]:
    return [Desk(new_context().new_page(), f"{name.lower()}@example.nl", name) for name in ("Kees", "Wil")]


# Alone on two cores it takes half a minute; a machine that does more at once must not break it.
@pytest.mark.timeout(300)
def test_vote_leads_from_its_rules_to_a_second_count(
    site_ground: SiteGround, clerks, new_context, moved_clock, live_server, settings, tmp_path
):
    settings.BASE_URL = live_server.url
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    begins, ends = today + timedelta(days=2), today + timedelta(days=5)
    item = AgendaItemPageFactory(parent=AgendaPageFactory(parent=site_ground.home, slug="agenda"), title="Het park")
    for desk in clerks:
        UserFactory(email=desk.email, display_name=desk.name, groups=[Group.objects.get(name=Role.CLERK)])
        desk.enter()
    first, second = clerks

    consultation_round = set_up(first, item.pk, begins, ends)
    reference = consultation_round.reference.string
    codes = letters(first, reference)
    words = make_and_test_box(first, consultation_round)

    moved_clock(begins + timedelta(hours=9))
    for code, answers in ((codes["A1"], (1, 1)), (codes["A2"], (1, -1))):
        vote_by_code(new_context(java_script_enabled=False).new_page(), reference, code, answers)
    paper(first, second, reference, tmp_path)

    moved_clock(ends + timedelta(hours=9))
    count(first, second, reference, words)
    certify(first, second, reference)
    reader = Visitor(new_context().new_page())
    reader.visit("result", reference)
    for title, share in zip(CHOICES, ("3", "1"), strict=True):
        reader.reads(title)
        reader.reads(share)
    count_again(reader, tmp_path)


def set_up(clerk: Desk, parent: int, begins: datetime, ends: datetime) -> ConsultationRound:
    """By the recipe for one question, on four screens."""
    clerk.open("new_round")
    clerk.main.get_by_role("link", name=clerk.words("Yes or no")).click()
    clerk.choose("parent", str(parent))
    clerk.fill(title="Wat komt er in het park?", summary="Twee vragen, ja of nee.")
    clerk.fill(vote_first=begins.date().isoformat(), vote_last=(ends - timedelta(days=1)).date().isoformat())
    clerk.page.locator("details summary").first.click()
    clerk.choose("eligibility", "roll")
    clerk.fill(objection_days="0")
    clerk.press("Make the round")
    clerk.sees("The rules in sentences")
    clerk.press("Put it in force")
    clerk.succeeds("In force. The clock opens it; until then everything can be changed.")
    clerk.fill(options="\n".join(CHOICES))
    clerk.press("Put it on the ballot paper")
    clerk.succeeds("It is on the ballot paper.")
    return ConsultationRound.objects.with_phases().get()


def letters(clerk: Desk, reference: str) -> dict[str, str]:
    """The codes by identifier, as the printer gets them."""
    clerk.open("roll_desk", reference)
    clerk.main.locator("[name=issue-who]").fill("Iedereen die aan de kade woont")
    clerk.main.locator("[name=issue-youngest]").fill("16")
    file = {"name": "list.csv", "mimeType": "text/csv", "buffer": ADDRESSEES.encode()}
    clerk.main.locator("[name=issue-addressees]").set_input_files(file)
    clerk.press("Read the list first")
    clerk.main.locator("[name=issue-addressees]").set_input_files(file)
    with clerk.page.expect_download() as coming:
        clerk.press("Make the letters of this list")
    printed = Path(coming.value.path()).read_text(encoding="utf-8-sig")
    return {row["identifier"]: row["code"] for row in csv.DictReader(io.StringIO(printed))}


def vote_by_code(page: Page, reference: str, code: str, answers: tuple[int, int]) -> None:
    """On a telephone, without scripts and without an account."""
    page.set_viewport_size(PHONE)
    voter = Visitor(page)
    voter.visit("ballot", reference)
    voter.is_at("vote_by_code", reference)
    voter.fill(code=code.lower())
    voter.press("To the ballot paper")
    mark(voter, answers)
    voter.press("Look my ballot through")
    voter.press("Cast my ballot")
    voter.is_at("voted", reference)
    voter.press("Leave the vote")


def mark(voter: Visitor, answers: tuple[int, int]) -> None:
    for title, value in zip(CHOICES, answers, strict=True):
        key = Subject.objects.get(label=title).pk
        voter.main.locator(f"[name=mark-{key}][value='{value}']").check()


def paper(first: Desk, second: Desk, reference: str, folder: Path) -> None:
    """One paper, which two clerks enter; the second reads it wrongly and looks again."""
    scan = folder / "scan.pdf"
    scan.write_bytes(PDF)
    first.open("paper_batches", reference)
    first.page.locator("[name=batch-papers]").fill("1")
    first.page.locator("[name=batch-received_at]").fill(timezone.localtime(clock.now()).strftime("%Y-%m-%dT%H:%M"))
    first.page.locator("[name=batch-scan]").set_input_files(scan)
    first.press("Begin this batch")
    first.sees("The papers")
    for clerk, answers in ((first, (1, -1)), (second, (1, 1)), (second, (1, -1))):
        clerk.open("paper_batch", reference, 1)
        clerk.page.goto(f"{clerk.page.url.partition('?')[0]}?paper=1")
        clerk.fill(voter="A3")
        for title, value in zip(CHOICES, answers, strict=True):
            clerk.page.locator(f"[name=mark-{Subject.objects.get(label=title).pk}][value='{value}']").check()
        clerk.press("Keep, and to the next")
    expect(second.button("Put them in the ballot box")).to_be_visible()
    second.press("Put them in the ballot box")
    second.succeeds("Batch %(number)d is in the ballot box.", number=1)


def count(clerk: Desk, second: Desk, reference: str, words: str) -> None:
    clerk.open("box_desk", reference)
    clerk.page.locator("[name=open-also]").fill("De notaris")
    clerk.press("Ask to open the box")
    second.open("seconded_desk", reference)
    second.page.locator("[name=passphrase-passphrase]").fill(words)
    second.page.locator("[name=act][value=confirm]").click()
    clerk.open("round_desk", reference)
    clerk.press("Count the ballots")
    clerk.succeeds("Counted. Look the sheet through, then publish the result.")
    clerk.press("Publish the result")
    clerk.succeeds("The result is public.")


def certify(first: Desk, second: Desk, reference: str) -> None:
    first.open("certify_desk", reference)
    first.choose("certify-asked", str(second.person.pk))
    first.press("Certify as the first person")
    second.open("certify_desk", reference)
    second.press("Certify as the second person")
    second.sees("Counted again: the same result. The count is certified.")


def count_again(reader: Visitor, folder: Path) -> None:
    """As a stranger does it: by the page that checks, and by the program in the bundle, in a Python that knows none of ours."""
    reader.follow("How to check this result")
    digest = reader.main.locator("p.mono").inner_text().split()[-1]
    files = {}
    for label in ("The bundle (zip)", "The page that checks (HTML)"):
        with reader.page.expect_download() as coming:
            reader.main.get_by_role("link", name=reader.words(label)).click()
        files[label] = folder / coming.value.suggested_filename
        coming.value.save_as(files[label])
    bundle, page = files.values()
    subprocess.run([sys.executable, "-m", "zipfile", "-e", bundle, folder / "bundle"], check=True)
    program = [sys.executable, "-I", "-S", folder / "bundle" / "verify.py", bundle]
    assert subprocess.run([*program, digest], check=False, capture_output=True).returncode == 0
    assert subprocess.run([*program, "0" * 64], check=False, capture_output=True).returncode != 0
    reader.page.goto(page.as_uri())
    reader.page.locator("input[type=file]").set_input_files(bundle)
    expect(reader.page.locator("main")).to_contain_text("Zelfde uitslag")
