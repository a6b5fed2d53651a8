"""Letters about moderation: each once, and those that could not be sent later."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.core import mail
from django.core.management import call_command

from accounts.enums import Role
from base import clock
from base.models import AuditEntry
from base.refusal import Refusal
from participation import letter_tasks
from participation.actions.claim import claim_target
from participation.actions.held_word import set_held_words
from participation.actions.report import forget_reporters
from participation.actions.ruling import take_ruling_back
from participation.letter_tasks import tell_of_ruling
from participation.models import Letter
from tests.factories.accounts import UserFactory, person_with
from tests.factories.base import MOMENT
from tests.factories.participation import CommentFactory, ReportFactory, RulingFactory, SubjectFactory

pytestmark = pytest.mark.django_db

HIDDEN = {"kind": "hide", "ground": "insult", "reason": "Het <scheldt> & meer.", "state_before": "visible"}


def hidden_and_reported():
    ruling = RulingFactory(subject=None, comment=CommentFactory(moderation="hidden"), **HIDDEN)
    for number in range(2):
        ReportFactory(subject=None, comment=ruling.comment, mail=f"melder{number}@example.nl", ruling=ruling)
    return ruling


def test_a_ruling_is_told_once_however_often_it_is_told(moderator):
    ruling = hidden_and_reported()
    assert [tell_of_ruling.call(ruling.pk) for _time in range(2)] == [3, 0]
    assert sorted(one.to[0] for one in mail.outbox) == sorted(
        [ruling.comment.author.email, "melder0@example.nl", "melder1@example.nl"]
    )
    for one in mail.outbox:
        assert len(one.to) == 1
        assert "Het <scheldt> & meer." in one.body
        assert "Het &lt;scheldt&gt; &amp; meer." in one.alternatives[0][0]
        assert ruling.by.display_name not in one.body


def test_one_mailbox_that_fails_keeps_no_other_from_its_letter_and_is_tried_again(monkeypatch, caplog):
    ruling = hidden_and_reported()
    whole = letter_tasks.letter_mail

    def broken(letter):
        if letter.to == "melder0@example.nl":
            raise OSError("550 melder0@example.nl")
        return whole(letter)

    monkeypatch.setattr(letter_tasks, "letter_mail", broken)
    assert tell_of_ruling.call(ruling.pk) == 2
    assert "melder0" not in caplog.text
    monkeypatch.setattr(letter_tasks, "letter_mail", whole)
    assert tell_of_ruling.call(ruling.pk) == 1


def test_nobody_is_told_that_what_stood_goes_on_standing_but_who_reported_it():
    ruling = RulingFactory(kind="publish", reason="Het kan.", state_before="visible")
    ReportFactory(subject=ruling.subject, mail="melder@example.nl", ruling=ruling)
    tell_of_ruling.call(ruling.pk)
    assert [one.to for one in mail.outbox] == [["melder@example.nl"]]


def test_a_closed_account_is_told_nothing():
    ruling = RulingFactory(subject=None, comment=CommentFactory(author=UserFactory(is_active=False)), **HIDDEN)
    assert tell_of_ruling.call(ruling.pk) == 0


def test_the_summary_is_mailed_once_a_day_to_moderators_alone(monkeypatch, clerk):
    moderator = person_with(Role.MODERATOR)
    monkeypatch.setattr(clock, "now", lambda: MOMENT)
    call_command("moderation_summary")
    assert mail.outbox == []
    SubjectFactory(moderation="awaiting")
    for _time in range(2):
        call_command("moderation_summary")
    assert [one.to for one in mail.outbox] == [[moderator.email]]
    monkeypatch.setattr(clock, "now", lambda: MOMENT + timedelta(days=1))
    call_command("moderation_summary")
    assert (len(mail.outbox), Letter.objects.count()) == (2, 2)


def test_reporters_are_forgotten_when_the_term_is_over():
    ruling = RulingFactory()
    old, waits = ReportFactory(ruling=ruling, name="Mies", person=UserFactory()), ReportFactory()
    term = timedelta(days=settings.MODERATION["forget_reporters_days"])
    assert forget_reporters(by=None, at=MOMENT + term) == 0
    assert forget_reporters(by=None, at=MOMENT + term + timedelta(seconds=1)) == 1
    old.refresh_from_db()
    waits.refresh_from_db()
    assert (old.name, old.mail, old.person, waits.mail != "") == ("", "", None, True)
    assert AuditEntry.objects.get(act="reporters_forgotten").detail == {"forgotten": 1}


@pytest.mark.parametrize("role", list(Role))
def test_the_acts_of_the_desk_are_the_moderators(role, in_english):
    person, may = person_with(role), role in {Role.MODERATOR, Role.ADMINISTRATOR}
    ruling = hidden_and_reported()
    acts = [
        lambda: claim_target(target=ruling.comment, by=person, at=MOMENT),
        lambda: take_ruling_back(ruling=ruling, reason="Vergissing.", by=person, at=MOMENT),
        lambda: set_held_words(words=["sukkel"], by=person, at=MOMENT),
    ]
    for act in acts:
        if may:
            act()
        else:
            with pytest.raises(Refusal, match="Only a moderator"):
                act()
