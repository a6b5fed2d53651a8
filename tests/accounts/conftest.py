from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts.actions.sign_in_request import Asked, ask_to_sign_in


def at(name: str, language: str = "nl", **arguments: str) -> str:
    """The address of a page in a language: addresses are translated too."""
    with translation.override(language):
        return reverse(name, kwargs=arguments)


class Person:
    """Somebody at a browser of their own, who can read the mail."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def ask(self, email: str, *, language: str = "nl", next_path: str = "", **extra: str):
        return self.client.post(at("sign_in", language), {"email": email, "next": next_path}, **extra)

    def type_code(self, code: str, *, language: str = "nl"):
        return self.client.post(at("sign_in_code", language), {"code": code})

    def choose(self, key: object):
        return self.client.post(at("sign_in_person"), {"person": str(key)})

    def take_name(self, name: str):
        return self.client.post(at("sign_in_person"), {"display_name": name})

    @property
    def user_key(self) -> str | None:
        return self.client.session.get("_auth_user_id")


def code_of(message: mail.EmailMessage) -> str:
    return next(line.strip() for line in message.body.splitlines() if line.strip().isdigit())


def link_of(message: mail.EmailMessage) -> str:
    """The path of the link, as a browser of the test asks for it."""
    line = next(line.strip() for line in message.body.splitlines() if line.strip().startswith("http"))
    return line.removeprefix("http://testserver")


@pytest.fixture
def laptop(db: None, client: Client) -> Person:
    return Person(client)


@pytest.fixture
def phone(db: None) -> Person:
    return Person(Client())


@pytest.fixture
def clock(noon: datetime) -> Iterator[time_machine.Traveller]:
    with time_machine.travel(noon, tick=False) as traveller:
        yield traveller


@pytest.fixture
def asked(db: None, noon: datetime) -> Asked:
    return ask_to_sign_in(
        email="noor@example.nl", next_path="/nl/agenda/", language="nl", client="192.0.2.1", by=None, at=noon
    )


@pytest.fixture
def later(noon: datetime):
    def minutes_later(minutes: float) -> datetime:
        return noon + timedelta(minutes=minutes)

    return minutes_later
