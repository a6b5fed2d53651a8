"""Who is named in a comment is told once, of words that are public, and can stop that with one press."""

import pytest
from django.core import mail
from django.urls import reverse

from participation.actions.ruling import rule_on
from participation.enums import Moderation, RulingKind
from participation.letter_tasks import tell_of_mentions, tell_of_ruling
from participation.mention_links import stop_path
from participation.queries.mention import mentioned_people
from tests.factories.accounts import UserFactory
from tests.factories.base import MOMENT
from tests.factories.participation import CoAuthorFactory, CommentFactory, MentionStopFactory, SubjectFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def first():
    return CommentFactory(author_name="Noor", subject=SubjectFactory(author_name="Sanne"))


def answer(first, text, **fields):
    return CommentFactory(
        subject=first.subject, parent=first, thread=first, text=text, **{"author_name": "Sam"} | fields
    )


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        ("@Noor, wat vind jij?", True),
        ("Wat vindt @Noor?", True),
        ("@noor", False),
        ("@Noortje", False),
        ("noor@Noor", False),
        ("@Noor de Vries", False),
        ("Noor", False),
    ],
)
def test_mentioned_people_are_named_exactly(first, text, is_told):
    answer(first, "Ik ook.", author_name="Noor de Vries")
    assert (first.author in mentioned_people(answer(first, text))) is is_told


def test_mentioned_people_took_part_in_that_thread(first):
    CommentFactory(subject=first.subject, author_name="Elders")
    hidden = answer(first, "Onzin.", author_name="Verborgen", moderation=Moderation.HIDDEN)
    said = answer(first, "@Elders @Verborgen @Sanne @Sam")
    assert list(mentioned_people(said)) == [first.subject.author]
    assert hidden.author not in mentioned_people(said)


def test_a_co_author_is_named_as_the_author_is(first):
    friend = CoAuthorFactory(subject=first.subject, name="Bo").person
    assert friend in mentioned_people(answer(first, "@Bo, wat vind jij?"))


def test_a_mention_is_told_once_and_leaks_no_address(first):
    said = answer(first, "@Noor, wat vind jij?")
    assert [tell_of_mentions.call(said.pk) for _time in range(2)] == [1, 0]
    [letter] = mail.outbox
    assert letter.to == [first.author.email]
    assert reverse("comment", args=[said.pk]) in letter.body
    assert said.author.email not in letter.body + letter.alternatives[0][0]
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_a_mention_in_words_that_wait_is_told_when_they_become_public(first, moderator):
    said = answer(first, "@Noor, wat vind jij?", moderation=Moderation.AWAITING)
    assert (tell_of_mentions.call(said.pk), mail.outbox) == (0, [])
    ruling = rule_on(target=said, kind=RulingKind.PUBLISH, by=moderator, at=MOMENT)
    tell_of_ruling.call(ruling.pk)
    assert [first.author.email] in [letter.to for letter in mail.outbox]


def test_who_stopped_is_not_told(first, client):
    address = stop_path(first.author)
    assert client.get(address).status_code == 200
    assert mentioned_people(answer(first, "@Noor")) != {}
    client.post(address, {"List-Unsubscribe": "One-Click"})
    assert mentioned_people(answer(first, "@Noor")) == {}
    assert client.post(f"{address}x").status_code == 404


def test_mails_about_mentions_are_turned_on_again_on_ones_own_page(first, client):
    MentionStopFactory(person=first.author)
    client.force_login(first.author)
    client.post(reverse("own_mentions"), {"mentions": "yes"})
    assert mentioned_people(answer(first, "@Noor")) != {}
    client.post(reverse("own_mentions"), {"mentions": "no"})
    assert mentioned_people(answer(first, "@Noor", author=UserFactory())) == {}
