from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from base.forms.public import PublicForm, StoredLength
from participation.actions.comment import LONGEST
from participation.actions.questionnaire import STEPS, Given
from participation.enums import AskedKind
from participation.models import AnswerSheet, Question


def field_name(question: Question, choice: int | None = None) -> str:
    return f"q-{question.key}" if choice is None else f"q-{question.key}-{choice}"


class QuestionnaireForm(PublicForm):
    """The questions of a round, in their order and in one language. An order is given by numbers, a list for each choice."""

    sent_key = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, questions: list[Question], language: str, **kwargs: Any) -> None:
        self.questions, self.language = questions, language
        # Before the form is made: it gives every field its words and its limits.
        asked = {name: field for question in questions for name, field in self._fields_of(question)}
        self.base_fields = {**type(self).base_fields, **asked}  # type: ignore[misc]  # as Django reads it
        super().__init__(*args, **kwargs)

    def _fields_of(self, question: Question) -> Iterator[tuple[str, forms.Field]]:
        said = question.said_in(self.language)
        given = {"label": said["label"], "required": question.is_required}
        choices = list(enumerate(said["choices"]))
        if question.kind == AskedKind.CHOICE:
            yield field_name(question), forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **given)
        elif question.kind == AskedKind.SEVERAL:
            widget = forms.CheckboxSelectMultiple
            yield field_name(question), forms.MultipleChoiceField(choices=choices, widget=widget, **given)
        elif question.kind == AskedKind.SCALE:
            ends = {1: said["low"], 5: said["high"]}
            steps = [(step, f"{step}: {ends[step]}" if step in ends else str(step)) for step in STEPS]
            yield field_name(question), forms.ChoiceField(choices=steps, widget=forms.RadioSelect, **given)
        elif question.kind == AskedKind.RANKING:
            places = [("", "–"), *((place, str(place)) for place in range(1, len(choices) + 1))]
            for value, label in choices:
                field = forms.ChoiceField(choices=places, label=label, required=question.is_required)
                yield field_name(question, value), field
        else:
            yield (
                field_name(question),
                forms.CharField(
                    max_length=LONGEST,
                    validators=[StoredLength(4 * LONGEST)],
                    widget=forms.Textarea(attrs={"rows": 4}),
                    help_text=gettext_lazy("A moderator reads it first; then everybody can, without your name."),
                    **given,
                ),
            )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for question in self.questions:
            if question.kind != AskedKind.RANKING:
                continue
            names = [
                field_name(question, value) for value, _label in enumerate(question.said_in(self.language)["choices"])
            ]
            places = [cleaned.get(name) for name in names]
            if any(name in self.errors for name in names) or not any(places):
                continue
            if sorted(str(place) for place in places) != sorted(str(place) for place in range(1, len(names) + 1)):
                label = question.said_in(self.language)["label"]
                self.add_error(
                    names[0], _("Give every answer to “%(label)s” a place of its own, from 1 on.") % {"label": label}
                )
        return cleaned

    def asked(self) -> Iterator[tuple[Question, str, list[BoundField]]]:
        """Each question with its words and its fields, for the page."""
        for question in self.questions:
            said = question.said_in(self.language)
            if question.kind == AskedKind.RANKING:
                names = [field_name(question, value) for value in range(len(said["choices"]))]
            else:
                names = [field_name(question)]
            yield question, said["label"], [self[name] for name in names]

    def given(self) -> dict[int, Given]:
        """What the action wants; only of a valid form."""
        found: dict[int, Given] = {}
        for question in self.questions:
            if question.kind == AskedKind.RANKING:
                values = range(len(question.said_in(self.language)["choices"]))
                placed = {value: self.cleaned_data[field_name(question, value)] for value in values}
                found[question.pk] = (
                    sorted(values, key=lambda value: int(placed[value])) if all(placed.values()) else []
                )
                continue
            answer = self.cleaned_data[field_name(question)]
            if question.kind == AskedKind.TEXT:
                found[question.pk] = answer
            elif question.kind == AskedKind.SEVERAL:
                found[question.pk] = [int(value) for value in answer]
            else:
                found[question.pk] = [int(answer)] if answer else []
        return found

    def typed(self, data: QueryDict) -> dict[str, Any]:
        """Everything that was marked and typed, as it was, for the draft."""
        names = [name for name in self.fields if name != "sent_key" and name in data]
        several = {field_name(one) for one in self.questions if one.kind == AskedKind.SEVERAL}
        return {name: data.getlist(name) if name in several else data[name] for name in names}


def initial_of(sheet: AnswerSheet | None) -> Mapping[str, Any]:
    """What somebody answered before, as the form takes it."""
    initial: dict[str, Any] = {}
    for answer in sheet.answers.select_related("question", "comment") if sheet is not None else ():
        question = answer.question
        if answer.comment is not None:
            initial[field_name(question)] = "" if answer.comment.withdrawn_at else answer.comment.text
        elif question.kind == AskedKind.RANKING:
            initial[field_name(question, answer.value)] = answer.place
        elif question.kind == AskedKind.SEVERAL:
            initial.setdefault(field_name(question), []).append(answer.value)
        else:
            initial[field_name(question)] = answer.value
    return initial
