import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from base import characters
from base.actions.audit_entry import record
from base.refusal import refuse_if
from participation.actions.comment import LONGEST, withdraw_comment
from participation.actions.subject import text_of_round
from participation.enums import WITH_CHOICES, Act, AskedKind, Moderation, PhaseKind
from participation.models import Answer, AnswerSheet, Comment, ConsultationRound, Question, Questionnaire
from participation.rules import refusal_of_guest, refusal_to_fill_in, sheets_by_client

STEPS = range(1, 6)


@dataclass(frozen=True)
class QuestionPlan:
    """A question to put in force, in one language; `low` and `high` name the ends of a scale."""

    key: uuid.UUID
    kind: str
    label: str
    is_required: bool = False
    choices: list[str] = field(default_factory=list)
    low: str = ""
    high: str = ""

    @property
    def words(self) -> dict[str, Any]:
        return {name: value for name, value in asdict(self).items() if name in {"label", "choices", "low", "high"}}


def refusal_of_questions(questions: Sequence[QuestionPlan], *, is_discussed: bool, kinds: set[str]) -> str:
    """Whether questions hang together, and with the round they are for; `kinds` are those of its phases."""
    if not questions:
        return ""
    if is_discussed:
        return _("A discussion has no questionnaire: make a round beside it for the questions.")
    if PhaseKind.DISCUSS not in kinds:
        return _("Add a phase 'Discuss': that is when people answer the questions.")
    labels = [question.label for question in questions]
    if len(set(labels)) < len(labels):
        return _("Two questions have the same words. Ask each only once.")
    for question in questions:
        if question.kind in WITH_CHOICES and not 2 <= len(question.choices) <= 20:
            return _("Give “%(label)s” two to twenty answers to choose from, each on a line of its own.") % {
                "label": question.label
            }
        if question.kind == AskedKind.SCALE and not (question.low and question.high):
            return _("Say for “%(label)s” what 1 and what 5 mean.") % {"label": question.label}
    return ""


def refusal_to_change_questions(known: Questionnaire | None, questions: Sequence[QuestionPlan], language: str) -> str:
    """What people answered stands fast, word for word: their answers would say something else."""
    if known is None or not known.sheets.exists():
        return ""
    before = [(one.key, one.kind, one.is_required, one.said_in(language)) for one in known.questions.all()]
    after = [(one.key, one.kind, one.is_required, one.words) for one in questions]
    return "" if before == after else _("People have answered these questions, so the questions stand fast.")


@transaction.atomic
def put_questionnaire(
    *,
    consultation_round: ConsultationRound,
    questions: Sequence[QuestionPlan],
    language: str,
    is_open_to_guests: bool,
    shows_meanwhile: bool,
    by: Any,
    at: datetime,
) -> Questionnaire | None:
    """Puts the questions of a round in force in its own language; none takes them away."""
    kinds = {phase.kind for phase in consultation_round.phases.all()}
    refuse_if(refusal_of_questions(questions, is_discussed=consultation_round.is_discussed, kinds=kinds))
    known = Questionnaire.objects.select_for_update().filter(consultation_round=consultation_round).first()
    refuse_if(refusal_to_change_questions(known, questions, language))
    if not questions:
        if known is not None:
            known.delete()
            record(act="questions_taken_away", about=consultation_round.reference, by=by, at=at)
        return None
    questionnaire, _created = Questionnaire.objects.update_or_create(
        consultation_round=consultation_round,
        defaults={"is_open_to_guests": is_open_to_guests, "shows_meanwhile": shows_meanwhile},
    )
    spoken = {question.key: question.words for question in questionnaire.questions.all()}
    if not questionnaire.sheets.exists():
        questionnaire.questions.all().delete()
        Question.objects.bulk_create(
            Question(
                questionnaire=questionnaire,
                key=plan.key,
                place=place,
                kind=plan.kind,
                is_required=plan.is_required,
                language=language,
                words={language: plan.words} | _still_fitting(spoken.get(plan.key, {}), plan, language),
            )
            for place, plan in enumerate(questions)
        )
    record(act="questions_put_in_force", about=consultation_round.reference, by=by, at=at, questions=len(questions))
    return questionnaire


def _still_fitting(spoken: Mapping[str, Any], plan: QuestionPlan, language: str) -> dict[str, Any]:
    """The translations of a question whose answers are as many as they were."""
    return {
        code: words for code, words in spoken.items() if code != language and len(words["choices"]) == len(plan.choices)
    }


@transaction.atomic
def translate_questionnaire(
    *, consultation_round: ConsultationRound, questions: Sequence[QuestionPlan], language: str, by: Any, at: datetime
) -> None:
    """Writes the words of another language beside those in force. A question that has other answers there is left out, and
    read in the round's own language."""
    translated = {plan.key: plan for plan in questions}
    is_answered = AnswerSheet.objects.filter(questionnaire__consultation_round=consultation_round).exists()
    for question in Question.objects.filter(questionnaire__consultation_round=consultation_round):
        plan = translated.get(question.key)
        own = question.said_in(question.language)
        # Words that somebody answered stand fast, in every language.
        stands_fast = is_answered and language in question.words
        if plan is not None and not stands_fast and len(plan.choices) == len(own["choices"]):
            question.words[language] = plan.words
            question.save(update_fields=["words"])
    record(act="questions_translated", about=consultation_round.reference, by=by, at=at, language=language)


