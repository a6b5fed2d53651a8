"""A citizens' initiative from its ordinance to the decision of the council and its dossier, through every screen on the way."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from accounts.enums import Role
from accounts.models import User
from participation.enums import PhaseKind, Screening, State
from participation.models import ConsultationRound, StateEvent, Subject
from tests.browser.places import let_in
from tests.browser.visitor import Desk, Visitor
from tests.factories.accounts import UserFactory, person_with
from tests.ground import SiteGround
from tests.rounds import publish_round

TITLE = "Een brug over het kanaal"
AGENDA, DECISION = "https://raad.example/agenda", "https://raad.example/besluit"


@pytest.fixture
def enter(new_context: Any, live_server: Any):
    """Everybody at a browser of their own; how one signs in is another story."""

    def come(person: User | None = None) -> Visitor:
        page = new_context().new_page()
        if person is not None:
            let_in(page, person, live_server.url)
        return Desk(page, person.email, person.display_name) if person is not None else Visitor(page)

    return come


# A machine that does more at once must not break it.
@pytest.mark.timeout(300)
def test_an_initiative_goes_from_its_supporters_to_the_council_and_into_the_dossier(
    site_ground: SiteGround, enter, moved_clock, live_server, settings
) -> None:
    settings.BASE_URL = live_server.url
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    ends, day = today + timedelta(days=40), today.date().isoformat()
    door = round_to_start_in(site_ground, today, ends)
    starter, *supporters = UserFactory.create_batch(3)
    clerk, sam, reader = enter(person_with(Role.CLERK)), enter(starter), enter()

    lay_down(clerk, door, day)
    bridge = start(sam, door)
    string = bridge.reference.string
    for person in supporters:
        support(enter(person), string)
    sam.visit("proposal", string)
    sam.follow("Hand it over")
    sam.press("Hand it over")
    sam.is_at("proposal", string)

    take(clerk, State.ADMITTED, reason="Alle handtekeningen kloppen.")
    take(clerk, State.ON_AGENDA, on=day, document=AGENDA)
    reader.visit("proposal", string)
    reader.reads(str(State.ON_AGENDA.label))
    mail.outbox.clear()
    take(clerk, State.GRANTED, on=day, document=DECISION, reason="Het college zoekt geld.")
    assert sorted(one.to[0] for one in mail.outbox) == sorted(one.email for one in (starter, *supporters))
    assert [one.state for one in StateEvent.objects.filter(subject=bridge)] == [
        *("submitted", "published", "threshold", "handed-over", "admitted", "on-agenda", "granted"),
    ]

    reader.visit("proposal", string)
    reader.reads("Het college zoekt geld.")
    for address in (AGENDA, DECISION):
        assert reader.main.locator(f"a[href='{address}']").count()
    moved_clock(ends + timedelta(days=1))
    reader.visit_reference(door.reference.string)
    reader.follow("The dossier of this round")
    reader.visit("dossier_chapter", door.reference.string, "contributions")
    for words in (TITLE, str(State.GRANTED.label)):
        reader.reads(words)


def round_to_start_in(site_ground: SiteGround, today: datetime, ends: datetime) -> ConsultationRound:
    begins = today - timedelta(days=1)
    return publish_round(
        site_ground.home,
        title="Burgerinitiatief",
        is_standing=True,
        method="",
        screening=Screening.AFTER,
        phases=[(kind, begins, ends) for kind in (PhaseKind.COLLECT, PhaseKind.SUPPORT)],
    )


def lay_down(clerk: Desk, door: ConsultationRound, day: str) -> None:
    clerk.open("requests_desk")
    clerk.follow("What the ordinances lay down")
    for name, value in (("consultation_round", str(door.pk)), ("who", "residents"), ("body", "council")):
        clerk.choose(name, value)
    clerk.choose("instrument", "initiative")
    clerk.fill(name="Verordening burgerinitiatief", url="https://lokaleregelgeving.example/CVDR1", applies_from=day)
    clerk.fill(youngest="14", needed="2", collecting_weeks="8", admission_weeks="2", decision_weeks="12")
    clerk.main.locator("[name=grounds][value=decided]").check()
    clerk.press("Record it")
    clerk.page.locator(".messages .success").wait_for()


def start(sam: Visitor, door: ConsultationRound) -> Subject:
    sam.visit_reference(door.reference.string)
    sam.follow("Start a citizens' initiative")
    sam.fill(title=TITLE, summary="Zet een fietsbrug over het kanaal op de agenda.", body="Nu is het een half uur om.")
    sam.main.locator("[name=declares]").check()
    sam.press("On to the check")
    sam.reads("Nu is het een half uur om.")
    sam.main.locator("form [type=submit]").first.click()
    sam.page.wait_for_load_state()
    return Subject.objects.select_related("reference").get(label=TITLE)


def support(person: Visitor, string: str) -> None:
    person.visit("proposal", string)
    person.main.locator("[name=declares]").check()
    person.press("I support this")
    person.sees("You support this.")


def take(clerk: Desk, state: State, **given: str) -> None:
    """From the list of what waits to the request, and its next step with what is given for it."""
    clerk.open("requests_desk")
    clerk.main.get_by_role("link", name=TITLE).click()
    clerk.fill(**{f"{state.value}-{name}": value for name, value in given.items()})
    clerk.main.locator(f"button[name=step][value={state.value}]").click()
    clerk.page.locator(".messages .success").wait_for()
