"""What is added to published answers is asked by one and made public by another."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from accounts.enums import Role
from base.refusal import Refusal
from proposals.actions.later_answer import (
    approve_later_answer,
    ask_correction,
    ask_later_answer,
    drop_later_answer,
    send_back_later_answer,
)
from proposals.actions.response_document import RowText, offer_answers, publish_answers
from proposals.models import LaterAnswer, ResponseRow
from proposals.queries.response_document import answers_for, rows_of
from proposals.response_rules import APPROVE
from proposals.waiting import waiting
from tests.factories.accounts import UserFactory, person_with
from tests.proposals.actions.test_response_document import WHOLE, answer_all, keep
from tests.rounds import COUNTING

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

OTHERWISE = RowText(answer="Toch niet.", verdict="out-of-scope", department="Groen")


@pytest.fixture
def drafted(db):
    """Wrote a draft of the first answer, which another kept."""
    return person_with(Role.CLERK)


@pytest.fixture
def published(document, writer, clerk, drafted):
    keep(document, 1, drafted, is_final=False)
    answer_all(document, writer)
    offer_answers(document=document, by=writer, at=COUNTING)
    return publish_answers(document=document, by=clerk, at=COUNTING)


def test_a_published_answer_is_turned_by_two_people(published, author, writer, clerk, drafted):
    act = {"document": published, "number": 1, "at": COUNTING}
    for text, because, words in (
        (WHOLE, "Niets veranderd.", "says already"),
        (replace(WHOLE, answer="Toch wel."), "", "everybody reads it"),
        (replace(OTHERWISE, verdict="not-adopted"), "Nu pas.", "why it is not taken over"),
    ):
        with pytest.raises(Refusal, match=words):
            ask_correction(text=text, because=because, by=writer, **act)
    with pytest.raises(Refusal, match="Only who answers"):
        ask_correction(text=OTHERWISE, because="Nu pas.", by=person_with(Role.MODERATOR), **act)
    asked = ask_correction(text=OTHERWISE, because="Wij lazen verkeerd.", by=writer, **act)
    # Nothing is public yet; who asked, who wrote in it, and who may not approve, do not make it so.
    assert [one.number for one in answers_for(author)] == [1]
    (waits,) = [one for one in waiting(COUNTING) if one.permission == APPROVE]
    assert waits.is_for(clerk)
    approve = {"later_answer": asked, "asked_at": COUNTING, "at": COUNTING}
    for by, words in (
        (writer, "may not approve"),
        (drafted, "You wrote in this answer yourself"),
        (UserFactory(email=drafted.email), "may not approve"),
    ):
        with pytest.raises(Refusal, match=words):
            approve_later_answer(by=by, **approve)
    with pytest.raises(Refusal, match="waits for a second person"):
        ask_correction(text=replace(OTHERWISE, answer="Nee."), because="Anders.", by=clerk, **act)
    # Sent back, it is asked again by who asked; what was looked through is what becomes public.
    send_back_later_answer(later_answer=asked, remark="Te kort.", by=clerk, at=COUNTING)
    later = COUNTING + timedelta(minutes=1)
    ask_correction(
        text=replace(OTHERWISE, answer="Toch niet, helaas."), because="Te kort.", by=writer, **act | {"at": later}
    )
    with pytest.raises(Refusal, match="changed while you looked"):
        approve_later_answer(by=clerk, **approve)
    new = approve_later_answer(by=clerk, **approve | {"asked_at": later})
    assert [(one.number, one.answer) for one in answers_for(author)] == [(new.number, "Toch niet, helaas.")]
    assert {one.person for one in new.writers.all()} == {writer, drafted}
    assert not LaterAnswer.objects.exists()
    # It is read where the answer stood that it corrects.
    assert next(one.number for one in rows_of(published)) == new.number
    with pytest.raises(Refusal, match="waits no more"):
        approve_later_answer(by=clerk, **approve)
    with pytest.raises(Refusal, match="corrected already"):
        ask_correction(text=OTHERWISE, because="Nog eens.", by=writer, **act)


def test_the_database_adds_nothing_to_public_answers_that_one_person_made(published, writer, clerk, drafted):
    first = ResponseRow.objects.get(document=published, number=1)
    row = {
        "document": published, "number": 90, "corrects": first, "place": 1, "corrected_because": "Nu pas.", "answer": "Nee.",
        "verdict": "partly", "department": "Groen", "answered_at": COUNTING,
    }  # fmt: skip
    for people in (
        {"answered_by": writer},
        {"answered_by": clerk, "approved_by": clerk},
        {"answered_by": writer, "approved_by": drafted},
        {"answered_by": UserFactory(email=clerk.email), "approved_by": clerk},
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            ResponseRow.objects.create(**row, **people)
    ResponseRow.objects.create(**row, answered_by=writer, approved_by=clerk)


def test_what_was_asked_is_dropped_by_who_asked_or_who_approves(published, writer, clerk):
    asked = ask_correction(document=published, number=2, text=OTHERWISE, because="Nu pas.", by=writer, at=COUNTING)
    with pytest.raises(Refusal, match="Who asked for this drops it"):
        drop_later_answer(later_answer=asked, by=person_with(Role.EDITOR), at=COUNTING)
    drop_later_answer(later_answer=asked, by=writer, at=COUNTING)
    with pytest.raises(Refusal, match="not public any more"):
        ask_later_answer(document=published, key="", text=WHOLE, because="Nu pas.", by=writer, at=COUNTING)
