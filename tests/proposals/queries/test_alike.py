import pytest

from base import clock
from proposals.queries.alike import alike_proposals
from tests.factories.participation import StateEventFactory
from tests.rounds import hand_in, hide, publish

pytestmark = pytest.mark.django_db


def alike(consultation_round, title, summary=""):
    found = alike_proposals(consultation_round, title=title, summary=summary, at=clock.now())
    return [subject.label for subject in found]


@pytest.fixture
def three(consultation_round, author, moderator):
    titles = ["Een bankje bij de vijver", "Zwemles voor volwassenen", "Schommels in het park"]
    subjects = [hand_in(consultation_round, by=author, title=title, summary=f"{title}, graag.") for title in titles]
    for subject in subjects:
        publish(subject, by=moderator)
    return subjects


def test_alike_proposals_finds_the_same_in_other_words(consultation_round, three):
    assert alike(consultation_round, "Bankjes bij de vijver") == ["Een bankje bij de vijver"]
    assert alike(consultation_round, "Zwemles", "Ook volwassenen willen zwemmen leren") == ["Zwemles voor volwassenen"]


def test_alike_proposals_finds_nothing_for_something_else_or_for_nothing(consultation_round, three):
    assert alike(consultation_round, "Een museum over bruggen") == []
    assert alike(consultation_round, "", "") == []
    assert alike(consultation_round, "de en het '; -- %") == []


def test_alike_proposals_shows_nothing_that_takes_no_support_any_more(consultation_round, three):
    StateEventFactory(subject=three[0], state="not-taken", reason="Er staat er al een.", at=clock.now())
    assert alike(consultation_round, "Een bankje bij de vijver") == []


def test_alike_proposals_never_shows_what_is_not_public(consultation_round, author, three, moderator):
    hand_in(consultation_round, by=author, title="Een bankje bij de vijver nu")
    assert alike(consultation_round, "Een bankje bij de vijver") == ["Een bankje bij de vijver"]
    hide(three[0], by=moderator)
    assert alike(consultation_round, "Een bankje bij de vijver") == []
