"""Questionnaires: one sheet per person, replaceable until the close; questions that were answered stand fast; small groups
are not shown, and words pass a moderator."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction

from base.models import AuditEntry
from base.refusal import Refusal
from participation.actions.comment import edit_comment
from participation.actions.questionnaire import forget_respondents, send_answers
from participation.enums import Moderation, QueueTab
from participation.models import Answer, AnswerSheet, Comment, Question, Questionnaire
from participation.queries.moderation import Sieve, queue
from participation.queries.questionnaire import answers_to
from proposals.models import ConsultationRoundPage
from tests.factories.accounts import UserFactory
from tests.factories.home import AgendaItemPageFactory
from tests.factories.participation import AnswerSheetFactory, CommentFactory
from tests.rounds import anew, asking_round, hide, moment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
NOW, OVER = moment(11, 3, 12), moment(12, 1)
GUEST = AnonymousUser()


@pytest.fixture
def item(site_ground):
    return AgendaItemPageFactory(parent=site_ground.home)


@pytest.fixture
def asked(item):
    return asking_round(item).questionnaire


def send(asked, by, *answers, at=NOW, client="1.2.3.4", sent_key=None):
    """The answers in the order of the questions."""
    given = {question.pk: answer for question, answer in zip(asked.questions.all(), answers, strict=False)}
    return send_answers(questionnaire=asked, given=given, language="nl", by=by, client=client, at=at, sent_key=sent_key)


def kept(sheet):
    return [(one.question.place, one.value, one.place) for one in sheet.answers.order_by("question__place", "pk")]


def test_send_answers_keeps_a_row_for_each(asked, resident):
    sheet = send(asked, resident, [1], [0, 2], [4], [2, 0, 1], "Meer bankjes.")
    assert kept(sheet) == [
        (0, 1, None), (1, 0, None), (1, 2, None), (2, 4, None), (3, 2, 1), (3, 0, 2), (3, 1, 3), (4, None, None),
    ]  # fmt: skip
    trail = AuditEntry.objects.get(act="answers_sent")
    assert (trail.by, trail.detail) == (None, {})


def test_send_answers_replaces_the_sheet_until_the_close(asked, resident):
    send(asked, resident, [1], [0])
    assert kept(send(asked, resident, [0])) == [(0, 0, None)]
    assert AnswerSheet.objects.count() == 1
    with pytest.raises(Refusal, match="That time is over"):
        send(asked, resident, [1], at=OVER)


def test_database_holds_one_sheet_per_person(asked, resident):
    AnswerSheetFactory(questionnaire=asked, person=resident)
    with pytest.raises(IntegrityError), transaction.atomic():
        AnswerSheetFactory(questionnaire=asked, person=resident)


def test_database_holds_one_text_per_sheet_and_question(asked, resident):
    text = send(asked, resident, [0], [0, 2], [], [], "Meer bankjes.").answers.get(value=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Answer.objects.create(sheet=text.sheet, question=text.question, comment=CommentFactory())


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ([[]], "Answer “Waar"),
        ([[0, 1]], "Look again"),
        ([[2]], "Look again"),
        ([[0], [1, 1]], "Look again"),
        ([[0], [], [6]], "Look again"),
        ([[0], [], [], [0, 1]], "Look again"),
        ([[0], [], [], [], "x" * 4001], "Look again"),
    ],
)
def test_send_answers_refuses_what_is_no_answer(asked, resident, answers, sentence):
    with pytest.raises(Refusal, match=sentence):
        send(asked, resident, *answers)


def test_guests_answer_where_the_round_says_so_within_a_limit(item, settings):
    settings.QUESTIONNAIRE = settings.QUESTIONNAIRE | {"guests_per_client_per_hour": 1}
    with pytest.raises(Refusal, match="Sign in first"):
        send(asking_round(item).questionnaire, GUEST, [0])
    asked = asking_round(item, guests_answer=True).questionnaire
    key = "8d3ea7a5-7c1a-4c0e-9f5f-2f3f8f6d7e01"
    assert send(asked, GUEST, [0], sent_key=key) == send(asked, GUEST, [0], sent_key=key)
    with pytest.raises(Refusal, match="still stand below"):
        send(asked, GUEST, [0])
    send(asked, GUEST, [0], client="5.6.7.8")
    assert asked.sheets.count() == 2


def test_words_wait_for_a_moderator_and_stay_hidden_when_sent_again(asked, resident, moderator):
    send(asked, resident, [0], [], [], [], "Meer bankjes.")
    (waiting,) = queue(QueueTab.NEW, Sieve(), NOW, None).rows
    assert waiting.target.text == "Meer bankjes."
    assert answers_to(asked, "nl").questions[4].texts == []
    hide(waiting.target, by=moderator)
    send(asked, resident, [0], [], [], [], "Meer bankjes.")
    assert [one.moderation for one in Comment.objects.all()] == [Moderation.HIDDEN]
    send(asked, resident, [0], [], [], [], "Meer bomen.")
    assert Answer.objects.get(comment__isnull=False).comment.moderation == Moderation.AWAITING
    Comment.objects.filter(text="Meer bomen.").update(moderation=Moderation.VISIBLE)
    assert [one.text for one in answers_to(asked, "nl").questions[4].texts] == ["Meer bomen."]
    # Without words the old ones leave.
    send(asked, resident, [0])
    assert Comment.objects.get(text="Meer bomen.").moderation == Moderation.WITHDRAWN


def test_answers_of_few_are_not_shown(asked):
    for number in range(10):
        assert answers_to(asked, "nl").questions[0].rows == []
        send(
            asked,
            UserFactory(),
            [0 if number < 7 else 1],
            [],
            [5 if number < 9 else 1],
            [2, 0, 1] if number else [0, 1, 2],
        )
    choice, several, scale, ranking, _text = answers_to(asked, "nl").questions
    assert [(row["label"], row["value"]) for row in choice.rows] == [("Plein", 7), ("School", 3)]
    assert choice.sentence == "Chosen most: “Plein”, by 7 of the 10 people who answered."
    assert several.rows == []
    assert "Fewer than 10" in several.sentence
    assert scale.sentence.startswith("On average 4.6, where 1 is “slecht”")
    # 9 x 3 + 1, 9 x 2 + 3, 9 x 1 + 2
    assert [(row["label"], row["value"]) for row in ranking.rows] == [("Taal", 28), ("Lezen", 21), ("Rekenen", 11)]


def test_answers_to_asks_as_many_queries_whoever_answered(asked, django_assert_num_queries):
    asked = Questionnaire.objects.get(pk=asked.pk)
    for _number in range(3):
        send(asked, UserFactory(), [0], [1], [2], [0, 1, 2], "Ja.")
        with django_assert_num_queries(5):
            answers_to(asked, "nl")


def test_forget_respondents_waits_for_the_close(asked, resident):
    sheet = send(asked, resident, [0], [], [], [], "Meer bankjes.")
    assert forget_respondents(by=None, at=OVER - timedelta(seconds=1)) == 0
    assert Comment.objects.get().author == resident
    assert forget_respondents(by=None, at=OVER) == 1
    sheet.refresh_from_db()
    assert sheet.person is None
    assert kept(sheet) == [(0, 0, None), (4, None, None)]
    # By what they wrote the rest of their sheet could be told.
    assert Comment.objects.get().author is None


def test_words_of_an_answer_are_changed_in_the_questionnaire_alone(asked, resident):
    send(asked, resident, [0], [], [], [], "Meer bankjes.")
    Comment.objects.update(moderation=Moderation.VISIBLE)
    with pytest.raises(Refusal, match="your answer to a question"):
        edit_comment(comment=Comment.objects.get(), text="Iets anders.", edition=0, by=resident, at=NOW)
    assert Comment.objects.get().text == "Meer bankjes."


def test_publishing_again_changes_no_question_that_was_answered(asked, resident):
    page_rows = [(one.place, one.kind, one.said_in("nl")["label"]) for one in Question.objects.all()]
    assert page_rows[2] == (2, "scale", "Hoe vind je het plan?")
    send(asked, resident, [0])
    page = page_of_round(asked)
    row = page.questionnaire_rows.first()
    row.choices = "School\nPlein"
    page.questionnaire_rows = [row, *list(page.questionnaire_rows.all())[1:]]
    page.save_revision().publish()
    assert Question.objects.get(place=0).said_in("nl")["choices"] == ["Plein", "School"]
    assert "stand fast" in AuditEntry.objects.get(act="publication_refused").detail["reason"]


def test_questions_without_answers_are_replaced_and_taken_away(asked):
    page = page_of_round(asked)
    page.questionnaire_rows = list(page.questionnaire_rows.all())[:1]
    page.save_revision().publish()
    assert Question.objects.count() == 1
    page.questionnaire_rows = []
    page.save_revision().publish()
    assert not anew(asked.consultation_round).asks_questions


def test_translation_gives_words_and_changes_no_question(asked, site_ground):
    page = page_of_round(asked)
    english = page.copy_for_translation(site_ground.english, copy_parents=True)
    first = english.questionnaire_rows.first()
    first.label, first.choices = "Where does the bus stop?", "Square\nSchool"
    english.questionnaire_rows = [first]
    english.save_revision().publish()
    question = Question.objects.get(place=0)
    assert question.said_in("en")["choices"] == ["Square", "School"]
    assert question.said_in("nl")["choices"] == ["Plein", "School"]
    assert Question.objects.count() == 5
    # Words that somebody answered stand fast in every language.
    send(asked, UserFactory(), [0])
    first.choices = "School\nSquare"
    english.questionnaire_rows = [first]
    english.save_revision().publish()
    assert Question.objects.get(place=0).said_in("en")["choices"] == ["Square", "School"]


def page_of_round(asked):
    return ConsultationRoundPage.objects.get(translation_key=asked.consultation_round.reference.translation_key)
