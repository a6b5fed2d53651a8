"""A citizens' initiative from its ordinance to the council, as clerk, starter, supporter and everybody see it; and a challenge."""

from datetime import date

import pytest
from django.core import mail
from django.urls import reverse
from icalendar import Calendar

from accounts.enums import Role
from home.views.deadlines import deadlines_path
from participation.enums import PhaseKind, Screening, State
from participation.models import Ordinance, StateEvent, Subject
from tests.factories.accounts import UserFactory, person_with
from tests.factories.participation import OrdinanceFactory, StateEventFactory, SubjectFactory
from tests.rounds import moment, publish_round

pytestmark = pytest.mark.django_db

BEGIN = moment(9, 5, 12)
LAID_DOWN = {
    "instrument": "initiative",
    "name": "Verordening burgerinitiatief 2026",
    "url": "https://lokaleregelgeving.example/CVDR1",
    "applies_from": "2026-09-01",
    "who": "residents",
    "youngest": "14",
    "needed": "2",
    "collecting_weeks": "8",
    "admission_weeks": "2",
    "body": "council",
    "decision_weeks": "12",
    "extension_weeks": "4",
    "grounds": ["not-competent", "decided"],
}
WORDS = {
    "title": "Een brug over het kanaal",
    "summary": "Zet een fietsbrug over het kanaal op de agenda.",
    "body": "Nu is het een half uur om.",
    "language": "nl",
}


@pytest.fixture
def door(site_ground):
    phases = [(PhaseKind.COLLECT, moment(9, 1), None), (PhaseKind.SUPPORT, moment(9, 1), None)]
    return publish_round(
        site_ground.home,
        title="Burgerinitiatief",
        is_standing=True,
        method="",
        screening=Screening.AFTER,
        phases=phases,
    )


