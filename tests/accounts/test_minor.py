"""Under 18 a form proposes a nickname; that somebody said so is kept with its day, and no age."""

import re
from datetime import date

import pytest
from django.urls import reverse

from accounts.actions.sign_in_request import ask_to_sign_in, finish_sign_in, open_link
from accounts.actions.user import change_display_name
from accounts.queries.user import proposed_name
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def test_proposed_name_is_a_nickname_under_18_and_the_same_each_time():
    person = UserFactory(display_name="Noor de Vries")
    assert proposed_name(person) == "Noor de Vries"
    person.minor_said_on = date(2026, 11, 3)
    assert re.fullmatch(r"[A-Z][a-z]+ \d\d", proposed_name(person))
    assert proposed_name(person) == proposed_name(person)


def test_who_is_new_says_it_when_signing_in(noon):
    asked = ask_to_sign_in(email="bo@example.nl", next_path="", language="nl", client="", by=None, at=noon)
    open_link(secret=asked.secret, by=None, at=noon)
    person = finish_sign_in(
        sign_in_request=asked.sign_in_request, person=None, display_name="Bo", is_minor=True, by=None, at=noon
    )
    assert person.minor_said_on == noon.date()


def test_my_page_asks_it_and_takes_it_back(client, resident):
    client.force_login(resident)
    for sent, is_minor in (({"is_minor": "on"}, True), ({}, False)):
        client.post(reverse("my_page"), {"display_name": "Noor", **sent})
        resident.refresh_from_db()
        assert (resident.minor_said_on is not None) is is_minor


def test_the_day_of_saying_it_first_is_kept(resident, noon):
    resident.minor_said_on = date(2026, 1, 1)
    resident.save()
    change_display_name(person=resident, display_name="Nora", is_minor=True, by=resident, at=noon)
    change_display_name(person=resident, display_name="Noor", by=resident, at=noon)
    resident.refresh_from_db()
    assert resident.minor_said_on == date(2026, 1, 1)
