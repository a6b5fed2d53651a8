import uuid
from datetime import timedelta

import pytest

from base.models import AuditEntry
from base.refusal import Refusal
from participation.actions.comment import LONGEST, post_comment
from participation.actions.ruling import rule_on
from participation.enums import Moderation, PhaseKind, RulingKind
from participation.models import Comment, Subject
from participation.queries.comment import comment_threads, flat
from tests.factories.accounts import UserFactory
from tests.factories.participation import CommentFactory, PhaseFactory, SubjectFactory
from tests.rounds import moment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

OPENS, CLOSES, INSTANT = moment(9, 15), moment(10, 1), timedelta(microseconds=1)
DURING = moment(9, 20)


@pytest.fixture
def bench() -> Subject:
    subject = SubjectFactory()
    PhaseFactory(consultation_round=subject.consultation_round, kind=PhaseKind.DISCUSS, starts_at=OPENS, ends_at=CLOSES)
    return subject


def post(subject, text="Goed idee.", *, by=None, at=DURING, **fields) -> Comment:
    given = {"language": "nl", "author_name": "Noor"} | fields
    return post_comment(subject=subject, text=text, by=by or UserFactory(), at=at, **given)


def test_post_comment_keeps_words_author_language_and_moment(bench, resident):
    comment = post(bench, "  Goed idee.\n\nVooral de leuning.  ", by=resident, language="en")
    comment.refresh_from_db()
    assert (comment.text, comment.author, comment.author_name, comment.language, comment.posted_at) == (
        "Goed idee.\n\nVooral de leuning.",
        resident,
        "Noor",
        "en",
        DURING,
    )
    entry = AuditEntry.objects.get(act="comment_posted")
    assert (entry.about, entry.by, entry.detail) == (bench.reference.string, resident, {"comment": comment.pk})


def test_post_comment_joins_the_thread_of_what_it_answers(bench):
    first = post(bench)
    answer = post(bench, parent=first)
    deeper = post(bench, parent=answer)
    assert [(one.thread, one.parent) for one in (first, answer, deeper)] == [
        (None, None),
        (first, first),
        (first, answer),
    ]


def test_post_comment_sent_twice_is_one_comment(bench, resident):
    key = uuid.uuid4()
    first = post(bench, "Goed idee.", by=resident, sent_key=key)
    again = post(bench, "Goed idee.", by=resident, sent_key=key)
    assert (again, Comment.objects.count()) == (first, 1)
    assert AuditEntry.objects.filter(act="comment_posted").count() == 1


def test_post_comment_with_other_words_in_the_same_form_loses_none(bench, resident):
    key = uuid.uuid4()
    posted = [post(bench, text, by=resident, sent_key=key) for text in ("Goed idee.", "Toch niet.")]
    assert [comment.text for comment in posted] == ["Goed idee.", "Toch niet."]


def test_post_comment_with_the_key_of_somebody_elses_form_is_a_comment_of_its_own(bench):
    key = uuid.uuid4()
    first = post(bench, sent_key=key)
    other = post(bench, "Ik vind van niet.", sent_key=key)
    assert (other.text, other == first, Comment.objects.count()) == ("Ik vind van niet.", False, 2)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Write your comment first."),
        (" \n\t ", "Write your comment first."),
        (
            "a" * (LONGEST + 1),
            "Your comment has 4001 characters; 4000 is the most. Make it shorter or post it in parts.",
        ),
    ],
)
def test_post_comment_refuses_nothing_and_too_much(bench, text, sentence):
    with pytest.raises(Refusal) as refusal:
        post(bench, text)
    assert (refusal.value.sentence, Comment.objects.count()) == (sentence, 0)


def test_post_comment_takes_exactly_the_longest(bench):
    assert len(post(bench, "é" * LONGEST).text) == LONGEST


@pytest.mark.parametrize(
    ("at", "open_"), [(OPENS - INSTANT, False), (OPENS, True), (CLOSES - INSTANT, True), (CLOSES, False)]
)
def test_post_comment_is_open_in_its_phase_alone(bench, at, open_):
    if open_:
        post(bench, at=at)
    else:
        with pytest.raises(Refusal):
            post(bench, at=at)
    assert Comment.objects.count() == int(open_)


def test_post_comment_refuses_an_answer_to_what_is_hidden_or_elsewhere(bench):
    hidden = CommentFactory(subject=bench, moderation=Moderation.HIDDEN)
    elsewhere = CommentFactory()
    for parent in (hidden, elsewhere):
        with pytest.raises(Refusal, match="This comment can no longer be answered"):
            post(bench, parent=parent)


# Reading ------------------------------------------------------------------------------------------------------------


def shape(subject, reader, number=1) -> list[tuple[str, int, bool]]:
    page = comment_threads(subject, reader, number)
    return [(node.comment.text, node.depth, node.is_shown) for node in flat(page.threads)]


def test_comment_threads_puts_every_answer_behind_what_it_answers(bench, resident):
    first, second = post(bench, "1"), post(bench, "2", at=DURING + timedelta(minutes=1))
    post(bench, "1.1", parent=first, at=DURING + timedelta(minutes=2))
    post(bench, "2.1", parent=second, at=DURING + timedelta(minutes=3))
    post(bench, "1.2", parent=first, at=DURING + timedelta(minutes=4))
    assert shape(bench, resident) == [
        ("1", 0, True),
        ("1.1", 1, True),
        ("1.2", 1, True),
        ("2", 0, True),
        ("2.1", 1, True),
    ]


def test_comment_threads_keeps_the_place_of_what_is_hidden_and_counts_it_not(bench, resident, moderator):
    first = post(bench, "1")
    post(bench, "1.1", parent=first)
    rule_on(target=first, kind=RulingKind.HIDE, ground="insult", reason="Het scheldt.", by=moderator, at=DURING)
    assert shape(bench, resident) == [("1", 0, False), ("1.1", 1, True)]
    assert [shape(bench, reader)[0] for reader in (moderator, first.author)] == [("1", 0, True)] * 2
    assert comment_threads(bench, resident).total == 1


def test_comment_threads_gives_whole_threads_page_by_page(bench, resident):
    for number in range(45):
        first = CommentFactory(subject=bench, text=f"{number}", posted_at=DURING + timedelta(minutes=number))
        if number == 20:
            CommentFactory(subject=bench, text="20.1", parent=first, thread=first)
    pages = [[text for text, _depth, _shown in shape(bench, resident, number)] for number in (1, 2, 3)]
    assert [len(page) for page in pages] == [20, 21, 5]
    assert pages[1][:2] == ["20", "20.1"]
    assert [comment_threads(bench, resident, number).number for number in (-5, 0, 4, 10**9)] == [1, 1, 3, 3]


def test_comment_threads_takes_a_fixed_number_of_queries_however_many_and_deep(
    bench, resident, django_assert_num_queries
):
    parent = None
    for number in range(30):
        parent = CommentFactory(subject=bench, parent=parent, thread=parent and (parent.thread or parent))
        CommentFactory(subject=bench, text=f"los {number}")
    # Two of them ask whether the reader is a moderator.
    with django_assert_num_queries(5):
        comment_threads(bench, resident)
