from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
import time_machine
from django.test import Client

from participation.models import ConsultationRound
from tests.factories.accounts import UserFactory
from tests.proposals.recipe_screens import TODAY
from tests.rounds import publish_round


@pytest.fixture
def travel() -> Iterator[Callable[[datetime], None]]:
    """Sets the clock of everything, sessions included, and lets it stand still there."""
    travels: list[time_machine.travel] = []

    def to(moment: datetime) -> None:
        if travels:
            travels.pop().stop()
        travels.append(time_machine.travel(moment, tick=False))
        travels[0].start()

    yield to
    if travels:
        travels.pop().stop()


@pytest.fixture
def author(db: None):
    return UserFactory(display_name="Sam")


@pytest.fixture
def consultation_round(agenda_item) -> ConsultationRound:
    """A round under an agenda item with a phase of every kind that people act in, and an approval vote."""
    return publish_round(agenda_item, title="De speelplek")


@pytest.fixture
def signed_in() -> Callable[..., Client]:
    """A browser of somebody who is signed in now; of a visitor for nobody."""

    def browser(person: object = None) -> Client:
        client = Client()
        if person is not None:
            client.force_login(person)
        return client

    return browser


@pytest.fixture
def desk(clerk, client, time_machine):
    """A clerk's browser on the day on which rounds are set up."""
    time_machine.move_to(TODAY, tick=False)
    client.force_login(clerk)
    return client
