from datetime import timedelta

import pytest
import time_machine

from participation.enums import PhaseKind
from participation.models import ConsultationRound
from tests.factories.participation import ConsultationRoundFactory, PhaseFactory
from tests.rounds import moment


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
