import pytest

from base.refusal import Refusal
from participation.actions.ruling import rule_on
from participation.enums import Moderation, RulingKind
from participation.models import Draft
from proposals.actions.proposal import page_of_subject, withdraw_proposal
from tests.factories.accounts import UserFactory
from tests.rounds import hand_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def bench(consultation_round, author, travel):
    collecting = consultation_round.phases.all()[0]
    travel(collecting.starts_at)
    return hand_in(consultation_round, by=author, title="Bankje", tags=["zitten"])


def test_withdraw_proposal_takes_it_from_view_and_gives_its_text_back(bench, author, consultation_round):
    at = consultation_round.phases.all()[0].starts_at
    draft = withdraw_proposal(subject=bench, reason="Het staat er al.", by=author, at=at)
    bench.refresh_from_db()
    assert (bench.moderation, bench.withdrawn_at) == (Moderation.WITHDRAWN, at)
    assert not page_of_subject(bench).live
    assert (draft.owner, draft.data["title"], draft.data["tags"]) == (author, "Bankje", "zitten")
    with pytest.raises(Refusal):
        withdraw_proposal(subject=bench, reason="Het staat er al.", by=author, at=at)
    assert Draft.objects.filter(became__isnull=True).count() == 1


def test_withdraw_proposal_is_its_authors(bench, consultation_round):
    with pytest.raises(Refusal):
        withdraw_proposal(
            subject=bench, reason="Het staat er al.", by=UserFactory(), at=consultation_round.phases.all()[0].starts_at
        )
    bench.refresh_from_db()
    assert bench.withdrawn_at is None


def test_withdraw_proposal_is_refused_once_voting_has_begun(bench, author, consultation_round):
    with pytest.raises(Refusal):
        withdraw_proposal(subject=bench, reason="Het staat er al.", by=author, at=consultation_round.voting.starts_at)


def test_rule_on_brings_nothing_back_that_was_withdrawn(bench, author, moderator, consultation_round):
    at = consultation_round.phases.all()[0].starts_at
    withdraw_proposal(subject=bench, reason="Het staat er al.", by=author, at=at)
    with pytest.raises(Refusal):
        rule_on(target=bench, kind=RulingKind.PUBLISH, by=moderator, at=at)
