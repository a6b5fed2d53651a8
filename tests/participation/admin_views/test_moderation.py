"""The moderator's desk: nothing that residents wrote is out of reach."""

import re

import pytest
from django.urls import reverse

from participation.admin_views import moderation
from participation.enums import Moderation
from tests.factories.participation import CommentFactory, RulingFactory, SubjectFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, moderator):
    client.force_login(moderator)
    return client


# What its author took back is no moderator's any more.
RULED_ON = [state for state in Moderation if state != Moderation.WITHDRAWN]


def shown(desk, **where: str) -> str:
    response = desk.get(reverse("moderation"), where)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("state", RULED_ON)
def test_every_subject_is_reached_page_by_page(desk, monkeypatch, state):
    monkeypatch.setattr(moderation, "PER_PAGE", 2)
    subjects = SubjectFactory.create_batch(5, moderation=state)
    name = {"awaiting": "waiting", "visible": "published", "hidden": "hidden"}[state]
    texts, page = "", "1"
    while page:
        text = shown(desk, **{name: page})
        texts += text
        following = re.search(rf'\?{name}=(\d+)#{name}">Volgende pagina', text)
        page = following[1] if following else ""
    assert [subject.label for subject in subjects if subject.label not in texts] == []


def test_every_comment_is_reached_page_by_page(desk, monkeypatch):
    monkeypatch.setattr(moderation, "PER_PAGE", 2)
    for number in range(5):
        CommentFactory(text=f"woord{number}")
    texts = "".join(shown(desk, comments=str(page)) for page in (1, 2, 3))
    assert set(re.findall(r"woord\d", texts)) == {f"woord{number}" for number in range(5)}


@pytest.mark.parametrize("state", RULED_ON)
def test_words_and_numbers_find_a_subject_in_any_state(desk, state):
    sought, other = SubjectFactory(label="Een bankje bij de vijver", moderation=state), SubjectFactory(moderation=state)
    for words in ("BANKJE", sought.reference.string.lower()):
        text = shown(desk, q=words)
        assert (sought.label in text, other.label in text) == (True, False)


def test_what_its_author_took_back_is_not_on_the_desk(desk):
    subject = SubjectFactory(label="teruggenomen", moderation=Moderation.WITHDRAWN)
    comment = CommentFactory(text="ingetrokken woorden", moderation=Moderation.WITHDRAWN)
    text = shown(desk) + shown(desk, q="teruggenomen") + shown(desk, q="ingetrokken")
    assert subject.reference.string not in text
    assert comment.text not in text


def test_words_find_a_comment_by_what_it_says_and_who_says_it(desk):
    CommentFactory(text="watmoetjemijnu", author_name="Koos")
    CommentFactory(text="rustigaan", author_name="Noor")
    for words in ("moetje", "koos"):
        text = shown(desk, q=words)
        assert ("watmoetjemijnu" in text, "rustigaan" in text) == (True, False)


def test_links_to_other_pages_keep_the_words(desk, monkeypatch):
    monkeypatch.setattr(moderation, "PER_PAGE", 1)
    SubjectFactory.create_batch(2, label="Bankje & boom", moderation=Moderation.HIDDEN)
    assert "?q=bankje%20%26&amp;hidden=2#hidden" in shown(desk, q="bankje &")


def test_the_desk_takes_as_many_queries_for_three_of_each_as_for_one(desk, django_assert_max_num_queries):
    def queries() -> int:
        with django_assert_max_num_queries(60) as captured:
            shown(desk)
        return len(captured)

    def write() -> None:
        for state in Moderation:
            subject = SubjectFactory(moderation=state)
            RulingFactory(subject=subject)
            CommentFactory(subject=subject)

    write()
    shown(desk)
    with_one = queries()
    write()
    write()
    assert queries() == with_one


def test_a_ruling_takes_as_many_queries_after_three_as_after_one(desk, django_assert_max_num_queries):
    subject = SubjectFactory()
    address = reverse("rule", args=["subject", subject.pk])

    def queries() -> int:
        with django_assert_max_num_queries(60) as captured:
            assert desk.get(address).status_code == 200
        return len(captured)

    RulingFactory(subject=subject)
    queries()
    with_one = queries()
    RulingFactory.create_batch(2, subject=subject)
    assert queries() == with_one