def test_an_initiative_walks_from_the_ordinance_to_the_council(
    door, travel, signed_in, author, django_capture_on_commit_callbacks
):
    travel(BEGIN)
    clerk_person = person_with(Role.CLERK)
    clerk = signed_in(clerk_person)
    desk = reverse("ordinances_desk")
    typed = LAID_DOWN | {"consultation_round": door.pk}
    refused = clerk.post(desk, typed | {"share": "1"})
    assert refused.status_code == 409
    # Nothing that was typed is lost.
    assert 'value="Verordening burgerinitiatief 2026"' in refused.content.decode()
    assert clerk.post(desk, typed).status_code == 302
    page = signed_in().get(door.reference.get_absolute_url(), follow=True).content.decode()
    for words in ("Begin een burgerinitiatief", "14 jaar of ouder", "2 mensen", "12 weken", LAID_DOWN["url"]):
        assert words in page

    browser = signed_in(author)
    write = browser.get(reverse("start_proposal", args=[door.reference.string])).url
    assert browser.post(write, WORDS).status_code == 422
    check = browser.post(write, WORDS | {"declares": "on"}).url
    with django_capture_on_commit_callbacks(execute=True):
        browser.post(check)
    bridge = Subject.objects.get(label=WORDS["title"])
    (receipt,) = mail.outbox
    for words in (
        f"je verzoek ontvangen: {bridge.reference}",
        "tot en met zaterdag 31 oktober 2026",
        "Wat hierna komt",
    ):
        assert words in " ".join(receipt.body.split())
    assert (bridge.ordinance, bridge.support_until) == (Ordinance.objects.get(), moment(11, 1))

    address, support = (reverse(name, args=[bridge.reference.string]) for name in ("proposal", "support"))
    assert "burgerinitiatief" in signed_in().get(address).content.decode()
    supporters = UserFactory.create_batch(2)
    for person in supporters:
        theirs = signed_in(person)
        assert "Ik woon in deze gemeente en ben 14 jaar of ouder." in theirs.get(address).content.decode()
        theirs.post(support, {"support": "yes"})
        assert not bridge.supports.filter(supporter=person).exists()
        with django_capture_on_commit_callbacks(execute=True):
            theirs.post(support, {"support": "yes", "declares": "yes"})
    over = reverse("hand_over", args=[bridge.reference.string])
    assert signed_in(supporters[0]).post(over).status_code == 404
    assert over in browser.get(address).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        assert browser.post(over).url == address
    # A second press finds it done.
    assert browser.post(over).status_code == 409

    waiting = clerk.get(reverse("requests_desk")).content.decode()
    # Two weeks after Saturday 5 September is a Saturday: the Monday after it.
    assert "21 september 2026" in waiting
    travel(moment(9, 22))
    assert "te laat" in signed_in().get(address).content.decode()
    calendar = Calendar.from_ical(signed_in().get(deadlines_path(clerk_person)).content)
    assert [one.decoded("dtstart") for one in calendar.walk("VEVENT")] == [date(2026, 9, 21)]
    clerk = signed_in(clerk_person)
    assert "te laat" in clerk.get(reverse("ways_desk")).content.decode()

    screen = reverse("proposal_desk", args=[bridge.reference.string])
    steps = [
        ("admitted", {"reason": "Alle handtekeningen kloppen."}),
        ("on-agenda", {"on": "2026-10-08", "document": "https://raad.example/agenda"}),
    ]
    with django_capture_on_commit_callbacks(execute=True):
        for step, given in steps:
            assert clerk.post(screen, {"step": step, **{f"{step}-{k}": v for k, v in given.items()}}).status_code == 302
    # From a screen that was opened before: it stands there already, and what was typed stays.
    again = clerk.post(
        screen, {"step": "on-agenda", "on-agenda-on": "2026-10-08", "on-agenda-document": "https://raad.example/2"}
    )
    assert (again.status_code, 'value="https://raad.example/2"' in again.content.decode()) == (409, True)
    travel(moment(10, 9, 9))
    clerk = signed_in(clerk_person)
    decided = {"on": "2026-10-08", "document": "https://raad.example/besluit", "reason": "Het college zoekt geld."}
    half = clerk.post(screen, {"step": "granted", "granted-on": "2026-10-08", "granted-reason": "Ja."})
    assert half.status_code == 422
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        clerk.post(screen, {"step": "granted", **{f"granted-{k}": v for k, v in decided.items()}})
    assert sorted(one.to[0] for one in mail.outbox) == sorted([author.email, *(one.email for one in supporters)])
    assert all(
        "Het college zoekt geld." in one.body and "https://raad.example/besluit" in one.body for one in mail.outbox
    )
    read = signed_in().get(address).content.decode()
    for words in ("Akkoord", "https://raad.example/agenda", "https://raad.example/besluit", "Het college zoekt geld."):
        assert words in read
    # The station has the day on which it was decided, and not that of the clerk who wrote it down the day after.
    granted = next(one for one in signed_in().get(address).context["stations"] if one.label == "Akkoord")
    assert (granted.when, "8 oktober" in granted.note) == ("8 oktober 2026", False)
    # Four weeks to say who does it; everybody reads that nobody did by then.
    for at, is_late in ((moment(10, 10), False), (moment(11, 6), True)):
        travel(at)
        [station] = [one for one in signed_in().get(address).context["stations"] if one.state == "next"]
        assert (station.when, station.stamp) == ("uiterlijk 5 november 2026", "te laat" if is_late else "")
    travel(moment(10, 9, 9))
    # What was agreed to leads to a promise in one press, with what is known filled in.
    link = f"{reverse('commitments_desk')}?request={bridge.reference.string}#record"
    clerk = signed_in(clerk_person)
    for page in (screen, reverse("commitments_desk"), reverse("ways_desk")):
        assert link.removeprefix(reverse("commitments_desk") if page == reverse("commitments_desk") else "") in (
            clerk.get(page).content.decode()
        )
    form = clerk.get(link).context["form"]
    assert form.initial["text"] == WORDS["title"]
    typed = {name: form[name].value() or "" for name in form.fields} | {
        "department": "Wegen",
        "due_on": "2027-04-01",
        "sure": "yes",
    }
    assert clerk.post(reverse("commitments_desk"), typed).status_code == 302
    promise = bridge.commitments.get().reference.string
    assert promise in signed_in().get(address).content.decode()
    assert link not in signed_in(clerk_person).get(reverse("ways_desk")).content.decode()
    life = signed_in().get(reverse("proposal_json", args=[bridge.reference.string])).json()
    assert life["request"] == {
        "instrument": "initiative",
        "ordinance": LAID_DOWN["name"],
        "ordinance_address": LAID_DOWN["url"],
        "applies_from": "2026-09-01",
        "body": "council",
        "support_needed": 2,
        "support_until": "2026-10-31T23:00:00+00:00",
        "due_on": None,
    }
    assert life["timeline"][-1] == {
        "at": StateEvent.objects.last().at.isoformat(),
        "state": "granted",
        "reason": "Het college zoekt geld.",
        "on": "2026-10-08",
        "document": "https://raad.example/besluit",
    }


@pytest.mark.parametrize("name", ["requests_desk", "ordinances_desk", "ways_desk"])
def test_a_desk_asks_as_often_however_much_waits(name, client, door, django_assert_max_num_queries):
    client.force_login(person_with(Role.ADMINISTRATOR))
    counts = []
    for _more in range(2):
        for ordinance in OrdinanceFactory.create_batch(2, consultation_round=door):
            subject = SubjectFactory(ordinance=ordinance, consultation_round=door)
            StateEventFactory(subject=subject, state=State.HANDED_OVER, at=BEGIN)
        client.get(reverse(name))
        with django_assert_max_num_queries(60) as asked:
            client.get(reverse(name))
        counts.append(len(asked))
    assert counts[0] == counts[1]
