"""From a closed round to an agenda item that is decided, published and partly carried out, through every screen on the way."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from accounts.enums import Role
from base import clock
from home.models import AgendaItemPage
from participation.actions.comment import post_comment
from participation.enums import PhaseKind
from participation.queries.consultation_round import round_by_reference
from participation.queries.subject import subject_by_reference
from proposals.council_enums import VOTED_ON
from proposals.models import CouncilPaper, Decision
from tests.browser.visitor import Desk, Visitor
from tests.factories.accounts import UserFactory
from tests.factories.home import AgendaItemPageFactory, AgendaPageFactory
from tests.factories.proposals import ConsultationRoundPageFactory
from tests.factories.rows import PhaseRowFactory
from tests.ground import SiteGround
from tests.rounds import hand_in, publish


@pytest.fixture
def clerks(new_context: Any) -> list[Desk]:
    """The first writes as an editor does; the second approves."""
    return [Desk(new_context().new_page(), f"{name.lower()}@example.nl", name) for name in ("Kees", "Wil")]


# Alone on two cores it takes half a minute; a machine that does more at once must not break it.
@pytest.mark.timeout(300)
def test_a_round_leads_to_an_item_that_is_decided_and_partly_carried_out(
    site_ground: SiteGround, clerks, new_context, moved_clock, live_server, settings
):
    settings.BASE_URL = live_server.url
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    day = today.date()
    resident = UserFactory(email="noor@example.nl", display_name="Noor")
    item = said_something(site_ground, resident, today)
    for desk in clerks:
        UserFactory(email=desk.email, display_name=desk.name, groups=[Group.objects.get(name=Role.CLERK)])
        desk.enter()
    first, second = clerks
    string = item.reference.string

    answer(first, second)
    paper(first, item, "executive-decision", "Collegebesluit", day)
    step(first, string, "executive_adopted")
    council_proposal = paper(first, item, "council-proposal", "Raadsvoorstel", day)
    step(first, string, "council_submitted")
    step(first, string, "on_council_agenda", meets_on=day.isoformat())
    vote(first, council_proposal, day)
    motion(first, item, day)
    decide(first, item, day)
    step(first, string, "adopted")
    publication(first, day)
    step(first, string, "published")
    moved_clock(today + timedelta(days=9))
    step(first, string, "started")
    promise(first, day)

    reader = Visitor(new_context().new_page())
    reader.page.goto(item.get_url())
    for words in ("Besluit van het college", "Geldt nu", "Een bank bij de vijver.", "toegezegd door het college"):
        reader.reads(words)
    # Who said something finds what became of it in two clicks.
    noor = Visitor(new_context().new_page())
    noor.visit("sign_in")
    noor.ask_for_mail(resident.email)
    noor.type_code()
    noor.main.get_by_role("button", name="Noor").click()
    noor.visit("my_page")
    noor.main.locator("#answered").locator("xpath=..").get_by_role("link").first.click()
    noor.reads("De bank komt er.")


def said_something(site_ground: SiteGround, resident: Any, today: datetime) -> AgendaItemPage:
    """An item with a round about its text that ended yesterday, in which one resident said one thing."""
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


def answer(first: Desk, second: Desk) -> None:
    """Every row is answered by one clerk, and approved by the other."""
    first.open("answers_desk")
    first.main.locator("table form button").first.click()
    rows = first.page.url
    for place in range(2):
        first.page.goto(rows)
        first.main.locator("table.listing .title a").nth(place).click()
        first.fill(answer="De bank komt er.", department="Groen")
        first.choose("verdict", "adopted")
        first.press("Keep the answer")
    first.page.goto(rows)
    first.press("Offer for approval")
    second.open("answers_desk")
    second.main.locator("table.listing .title a").first.click()
    second.press("Approve and make public")
    second.succeeds("The answers are public. Everybody who said something is told of their own.")


def step(clerk: Desk, string: str, state: str, **given: str) -> None:
    clerk.open("way_desk", string)
    clerk.fill(**given)
    clerk.main.locator(f"button[name=to][value={state}]").click()
    clerk.page.locator(".messages .success").wait_for()


def paper(clerk: Desk, item: AgendaItemPage, kind: str, title: str, day: Any) -> CouncilPaper:
    clerk.open("council_papers_desk")
    clerk.choose("kind", kind)
    clerk.fill(title=title, dated_on=day.isoformat())
    clerk.choose("about", str(item.reference.pk))
    if kind == "council-proposal":
        clerk.main.locator("[name=holds_draft]").check()
    clerk.press("Record")
    said = "Recorded. Next: how the council voted on it, once it did." if kind in VOTED_ON else "Recorded."
    clerk.succeeds(said)
    return CouncilPaper.objects.get(title=title)


def vote(clerk: Desk, council_proposal: CouncilPaper, day: Any) -> None:
    """The groups of the council once, then the numbers."""
    clerk.open("council_terms_desk")
    clerk.fill(starts_on=(day - timedelta(days=400)).isoformat(), groups="Waterpartij 5\nDorp 4")
    clerk.press("Record")
    clerk.open("council_paper_desk", council_proposal.pk)
    # By keyboard: the first group as a whole, the other divided.
    clerk.main.locator("[name^=whole-]").first.press("Space")
    clerk.page.keyboard.press("Tab")
    clerk.page.keyboard.press("Space")
    assert clerk.main.locator("[name^=whole-]").nth(4).is_checked()
    clerk.main.locator("details:has([name^=against-]) summary").press("Enter")
    clerk.main.locator("[name^=against-]").nth(1).fill("3")
    # The Enter key looks it through, as the button at the end does.
    clerk.page.keyboard.press("Enter")
    clerk.press("Record and make public")
    clerk.succeeds("Recorded: %(outcome)s.", outcome="aangenomen")


def motion(clerk: Desk, item: AgendaItemPage, day: Any) -> None:
    """Everybody was for it; one click leads to the promise that settles it."""
    found = paper(clerk, item, "motion", "Motie: ook een leuning", day)
    clerk.open("council_paper_desk", found.pk)
    clerk.main.locator("[name=others-all]").first.press("Space")
    clerk.press("Look it through")
    clerk.press("Record and make public")
    clerk.follow("Say who settles it, and by when")
    clerk.fill(department="Groen", due_on=(day + timedelta(days=60)).isoformat())
    clerk.press("Look it through")
    clerk.press("Record and make public")
    clerk.page.locator(".messages .success").wait_for()


def decide(clerk: Desk, item: AgendaItemPage, day: Any) -> None:
    clerk.open("decisions_desk")
    clerk.choose("about", str(item.reference.pk))
    clerk.choose("body", "council")
    clerk.choose("verdict", "adopted")
    clerk.fill(decided_on=day.isoformat(), title="De bank komt er", reasons="Het past.")
    clerk.press("Look it through")
    clerk.press("Record and make public")
    clerk.page.locator(".messages .success").wait_for()


def publication(clerk: Desk, day: Any) -> None:
    clerk.open("publications_desk")
    clerk.choose("decision", str(Decision.objects.get().pk))
    clerk.fill(number="gmb-2026-1", url="https://example.org/gmb", published_on=day.isoformat())
    clerk.press("Record")
    clerk.succeeds("Recorded.")


def promise(clerk: Desk, day: Any) -> None:
    """Made with the decision, and begun."""
    clerk.open("commitments_desk")
    clerk.fill(text="Een bank bij de vijver.", department="Groen", made_on=day.isoformat())
    clerk.fill(due_on=(day + timedelta(days=90)).isoformat())
    clerk.choose("decision", str(Decision.objects.get().pk))
    clerk.choose("origin", "decision")
    clerk.press("Look it through")
    clerk.press("Record and make public")
    clerk.choose("step-step", "started")
    clerk.main.locator("button[name=act][value=step]").click()
    clerk.succeeds("Recorded. It stands on the page of the promise.")
