"""The extra questions of a round as fields of a form."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from base.forms.day import DayInput
from base.forms.public import StoredLength
from base.forms.whole_number import WholeNumberField
from proposals.actions.question import field_name
from proposals.enums import QuestionKind

LONGEST_ANSWER = 1_000


def question_fields(questions: list[dict[str, Any]]) -> dict[str, forms.Field]:
    return {field_name(question["label"]): _field(question) for question in questions}


def answers_of(questions: list[dict[str, Any]], given: dict[str, Any]) -> dict[str, str]:
    """What was answered, by the words of the question; what was left open is not there."""
    answers = {question["label"]: _words(given.get(field_name(question["label"]))) for question in questions}
    return {label: words for label, words in answers.items() if words}


def _words(value: Any) -> str:
    if isinstance(value, date):
        # The same in both languages, and as the form takes it.
        return f"{value.day}-{value.month}-{value.year}"
    return "" if value is None else str(value)


def _field(question: dict[str, Any]) -> forms.Field:
    asked = {"label": question["label"], "required": question["is_required"]}
    if question["kind"] == QuestionKind.CHOICE:
        choices = [(one, one) for one in question["choices"]]
        return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **asked)
    if question["kind"] == QuestionKind.NUMBER:
        return WholeNumberField(min_value=-(10**12), max_value=10**12, **asked)
    if question["kind"] == QuestionKind.DAY:
        return forms.DateField(
            widget=DayInput(),
            input_formats=["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y"],
            help_text=_("Day, month and year, such as 14-9-2026."),
            **asked,
        )
    return forms.CharField(
        max_length=LONGEST_ANSWER,
        validators=[StoredLength(4 * LONGEST_ANSWER)],
        widget=forms.Textarea(attrs={"rows": 3}),
        **asked,
    )
