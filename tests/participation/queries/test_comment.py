from datetime import timedelta

import pytest

from participation.enums import Moderation, TalkOrder
from participation.models import Comment, Subject
from participation.queries.comment import CommentNode, answer_page, has_place, talk_counts, talk_page
from tests.factories.accounts import UserFactory
from tests.factories.participation import CommentFactory, ReactionFactory, SubjectFactory
from tests.rounds import moment

pytestmark = pytest.mark.django_db

START = moment(9, 20)


@pytest.fixture
def bench() -> Subject:
    return SubjectFactory()


def say(subject, text, parent=None, minute=0, **fields) -> Comment:
    thread = (parent.thread or parent) if parent else None
    at = START + timedelta(minutes=minute)
    return CommentFactory(subject=subject, text=text, parent=parent, thread=thread, posted_at=at, **fields)


def shape(nodes: list[CommentNode]) -> list:
    return [
        (node.comment.text, *([shape(node.replies)] if node.replies else []), *([node.more] if node.more else []))
        for node in nodes
    ]


def test_talk_page_shows_three_levels_and_says_how_much_is_further(bench, resident):
    first = say(bench, "1")
    for number in range(5):
        say(bench, f"1.{number}", first, number)
    deeper = say(bench, "1.0.1", Comment.objects.get(text="1.0"), 9)
    say(bench, "1.0.1.1", deeper, 10)
    say(bench, "2", minute=1)
    assert shape(talk_page(bench, resident).threads) == [
        ("1", [("1.0", [("1.0.1", 1)]), ("1.1",), ("1.2",)], 2),
        ("2",),
    ]
    assert shape(answer_page(deeper, resident).threads) == [("1.0.1.1",)]


def test_answer_page_goes_on_where_the_talk_stops(bench, resident):
    first = say(bench, "1")
    for number in range(12):
        say(bench, f"{number}", first, number)
    page = answer_page(first, resident)
    further = answer_page(first, resident, page.following)
    texts = [node.comment.text for one in (page, further) for node in one.threads]
    assert (texts, further.following) == ([str(number) for number in range(12)], "")


@pytest.mark.parametrize("order", TalkOrder)
def test_talk_page_repeats_and_skips_nothing_while_others_write(bench, resident, order):
    ours = {say(bench, f"{number}", minute=number // 3, helpful_count=number % 4).pk for number in range(33)}
    for number in range(12):
        ours.add(say(bench, "gemeente", minute=number, author_name="", official_as="Afdeling Groen").pk)
    seen, after = [], ""
    while True:
        page = talk_page(bench, resident, order, after)
        seen += [node.comment.pk for node in page.threads]
        for minute in (-1, 5, 60):
            say(bench, "erbij", minute=minute, helpful_count=2)
        after = page.following
        if not after or len(seen) > 200:
            break
    assert len(seen) == len(set(seen))
    assert ours <= set(seen)


def test_talk_page_sorts_by_what_helps(bench, resident):
    say(bench, "1")
    say(bench, "2", helpful_count=5)
    say(bench, "3", helpful_count=2)
    say(bench, "gemeente", author_name="", official_as="Afdeling Groen")
    found = {order: [node.comment.text for node in talk_page(bench, resident, order).threads] for order in TalkOrder}
    assert found == {
        "oldest": ["gemeente", "1", "2", "3"],
        "newest": ["gemeente", "3", "2", "1"],
        "helpful": ["gemeente", "2", "3", "1"],
    }


def test_talk_page_puts_the_answer_of_the_municipality_first_among_answers(bench, resident):
    first = say(bench, "1")
    for number in range(5):
        say(bench, f"1.{number}", first, number)
    say(bench, "gemeente", first, 30, author_name="", official_as="Afdeling Groen")
    answers = talk_page(bench, resident).threads[0].replies
    assert [node.comment.text for node in answers] == ["gemeente", "1.0", "1.1"]


@pytest.mark.parametrize("after", ["abc", "-1", "9" * 30, "٣", "x-1", "999999", "<b>"])
def test_talk_page_takes_any_mark_that_is_none_for_the_beginning(bench, resident, after):
    say(bench, "1")
    for order in TalkOrder:
        assert talk_page(bench, resident, order, after).is_first


def test_talk_page_keeps_the_place_of_what_was_taken_away(bench, resident, moderator):
    first = say(bench, "1", moderation=Moderation.HIDDEN)
    say(bench, "1.1", first)
    gone = say(bench, "2", moderation=Moderation.WITHDRAWN)
    waits = say(bench, "3", moderation=Moderation.AWAITING)
    assert [(node.comment, node.is_shown) for node in talk_page(bench, resident).threads] == [
        (first, False),
        (gone, False),
    ]
    assert [has_place(one, resident) for one in (first, gone, waits)] == [True, True, False]
    assert [node.is_shown for node in talk_page(bench, moderator).threads] == [True] * 3
    assert has_place(waits, waits.author)
    assert talk_counts(bench).total == 1


def test_talk_page_marks_what_the_reader_found_helpful(bench, resident):
    mine, others = say(bench, "1"), say(bench, "2")
    ReactionFactory(comment=mine, person=resident)
    ReactionFactory(comment=others)
    assert [node.found_helpful for node in talk_page(bench, resident).threads] == [True, False]


def test_talk_counts_says_what_is_new_since_a_comment(bench):
    first = say(bench, "1")
    say(bench, "2")
    say(bench, "3", moderation=Moderation.AWAITING)
    counts = talk_counts(bench, first.pk)
    assert (counts.total, counts.new, talk_counts(bench).new) == (2, 1, 0)


def test_talk_page_takes_a_fixed_number_of_queries_however_many_and_deep(bench, django_assert_num_queries):
    reader = UserFactory()
    parent = None
    for number in range(26):
        parent = say(bench, f"{number}", parent)
        say(bench, f"los {number}")
    # Two of them ask whether the reader is a moderator.
    with django_assert_num_queries(7):
        talk_page(bench, reader)
