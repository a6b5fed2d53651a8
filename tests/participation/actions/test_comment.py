import uuid
from datetime import timedelta

import pytest

from base.models import AuditEntry
from base.refusal import Refusal
from participation.actions.comment import LONGEST, edit_comment, post_comment
from participation.actions.ruling import rule_on
from participation.enums import Moderation, PhaseKind, RulingKind, Stance
from participation.models import Comment, Subject
from participation.queries.comment import talk_counts, talk_page
from participation.queries.name import name_of
from tests.factories.accounts import UserFactory
from tests.factories.participation import ClaimFactory, CommentFactory, HeldWordFactory, PhaseFactory, SubjectFactory
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


def test_post_comment_says_where_it_stands_where_the_round_asks(bench):
    with pytest.raises(Refusal, match="for, against or neutral"):
        asks(bench) and post(bench)
    first = post(bench, stance=Stance.AGAINST)
    answer = post(bench, parent=first, stance=Stance.FOR)
    assert [first.stance, answer.stance] == [Stance.AGAINST, Stance.NONE]
    assert talk_counts(bench).stances == {Stance.FOR: 0, Stance.AGAINST: 1, Stance.NEUTRAL: 0}


def test_post_comment_keeps_no_stance_that_nobody_asked(bench):
    assert post(bench, stance=Stance.FOR).stance == Stance.NONE
    assert talk_counts(bench).stances == {}


def asks(subject) -> bool:
    subject.consultation_round.asks_stance = True
    subject.consultation_round.save()
    return True


def test_post_comment_for_the_municipality_bears_no_name_and_stands_first(bench, clerk):
    post(bench, "1")
    said = post(bench, "Dat kan.", by=clerk, official_as="  Afdeling  Groen ", author_name="Kees", at=CLOSES)
    assert (said.official_as, said.author_name, name_of(said, None, said.posted_at)) == (
        "Afdeling Groen",
        "",
        "Afdeling Groen",
    )
    assert AuditEntry.objects.filter(act="comment_posted").last().detail["official_as"] == "Afdeling Groen"
    assert talk_page(bench, clerk).threads[0].comment == said


def test_post_comment_for_the_municipality_is_for_who_has_that_task(bench, moderator):
    for person in (UserFactory(), moderator):
        with pytest.raises(Refusal, match="answers for the municipality"):
            post(bench, by=person, official_as="Afdeling Groen")
    assert Comment.objects.count() == 0


# Changing ------------------------------------------------------------------------------------------------------------

END = DURING + timedelta(minutes=15)


def edit(comment, text="Beter idee.", *, edition=0, by=None, at=DURING + timedelta(minutes=1)) -> Comment:
    return edit_comment(comment=comment, text=text, edition=edition, by=by or comment.author, at=at)


def test_edit_comment_keeps_the_earlier_text_and_says_when(bench):
    comment = edit(post(bench), "  Beter idee. ")
    comment.refresh_from_db()
    assert (comment.text, comment.edited_at) == ("Beter idee.", DURING + timedelta(minutes=1))
    assert list(comment.earlier_texts.values_list("text", "replaced_at")) == [("Goed idee.", comment.edited_at)]
    assert AuditEntry.objects.get(act="comment_edited").detail == {"comment": comment.pk}


@pytest.mark.parametrize(("at", "open_"), [(END - INSTANT, True), (END, False)])
def test_edit_comment_is_open_for_a_quarter_of_an_hour(bench, at, open_):
    comment = post(bench)
    if open_:
        edit(comment, at=at)
    else:
        with pytest.raises(Refusal, match="15 minutes after you posted it"):
            edit(comment, at=at)
    comment.refresh_from_db()
    assert comment.text == ("Beter idee." if open_ else "Goed idee.")


def test_edit_comment_is_its_authors_and_not_for_words_that_were_taken_away(bench, moderator):
    comment = post(bench)
    with pytest.raises(Refusal, match="Only its author"):
        edit(comment, by=moderator)
    rule_on(target=comment, kind=RulingKind.HIDE, ground="insult", reason="Het scheldt.", by=moderator, at=DURING)
    with pytest.raises(Refusal, match="A moderator hid"):
        edit(comment)


def test_edit_comment_makes_nothing_public_and_holds_what_meets_a_rule(bench):
    waits, shown = CommentFactory(subject=bench, moderation=Moderation.AWAITING, posted_at=DURING), post(bench)
    HeldWordFactory(text="koop nu")
    assert edit(waits, "Heel netjes.").moderation == Moderation.AWAITING
    assert edit(shown, "Koop nu!").moderation == Moderation.AWAITING
    assert shown.holds.get().found == "koop nu"


def test_edit_comment_in_a_second_window_undoes_nothing(bench):
    comment = post(bench)
    edit(comment, "Eerst.")
    with pytest.raises(Refusal, match="in another window"):
        edit(comment, "Toen.", edition=0)
    assert edit(comment, "Toen.", edition=1).text == "Toen."


def test_edit_comment_waits_while_a_moderator_reads_it(bench, moderator):
    comment = post(bench)
    ClaimFactory(subject=None, comment=comment, by=moderator, until=END)
    with pytest.raises(Refusal, match="A moderator is reading"):
        edit(comment)
