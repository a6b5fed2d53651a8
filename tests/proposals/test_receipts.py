"""Who hands something in gets one mail that it was received: its number, whether it is public, what comes next and by when."""

import pytest
from django.core import mail

from base import clock
from proposals.letter_tasks import tell_of_proposal
from tests.rounds import COLLECTING, hand_in, publish_round

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def mails(django_capture_on_commit_callbacks):
    def of(act):
        mail.outbox.clear()
        with clock.set_to(COLLECTING), django_capture_on_commit_callbacks(execute=True):
            subject = act()
        return subject, [(one.to, one.subject, " ".join(one.body.split())) for one in mail.outbox]

    return of


@pytest.mark.parametrize("screening", ["before", "after"])
def test_who_hands_in_hears_its_number_and_what_comes_next(agenda_item, author, mails, screening):
    consultation_round = publish_round(agenda_item, screening=screening)
    bench, told = mails(lambda: hand_in(consultation_round, by=author))
    ((to, subject, body),) = told
    assert to == [author.email]
    assert subject == f"We hebben je voorstel ontvangen: {bench.reference}"
    assert "Ontvangen: zaterdag 5 september 2026, 12.00 uur." in body
    for words in (
        "Steunen: 15 september tot en met 30 september 2026",
        "Stemmen: 1 november tot en met 14 november 2026",
        # The answers: eight weeks after the last day on which something comes in.
        "uiterlijk zondag 10 januari 2027",
        "omdat je dit voorstel hebt ingediend",
    ):
        assert words in body
    assert ("Het is openbaar" in body) is (screening == "after")
    # Handed in on a Saturday: two working days.
    assert ("tot en met dinsdag 8 september 2026" in body) is (screening == "before")
    tell_of_proposal.enqueue(bench.pk)
    assert len(mail.outbox) == 1


def test_what_waits_says_why(agenda_item, author, mails):
    consultation_round = publish_round(agenda_item, screening="after")
    author.date_joined = COLLECTING
    author.save(update_fields=["date_joined"])
    _bench, ((_to, _subject, body),) = mails(
        lambda: hand_in(consultation_round, by=author, body="Zie www.bank.example/1")
    )
    assert "er staat een link in en je account is nieuw (www.bank.)" in body
    assert "Het is openbaar" not in body
