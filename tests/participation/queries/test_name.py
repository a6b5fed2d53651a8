"""The name under which something stands in public: its author's choice, for a stated time."""

from datetime import timedelta

import pytest

from participation.enums import Moderation
from participation.models import Subject
from participation.queries.name import authors_in_words, authors_of, authors_of_one, names_of
from tests.factories.base import MOMENT
from tests.factories.participation import CoAuthorFactory, CommentFactory, PhaseFactory, SubjectFactory

pytestmark = pytest.mark.django_db
TERM, INSTANT = timedelta(days=730), timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("author", "group", "is_alone", "others", "words"),
    [
        ("", "", False, [], "een inwoner"),
        ("Noor", "", False, [], "Noor"),
        ("", "", False, ["", "Bo"], "Bo en 2 inwoners"),
        ("Noor", "", False, ["Bo", ""], "Noor, Bo en een inwoner"),
        ("Noor", "Buurtvereniging Oost", False, [], "Buurtvereniging Oost (bij monde van Noor)"),
        ("", "Buurtvereniging Oost", False, [], "Buurtvereniging Oost (bij monde van een inwoner)"),
        ("Noor", "Buurtvereniging Oost", True, ["Bo"], "Buurtvereniging Oost en Bo"),
    ],
)
def test_authors_in_words(author, group, is_alone, others, words):
    assert authors_in_words(author=author, group=group, is_group_alone=is_alone, others=others) == words


@pytest.fixture
def subject():
    """In a round of two phases, of which the later one ends four weeks on."""
    subject = SubjectFactory(author_name="Noor")
    for weeks in (2, 4):
        PhaseFactory(consultation_round=subject.consultation_round, ends_at=MOMENT + timedelta(weeks=weeks))
    return subject


def test_names_are_shown_for_a_term_after_the_round_closed(subject):
    said = CommentFactory(subject=subject, author_name="Sam")
    official = CommentFactory(subject=subject, author=None, author_name="", official_as="Afdeling Groen")
    CoAuthorFactory(subject=subject, name="Bo")
    closes = MOMENT + timedelta(weeks=4)
    shown = {}
    for when in (closes + TERM - INSTANT, closes + TERM):
        names = names_of([said, official], when)
        assert authors_of_one(subject, when) == authors_of([subject], when)[subject.pk]
        shown[when] = [authors_of_one(subject, when), names[said.pk], names[official.pk]]
    assert list(shown.values()) == [
        ["Noor en Bo", "Sam", "Afdeling Groen"],
        ["2 inwoners", "een inwoner", "Afdeling Groen"],
    ]


def test_names_in_a_round_without_an_end_are_shown_for_a_term_after_the_words(subject):
    PhaseFactory(consultation_round=subject.consultation_round, ends_at=None)
    said = CommentFactory(subject=subject, author_name="Sam", posted_at=MOMENT + timedelta(days=100))
    assert authors_of_one(subject, MOMENT + TERM - INSTANT) == "Noor"
    assert authors_of_one(subject, MOMENT + TERM) == "een inwoner"
    assert names_of([said], MOMENT + TERM)[said.pk] == "Sam"


def test_a_group_is_no_longer_named_either_and_is_still_a_group(subject):
    subject.group_name = "Familie Jansen"
    later = MOMENT + timedelta(weeks=4) + TERM
    assert authors_of_one(subject, later) == "een groep inwoners"


def test_names_of_many_and_of_what_became_part_of_them_take_three_queries(subject, django_assert_num_queries):
    others = [SubjectFactory(author_name="Sam") for _one in range(3)]
    for name in ("Bo", "Noor", "Kim"):
        part = SubjectFactory(author_name=name, consultation_round=subject.consultation_round, merged_into=subject)
        CoAuthorFactory(subject=part, name="Ali")
    Subject.objects.filter(author_name="Kim").update(moderation=Moderation.HIDDEN)
    with django_assert_num_queries(3):
        names = authors_of([subject, *others], MOMENT)
    assert set(names.values()) == {"Noor, Bo en Ali, Noor en Ali", "Sam"}
