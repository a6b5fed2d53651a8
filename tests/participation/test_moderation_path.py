"""From a report to a ruling, an objection and its end: at the doors people use, with the mails over a real connection."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from participation.enums import Moderation, RulingKind
from participation.models import Appeal, Report, Ruling
from tests.factories.accounts import UserFactory, person_with
from tests.rounds import COLLECTING, SUPPORTING, hand_in, publish, publish_round, seen
from tests.smtp import Mailbox, mail_server

pytestmark = pytest.mark.django_db


@pytest.fixture
def box(settings):
    with mail_server(settings, Mailbox()) as box:
        yield box


@pytest.fixture
def first():
    return person_with(Role.MODERATOR, email="eerste@example.nl")


@pytest.fixture
def second():
    return person_with(Role.MODERATOR, email="tweede@example.nl")


@pytest.fixture
def bench(site_ground, resident, first, travel):
    subject = hand_in(publish_round(site_ground.home), by=resident, title="Een bankje")
    publish(subject, by=first, at=COLLECTING)
    travel(SUPPORTING)
    return subject


@pytest.fixture
def travel(monkeypatch):
    from base import clock

    return lambda at: monkeypatch.setattr(clock, "now", lambda: at)


def browser(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def told(box, to: str) -> tuple[str, str]:
    """Subject and text of the newest mail to somebody."""
    mail = [one for one in box.mails if one["To"] == to][-1]
    return str(mail["Subject"]), mail.get_body(("plain",)).get_content()


def link(text: str) -> str:
    return "/" + re.findall(r"https?://\S+", text)[-1].split("/", 3)[3]


def test_report_ruling_objection_and_the_ruling_overturned(box, bench, resident, first, second):
    # Somebody without an account reports it.
    guest = Client()
    page = guest.get(reverse("proposal", args=[bench.reference.string]))
    address = reverse("report_subject", args=[bench.reference.string])
    assert f'href="{address}"' in page.content.decode()
    given = {"ground": "insult", "why": "Het scheldt op mij.", "mail": "Melder@Example.nl", "in_good_faith": "on"}
    received = guest.post(address, given)
    report = Report.objects.get()
    assert (report.mail, report.address.endswith(bench.reference.get_absolute_url())) == ("melder@example.nl", True)
    assert report.number in guest.get(received.headers["Location"]).content.decode()
    subject, text = told(box, "melder@example.nl")
    assert report.number in subject
    assert "Het scheldt op mij." in text

    # A moderator hides it; both are told, with reasons and without a name.
    desk = browser(first)
    assert bench.label in desk.get(reverse("moderation"), {"tab": "reported"}).content.decode()
    rule = reverse("rule", args=["subject", bench.pk])
    answer = desk.post(
        rule, seen(bench) | {"ruling": "hide", "hide-ground": "insult", "hide-reason": "Het noemt een buur."}
    )
    assert answer.status_code == 302
    _subject, statement = told(box, resident.email)
    _subject, to_reporter = told(box, "melder@example.nl")
    assert "Het noemt een buur." in statement
    assert "Het noemt een buur." in to_reporter
    assert first.display_name not in statement + to_reporter
    assert guest.get(reverse("proposal", args=[bench.reference.string])).status_code == 410

    # The author reads it on their page and objects.
    home = browser(resident)
    assert reverse("statement", args=[Ruling.objects.last().pk]) in home.get(reverse("my_page")).content.decode()
    page = home.get(link(statement))
    assert "Het noemt een buur." in page.content.decode()
    assert guest.get(link(statement)).status_code == 302
    assert home.post(link(statement), {"why": " "}).status_code == 422
    assert home.post(link(statement), {"why": "Het is mijn eigen naam."}).status_code == 302
    _subject, kept = told(box, resident.email)
    assert "Het is mijn eigen naam." in kept

    # Who ruled cannot decide; another moderator overturns it, and it is public again.
    decide = {"ruling": "overturned", "appeal-reason": "De schrijver noemt zichzelf."}
    refused = desk.post(rule, decide | seen(bench))
    assert (refused.status_code, Appeal.objects.get().is_open) == (409, True)
    other = browser(second)
    assert bench.label in other.get(reverse("moderation"), {"tab": "objected"}).content.decode()
    assert other.post(rule, decide | seen(bench)).status_code == 302
    bench.refresh_from_db()
    assert bench.moderation == Moderation.VISIBLE
    # The first statement does not go on saying what is so no more.
    assert "Verborgen: alleen jij" not in home.get(link(statement)).content.decode()
    assert guest.get(reverse("proposal", args=[bench.reference.string])).status_code == 200
    for to in (resident.email, "melder@example.nl"):
        assert "De schrijver noemt zichzelf." in told(box, to)[1]
    assert [ruling.kind for ruling in bench.rulings.all()] == [RulingKind.PUBLISH, RulingKind.HIDE, RulingKind.PUBLISH]
    # Nobody got the same letter twice, nor the address of another.
    assert len(box.mails) == 6
    assert all(str(mail["To"]).count("@") == 1 for mail in box.mails)

    # The public record counts it and names nobody.
    record = guest.get(reverse("moderation_record_csv")).content.decode()
    assert record.splitlines()[1].split(",")[-4:-1] == ["1", "1", "1"]
    assert resident.display_name not in record


def test_who_reported_objects_by_the_link_where_the_words_stay(box, bench, first, second):
    guest = Client()
    given = {"ground": "spam", "why": "Reclame.", "mail": "melder@example.nl", "in_good_faith": "on"}
    page = guest.post(reverse("report_subject", args=[bench.reference.string]), given).headers["Location"]
    rule = reverse("rule", args=["subject", bench.pk])
    # Without a reason nobody is sent away.
    assert browser(first).post(rule, seen(bench) | {"ruling": "publish"}).status_code == 409
    browser(first).post(rule, seen(bench) | {"ruling": "publish", "publish-reason": "Het is geen reclame."})
    assert "Het is geen reclame." in told(box, "melder@example.nl")[1]
    assert guest.post(page, {"why": "Het is van een winkel."}).status_code == 302
    browser(second).post(
        rule, seen(bench) | {"ruling": "overturned", "appeal-reason": "Toch wel.", "appeal-ground": "spam"}
    )
    bench.refresh_from_db()
    assert bench.moderation == Moderation.HIDDEN
    assert "Toch wel." in told(box, "melder@example.nl")[1]
    assert "Toch wel." in guest.get(page).content.decode()
    # The author is told, and objects to no decision on an objection.
    statement = link(told(box, bench.author.email)[1])
    answer = browser(bench.author).post(statement, {"why": "Nee."})
    assert (answer.status_code, Appeal.objects.count()) == (409, 1)


def test_the_same_report_twice_is_one_and_nothing_typed_is_lost(box, bench):
    guest, address = Client(), reverse("report_subject", args=[bench.reference.string])
    half = guest.post(address, {"ground": "", "why": "Het scheldt op <mij>.", "mail": "geen adres"})
    assert half.status_code == 422
    assert "Het scheldt op &lt;mij&gt;." in half.content.decode()
    assert "geen adres" in half.content.decode()
    given = {"ground": "insult", "why": "Het scheldt.", "mail": "melder@example.nl", "in_good_faith": "on"}
    pages = {guest.post(address, given).headers["Location"] for _time in range(2)}
    assert (len(pages), Report.objects.count(), len(box.mails)) == (1, 1, 1)


def test_many_reports_are_one_mail_to_each_moderator(box, bench, first, second, settings):
    address = reverse("report_subject", args=[bench.reference.string])
    for number in range(5):
        given = {"ground": "insult", "why": "Het scheldt.", "mail": f"melder{number}@example.nl", "in_good_faith": "on"}
        assert Client().post(address, given).status_code == 302
    desks = [mail for mail in box.mails if mail["To"] in {first.email, second.email}]
    assert sorted(str(mail["To"]) for mail in desks) == ["eerste@example.nl", "tweede@example.nl"]
    # After a ruling a new crossing is told anew.
    rule = reverse("rule", args=["subject", bench.pk])
    browser(first).post(rule, seen(bench) | {"ruling": "publish", "publish-reason": "Het kan."})
    box.mails.clear()
    for number in range(3):
        given = {"ground": "insult", "why": "Weer.", "mail": f"nog{number}@example.nl", "in_good_faith": "on"}
        Client().post(address, given)
    assert sum(mail["To"] == first.email for mail in box.mails) == 1


def test_who_is_signed_in_reports_with_their_account(box, bench):
    person = UserFactory(email="buur@example.nl")
    address = reverse("report_subject", args=[bench.reference.string])
    browser(person).post(address, {"ground": "insult", "why": "Het scheldt.", "in_good_faith": "on"})
    assert Report.objects.get().person == person
    assert told(box, "buur@example.nl")[0]
    assert Report.objects.get().number in browser(person).get(reverse("my_page")).content.decode()
