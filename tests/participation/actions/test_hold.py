from datetime import timedelta

import pytest

from participation.actions.comment import post_comment
from participation.enums import HoldKind, Moderation, PhaseKind
from participation.models import Comment, Hold
from tests.factories.participation import HeldWordFactory, PhaseFactory, SubjectFactory
from tests.rounds import moment

pytestmark = pytest.mark.django_db

AT = moment(9, 20)
LONG = "Dit is een zin die lang genoeg is om twee keer op te vallen."


@pytest.fixture
def bench():
    subject = SubjectFactory()
    PhaseFactory(consultation_round=subject.consultation_round, kind=PhaseKind.DISCUSS, starts_at=AT, ends_at=None)
    return subject


@pytest.fixture
def settled(resident):
    resident.date_joined = AT - timedelta(days=8)
    resident.save()
    return resident


def say(subject, by, text, at=AT) -> Comment:
    return post_comment(subject=subject, text=text, language="nl", author_name="", by=by, at=at)


def held(comment) -> str:
    hold = comment.holds.first()
    waits = comment.moderation == Moderation.AWAITING
    assert waits is (hold is not None)
    return hold.kind if hold else ""


@pytest.mark.parametrize("text", ["Kijk op https://koop.example/nu", "Zie WWW.koop.example"])
def test_a_link_of_a_new_account_waits_and_of_a_settled_one_does_not(bench, settled, text):
    assert held(say(bench, settled, text)) == ""
    settled.date_joined = AT - timedelta(days=6)
    settled.save()
    comment = say(bench, settled, f"{text}!")
    assert (held(comment), comment.text) == (HoldKind.LINK, f"{text}!")


def test_a_text_without_a_link_of_a_new_account_does_not_wait(bench, resident):
    resident.date_joined = AT
    assert held(say(bench, resident, "Een goed plan. Doen!")) == ""


def test_the_same_text_again_waits_unless_it_is_short_or_long_ago(bench, settled):
    assert held(say(bench, settled, LONG)) == ""
    assert held(say(bench, settled, LONG)) == HoldKind.AGAIN
    assert held(say(bench, settled, LONG, at=AT + timedelta(days=8))) == ""
    assert [held(say(bench, settled, "Eens!")) for _time in range(2)] == ["", ""]


@pytest.mark.parametrize(
    ("text", "waits"),
    [("Wat een SUKKEL!", True), ("sukkel", True), ("Sukkelaars zijn het", False), ("wat een dikke deur is dat", True)],
)
def test_a_word_of_the_citys_list_waits(bench, settled, text, waits):
    HeldWordFactory(text="sukkel")
    HeldWordFactory(text="dikke deur")
    assert (held(say(bench, settled, text)) == HoldKind.WORD) is waits


def test_a_moderators_own_words_do_not_wait(bench, moderator):
    assert held(say(bench, moderator, "Zie https://stad.example")) == ""
    assert Hold.objects.count() == 0
