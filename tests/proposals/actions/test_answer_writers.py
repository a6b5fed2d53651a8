"""Who wrote an answer, and who may write it."""

import pytest
from django.db import DatabaseError, transaction

from base.refusal import Refusal
from proposals.actions.response_document import RowText, answer_together, bring_in
from proposals.models import AnsweredContribution, ResponseRow
from proposals.queries.response_document import numbers_written_by
from tests.factories.accounts import UserFactory
from tests.factories.proposals import FormalViewFactory
from tests.proposals.actions.test_response_document import SAID, keep
from tests.rounds import COUNTING

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def test_a_draft_that_becomes_one_with_another_keeps_who_wrote_it(document, writer, clerk):
    for number, by in ((1, writer), (2, clerk)):
        keep(document, number, by, RowText(answer="Ja."), is_final=False)
    answer_together(document=document, numbers=[1, 2], by=writer, at=COUNTING)
    assert numbers_written_by(document, clerk) == [1]
    # Another account at the same mail address is the same person.
    assert numbers_written_by(document, UserFactory(email=clerk.email)) == [1]
    # What is emptied nobody wrote, so that two clerks have a way out.
    keep(document, 1, clerk, RowText(theme="Bank"), is_final=False)
    assert numbers_written_by(document, clerk) == numbers_written_by(document, writer) == []


def test_an_answer_to_a_formal_view_says_what_was_said_and_is_written_by_who_may_read_it(document, writer, clerk):
    FormalViewFactory(consultation_round=document.consultation_round)
    bring_in(document=document, by=writer, at=COUNTING)
    with pytest.raises(Refusal, match="which you may not read"):
        keep(document, 3, writer, SAID, is_final=False)
    with pytest.raises(Refusal, match="which you may not read"):
        answer_together(document=document, numbers=[1, 3], by=writer, at=COUNTING)
    with pytest.raises(Refusal, match="Say what was said"):
        keep(document, 3, clerk)
    keep(document, 3, clerk, is_final=False)
    answered = {"answered_at": COUNTING, "answered_by": clerk}
    with pytest.raises(DatabaseError, match="says what was said"), transaction.atomic():
        ResponseRow.objects.filter(document=document, number=3).update(**answered)
    # Nor does it come into an answer that says nothing of it.
    keep(document, 1, clerk)
    with pytest.raises(Refusal, match="Say what was said"):
        answer_together(document=document, numbers=[1, 3], by=clerk, at=COUNTING)
    first = ResponseRow.objects.get(document=document, number=1)
    with pytest.raises(DatabaseError, match="says what was said"), transaction.atomic():
        AnsweredContribution.objects.filter(row__number=3).update(row=first)
    assert keep(document, 3, clerk, SAID).is_answered