# What one question was answered with: places of choices, in their order of a ranking; a number; words.
Given = list[int] | str


@transaction.atomic
def send_answers(
    *,
    questionnaire: Questionnaire,
    given: Mapping[int, Given],
    language: str,
    by: Any,
    client: str,
    at: datetime,
    sent_key: uuid.UUID | None = None,
) -> AnswerSheet:
    """Keeps the answers of one person, by the key of each question; sending again replaces them, until the close.

    What was written waits for a moderator. A guest's form sent twice is one sheet.
    """
    consultation_round = ConsultationRound.objects.with_phases().get(pk=questionnaire.consultation_round_id)
    refuse_if(refusal_to_fill_in(by, consultation_round, at))
    person = by if by.is_authenticated else None
    if person is None:
        known = AnswerSheet.objects.filter(sent_key=sent_key).first() if sent_key else None
        if known is not None:
            return known
        refuse_if(refusal_of_guest(sheets_by_client().count(client, at=at), at))
    questions = list(questionnaire.questions.all())
    for question in questions:
        refuse_if(_refusal_of_answer(question, given.get(question.pk), language))
    if person is None:
        sheet = AnswerSheet.objects.create(
            questionnaire=questionnaire, language=language, sent_at=at, sent_key=sent_key
        )
    else:
        sheet, _created = AnswerSheet.objects.select_for_update().get_or_create(
            questionnaire=questionnaire, person=person, defaults={"language": language, "sent_at": at}
        )
        AnswerSheet.objects.filter(pk=sheet.pk).update(language=language, sent_at=at)
    written = {answer.question_id: answer.comment for answer in sheet.answers.exclude(comment=None)}
    sheet.answers.filter(comment=None).delete()
    for question in questions:
        answer = given.get(question.pk)
        if question.kind == AskedKind.TEXT:
            _write_words(sheet, question, str(answer or ""), written.get(question.pk), by, at)
        elif isinstance(answer, list):
            _write_values(sheet, question, answer)
    # Not what, and not who: an answer is an opinion.
    record(act="answers_sent", about=consultation_round.reference, by=None, at=at)
    return sheet


def _refusal_of_answer(question: Question, answer: Given | None, language: str) -> str:
    said = question.said_in(language)
    is_empty = not answer or (isinstance(answer, str) and characters.is_blank(answer))
    if is_empty:
        return _("Answer “%(label)s”.") % {"label": said["label"]} if question.is_required else ""
    if question.kind == AskedKind.TEXT:
        is_fitting = isinstance(answer, str) and characters.count(answer) <= LONGEST
    elif not isinstance(answer, list):
        is_fitting = False
    else:
        allowed = STEPS if question.kind == AskedKind.SCALE else range(len(said["choices"]))
        values = answer
        is_fitting = len(set(values)) == len(values) and all(value in allowed for value in values)
        if question.kind in {AskedKind.CHOICE, AskedKind.SCALE}:
            is_fitting = is_fitting and len(values) == 1
        if question.kind == AskedKind.RANKING:
            is_fitting = is_fitting and len(values) == len(allowed)
    return "" if is_fitting else _("Look again at your answer to “%(label)s”.") % {"label": said["label"]}


def _write_values(sheet: AnswerSheet, question: Question, values: list[int]) -> None:
    is_ranked = question.kind == AskedKind.RANKING
    Answer.objects.bulk_create(
        Answer(sheet=sheet, question=question, value=value, place=place if is_ranked else None)
        for place, value in enumerate(values, start=1)
    )


def _write_words(
    sheet: AnswerSheet, question: Question, words: str, before: Comment | None, by: Any, at: datetime
) -> None:
    """The same words keep their comment, and what a moderator ruled of it; others are a new one."""
    words = words.strip()
    if before is not None:
        if before.text == words and before.moderation != Moderation.WITHDRAWN:
            return
        sheet.answers.filter(question=question).delete()
        if before.moderation in {Moderation.VISIBLE, Moderation.AWAITING}:
            withdraw_comment(comment=before, by=by, at=at)
    if not characters.is_blank(words):
        comment = Comment.objects.create(
            subject=text_of_round(consultation_round=sheet.questionnaire.consultation_round, at=at),
            author=by if by.is_authenticated else None,
            text=words,
            language=sheet.language,
            posted_at=at,
            moderation=Moderation.AWAITING,
        )
        Answer.objects.create(sheet=sheet, question=question, comment=comment)


@transaction.atomic
def forget_respondents(*, by: Any, at: datetime) -> int:
    """Takes the person from every sheet that nobody can replace any more. Returns how many."""
    over = [
        one.pk
        for one in ConsultationRound.objects.with_phases()
        .filter(questionnaire__sheets__person__isnull=False)
        .distinct()
        if one.paused_at is None and not one.permits(Act.FILL_IN, at) and not one.will_permit(Act.FILL_IN, at)
    ]
    forgotten = AnswerSheet.objects.filter(questionnaire__consultation_round__in=over, person__isnull=False).update(
        person=None
    )
    # By what they wrote the rest of their sheet could be told.
    Comment.objects.filter(answer__sheet__questionnaire__consultation_round__in=over).update(author=None)
    if forgotten:
        record(act="respondents_forgotten", about="questionnaires", by=by, at=at, forgotten=forgotten)
    return forgotten
