from collections import defaultdict
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from django.conf import settings
from django.db.models import Count, QuerySet, Sum, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from base.words import rounded
from participation.enums import AskedKind, Moderation
from participation.models import Answer, AnswerSheet, Comment, Question, Questionnaire

# Beside the other answers; all there are stand a step further, and in the table.
MOST_TEXTS = 20


@dataclass(frozen=True)
class QuestionResult:
    """What people answered to one question. `rows` are for the bars, `texts` the newest of what everybody may read, with
    how many more there are. Of too few people there is nothing but the sentence."""

    question: Question
    label: str
    people: int
    sentence: str
    rows: list[dict[str, Any]] = field(default_factory=list)
    texts: list[Comment] = field(default_factory=list)
    more_texts: int = 0
    unit: str = ""


@dataclass(frozen=True)
class QuestionnaireResult:
    people: int
    questions: list[QuestionResult]


def own_sheet(questionnaire: Questionnaire, person: Any) -> AnswerSheet | None:
    if not person.is_authenticated:
        return None
    return AnswerSheet.objects.filter(questionnaire=questionnaire, person=person).first()


def texts_of(questionnaire: Questionnaire) -> QuerySet[Answer]:
    """What was written and everybody may read, the newest first."""
    visible = Answer.objects.filter(question__questionnaire=questionnaire, comment__moderation=Moderation.VISIBLE)
    return visible.select_related("comment").order_by("-comment__posted_at", "-pk")


def answers_to(questionnaire: Questionnaire, language: str, most_texts: int | None = MOST_TEXTS) -> QuestionnaireResult:
    """What was answered, in a language, of words so many per question, or all; as many queries for three people as for
    thousands."""
    answers = Answer.objects.filter(question__questionnaire=questionnaire)
    counts: dict[int, dict[int, tuple[int, int]]] = defaultdict(dict)
    for question, value, number, places in (
        answers.filter(value__isnull=False)
        .values_list("question", "value")
        .annotate(number=Count("pk"), places=Sum("place"))
        .order_by()
    ):
        counts[question][value] = (number, places or 0)
    people = dict(answers.values_list("question").annotate(n=Count("sheet", distinct=True)).order_by())
    written: Any = texts_of(questionnaire).annotate(
        row=Window(RowNumber(), partition_by="question", order_by=["-comment__posted_at", "-pk"]),
        in_all=Window(Count("pk"), partition_by="question"),
    )
    texts: dict[int, list[Comment]] = defaultdict(list)
    in_all: dict[int, int] = {}
    for answer in written if most_texts is None else written.filter(row__lte=most_texts):
        texts[answer.question_id].append(answer.comment)
        in_all[answer.question_id] = answer.in_all
    results = [
        _result(
            question,
            language,
            people.get(question.pk, 0),
            counts[question.pk],
            texts[question.pk],
            in_all.get(question.pk, 0),
        )
        for question in questionnaire.questions.all()
    ]
    return QuestionnaireResult(questionnaire.sheets.count(), results)


def _result(
    question: Question,
    language: str,
    people: int,
    counts: dict[int, tuple[int, int]],
    texts: list[Comment],
    in_all: int,
) -> QuestionResult:
    said = question.said_in(language)
    known: dict[str, Any] = {"question": question, "label": said["label"], "people": people}
    if question.kind == AskedKind.TEXT:
        words = ngettext("%(number)d person wrote something.", "%(number)d people wrote something.", people)
        more = in_all - len(texts)
        return QuestionResult(**known, sentence=words % {"number": people}, texts=texts, more_texts=more)
    least = settings.QUESTIONNAIRE["least_people"]
    if people < least:
        return QuestionResult(
            **known,
            sentence=_(
                "Fewer than %(least)d people answered this. Their answers are not shown, so that nobody can be told apart."
            )
            % {"least": least},
        )
    return {
        AskedKind.SCALE: _scale,
        AskedKind.RANKING: _ranking,
    }.get(AskedKind(question.kind), _choice)(known, said, people, counts)


def _choice(
    known: dict[str, Any], said: dict[str, Any], people: int, counts: dict[int, tuple[int, int]]
) -> QuestionResult:
    numbers = [counts.get(value, (0, 0))[0] for value in range(len(said["choices"]))]
    rows = [
        {"label": label, "value": number, "value_words": f"{number} ({_percent(number, people)})"}
        for label, number in zip(said["choices"], numbers, strict=True)
    ]
    most = [label for label, number in zip(said["choices"], numbers, strict=True) if number == max(numbers)]
    sentence = _("Chosen most: %(labels)s, by %(number)d of the %(people)d people who answered.") % {
        "labels": _and(most),
        "number": max(numbers),
        "people": people,
    }
    return QuestionResult(**known, sentence=sentence, rows=rows, unit=_("people"))


def _scale(
    known: dict[str, Any], said: dict[str, Any], people: int, counts: dict[int, tuple[int, int]]
) -> QuestionResult:
    ends = {1: said["low"], 5: said["high"]}
    rows = []
    for step in range(1, 6):
        number = counts.get(step, (0, 0))[0]
        label = f"{step}: {ends[step]}" if step in ends else str(step)
        rows.append({"label": label, "value": number, "value_words": f"{number} ({_percent(number, people)})"})
    mean = Fraction(sum(step * number for step, (number, _places) in counts.items()), people)
    sentence = _("On average %(mean)s, where 1 is “%(low)s” and 5 is “%(high)s”; %(people)d people answered.") % {
        "mean": rounded(mean, 1),
        "low": said["low"],
        "high": said["high"],
        "people": people,
    }
    return QuestionResult(**known, sentence=sentence, rows=rows, unit=_("people"))


def _ranking(
    known: dict[str, Any], said: dict[str, Any], people: int, counts: dict[int, tuple[int, int]]
) -> QuestionResult:
    """By points: the last place gives one, each place before it one more."""
    choices = said["choices"]
    rows = []
    for value, label in enumerate(choices):
        number, places = counts.get(value, (0, 0))
        points = number * (len(choices) + 1) - places
        note = _("on average in place %(place)s") % {"place": rounded(Fraction(places, people), 1)}
        rows.append({"label": label, "value": points, "value_words": str(points), "note": note})
    rows.sort(key=lambda row: -row["value"])
    first = [row["label"] for row in rows if row["value"] == rows[0]["value"]]
    sentence = _(
        "Put highest: %(labels)s. The last place gives one point, each place before it one more; %(people)d people answered."
    ) % {
        "labels": _and(first),
        "people": people,
    }
    return QuestionResult(**known, sentence=sentence, rows=rows, unit=_("points"))


def _percent(number: int, people: int) -> str:
    return f"{round(100 * number / people)} %"


def _and(labels: list[str]) -> str:
    return _(" and ").join(f"“{label}”" for label in labels)
