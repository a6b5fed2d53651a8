from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from participation.enums import PhaseKind
from participation.models import ConsultationRound
from tests.factories.participation import ConsultationRoundFactory, PhaseFactory, SubjectFactory
from tests.rounds import moment, with_own_forms


@pytest.fixture
def clock():
    """A quarter before the vote closes; shift it to pass the end."""
    with time_machine.travel(moment(11, 14, 23, 45), tick=False) as traveller:
        yield traveller


@pytest.fixture
def voting(db: None) -> ConsultationRound:
    consultation_round = ConsultationRoundFactory()
    PhaseFactory(
        consultation_round=consultation_round, kind=PhaseKind.VOTE, starts_at=moment(11, 1), ends_at=moment(11, 15)
    )
    return consultation_round


@pytest.fixture
def quarter() -> timedelta:
    return timedelta(minutes=15)


@pytest.fixture
def park(voting):
    return SubjectFactory(consultation_round=voting, label="Park", cost=60_000)


@pytest.fixture
def pool(voting):
    return SubjectFactory(consultation_round=voting, label="Bad", cost=50_000)


@pytest.fixture
def voter(client, clock, resident, voting, park, pool):
    """A browser of somebody who may vote, and the address of the ballot."""
    client.force_login(resident)
    client.ballot = reverse("ballot", args=[voting.reference.string])
    client.check = reverse("check_ballot", args=[voting.reference.string])
    return with_own_forms(client)
