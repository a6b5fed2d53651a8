from datetime import datetime, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from accounts.models import User
from tests.accounts.conftest import at
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db

TWO_HOURS = timedelta(hours=2)


@pytest.fixture
def noor(client: Client, clock) -> User:
    person = UserFactory(display_name="Noor")
    client.force_login(person)
    return person


def ends_at(client: Client) -> datetime:
    return Session.objects.get(session_key=client.session.session_key).expire_date


@pytest.mark.parametrize("address", ["signed_out", "rounds"])
def test_a_visitor_gets_no_cookie_on_a_public_page(client: Client, site_ground, address: str) -> None:
    answer = client.get(at(address))
    assert answer.status_code == 200
    assert (answer.cookies, client.cookies) == ({}, {})
    assert Session.objects.count() == 0


@pytest.mark.parametrize("address", ["/nl/", "/en/", "/nl/bestaat-niet/", "/"])
def test_a_visitor_gets_no_cookie_on_a_page_of_the_site(client: Client, site_ground, address: str) -> None:
    assert client.get(address).cookies == {}
    assert Session.objects.count() == 0


def test_the_session_ends_two_hours_after_the_last_visit(client: Client, noor: User, clock, noon: datetime) -> None:
    client.get(at("my_page"))
    assert ends_at(client) == noon + TWO_HOURS
    clock.shift(timedelta(minutes=90))
    assert client.get(at("my_page")).status_code == 200
    assert ends_at(client) == noon + timedelta(minutes=90) + TWO_HOURS
    clock.shift(timedelta(minutes=119))
    assert client.get(at("my_page")).status_code == 200
    clock.shift(timedelta(minutes=121))
    assert client.get(at("my_page")).status_code == 302


def test_a_page_says_until_when_one_is_signed_in(client: Client, noor: User, noon: datetime) -> None:
    page = client.get(at("my_page"))
    assert page.context["session_ends_at"] == noon + TWO_HOURS
    assert 'data-ends-at="2026-11-03T14:00:00+01:00"' in page.content.decode()
    assert f'action="{at("session_extend")}"' in page.content.decode()


def test_a_page_says_nothing_of_a_session_to_a_visitor(client: Client) -> None:
    page = client.get(at("sign_in"))
    assert "session_ends_at" not in page.context
    assert "data-session-notice" not in page.content.decode()


def test_visits_within_a_minute_write_nothing(client: Client, noor: User, clock) -> None:
    client.get(at("my_page"))
    before = ends_at(client)
    clock.shift(timedelta(seconds=59))
    answer = client.get(at("signed_out"))
    assert ends_at(client) == before
    assert answer.cookies == {}
    clock.shift(timedelta(seconds=1))
    assert "sessionid" in client.get(at("signed_out")).cookies


def test_an_open_editor_that_asks_by_itself_is_no_visit(client: Client, clock, noon: datetime) -> None:
    client.force_login(User.objects.create_superuser("beheer@example.nl"))
    client.get(at("my_page"))
    clock.shift(timedelta(minutes=30))
    client.post("/admin/editing-sessions/ping/wagtailcore/page/1/1/")
    assert ends_at(client) == noon + TWO_HOURS


def test_session_extend_answers_the_new_end_to_a_script(client: Client, noor: User, clock, noon: datetime) -> None:
    client.get(at("my_page"))
    clock.shift(timedelta(seconds=30))
    answer = client.post(at("session_extend"), headers={"accept": "application/json"})
    assert datetime.fromisoformat(answer.json()["ends_at"]) == noon + timedelta(seconds=30) + TWO_HOURS
    assert ends_at(client) == noon + timedelta(seconds=30) + TWO_HOURS


def test_session_extend_works_without_a_script(client: Client, noor: User) -> None:
    answer = client.post(at("session_extend"), follow=True)
    assert answer.redirect_chain == [(at("session_extend"), 302)]
    assert answer.context["session_ends_words"] in answer.content.decode()


def test_session_extend_tells_who_is_no_longer_signed_in_what_to_do(client: Client) -> None:
    script = client.post(at("session_extend"), headers={"accept": "application/json"})
    assert (script.status_code, list(script.json())) == (401, ["refusal"])
    assert client.post(at("session_extend")).headers["Location"].startswith(at("sign_in"))


def test_sign_out_ends_the_session_and_takes_the_cookie_back(client: Client, noor: User) -> None:
    client.get(at("my_page"))
    answer = client.post(at("sign_out"))
    assert answer.headers["Location"] == at("signed_out")
    assert answer.cookies["sessionid"].value == ""
    assert Session.objects.count() == 0
    assert client.get(at("my_page")).status_code == 302


def test_sign_out_does_nothing_on_a_link(client: Client, noor: User) -> None:
    assert client.get(at("sign_out")).status_code == 405
    assert client.get(at("my_page")).status_code == 200
