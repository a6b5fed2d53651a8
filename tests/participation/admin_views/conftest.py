import pytest
from django.urls import reverse

from base import clock
from participation.enums import Eligibility, PhaseKind
from tests.factories.participation import ConsultationRoundFactory, PhaseFactory, SubjectFactory
from tests.rounds import moment


@pytest.fixture
def travel_clock(monkeypatch):
    return lambda at: monkeypatch.setattr(clock, "now", lambda: at)


@pytest.fixture
def desk(client, clerk, travel_clock):
    """The clerk's browser at the roll of a vote that has not begun."""
    travel_clock(moment(10, 30))
    consultation_round = ConsultationRoundFactory(eligibility=Eligibility.ROLL, title="De bus")
    PhaseFactory(
        consultation_round=consultation_round, kind=PhaseKind.VOTE, starts_at=moment(11, 1), ends_at=moment(11, 15)
    )
    SubjectFactory(consultation_round=consultation_round)
    client.force_login(clerk)
    client.round, client.at = consultation_round, reverse("roll_desk", args=[consultation_round.reference.string])
    return client
