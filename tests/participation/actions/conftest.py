import pytest

from participation.actions.ballot import cast_ballot
from participation.enums import PhaseKind
from participation.models import ConsultationRound
from participation.queries.electoral_roll import voter_of
from tests.factories.accounts import UserFactory
from tests.factories.participation import ConsultationRoundFactory, PhaseFactory, SubjectFactory
from tests.rounds import anew, moment


@pytest.fixture
def vote(db: None) -> ConsultationRound:
    """A vote in which two people marked and one cast a blank ballot; one of the two replaced theirs by a blank one."""
    consultation_round = ConsultationRoundFactory(title="Buurtbudget")
    PhaseFactory(
        consultation_round=consultation_round, kind=PhaseKind.VOTE, starts_at=moment(11, 1), ends_at=moment(11, 15)
    )
    park = SubjectFactory(consultation_round=consultation_round, label="Park")
    SubjectFactory(consultation_round=consultation_round, label="Bad")
    people = [UserFactory() for _voter in range(3)]
    for person, marks in [(people[0], {park.pk: 1}), (people[1], {park.pk: 1}), (people[2], {}), (people[0], {})]:
        found = anew(consultation_round)
        cast_ballot(consultation_round=found, voter=voter_of(found, person), choices=marks, at=moment(11, 3, 12))
    return anew(consultation_round)
