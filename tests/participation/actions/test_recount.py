"""A recount that another one overtook, or that broke, certifies nothing and says so."""

from datetime import timedelta

import pytest

from participation.actions.certification import finish_recount
from participation.models import Certification, Recount, TallySheet
from tests.factories.accounts import UserFactory
from tests.factories.participation import RecountFactory
from tests.rounds import COUNTING

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def recount(clerk) -> Recount:
    return RecountFactory(by=clerk, asked=UserFactory(), begun_at=COUNTING, language="en")


def test_a_recount_that_was_begun_anew_meanwhile_certifies_nothing(recount, monkeypatch):
    def begun_anew(sheet: TallySheet) -> None:
        Recount.objects.filter(pk=recount.pk).update(begun_at=COUNTING + timedelta(minutes=31))

    monkeypatch.setattr("participation.actions.certification.counted_again", begun_anew)
    finish_recount(recount=recount, at=COUNTING + timedelta(minutes=32))
    recount.refresh_from_db()
    assert (Certification.objects.count(), recount.ended_at) == (0, None)


def test_a_recount_that_breaks_ends_in_words(recount, monkeypatch):
    monkeypatch.setattr("participation.actions.certification.counted_again", lambda sheet: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        finish_recount(recount=recount, at=COUNTING)
    recount.refresh_from_db()
    assert (recount.ended_at, recount.refusal[:33]) == (COUNTING, "The count could not be done again")
