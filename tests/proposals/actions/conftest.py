import pytest

from accounts.enums import Role
from participation.actions.comment import post_comment
from proposals.actions.response_document import begin_answers
from proposals.models import ResponseDocument
from tests.factories.accounts import person_with
from tests.rounds import COUNTING, SUPPORTING, hand_in, publish


@pytest.fixture
def said(consultation_round, author, moderator, resident):
    """A proposal and a comment on it, of two people; both are public."""
    bench = publish(hand_in(consultation_round, by=author), by=moderator)
    comment = post_comment(
        subject=bench, text="Met een leuning graag.", author_name="Fien", language="nl", by=resident, at=SUPPORTING
    )
    return bench, comment


@pytest.fixture
def writer(db):
    return person_with(Role.EDITOR)


@pytest.fixture
def document(consultation_round, said, writer) -> ResponseDocument:
    return begin_answers(consultation_round=consultation_round, by=writer, at=COUNTING)
