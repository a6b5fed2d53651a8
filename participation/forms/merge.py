import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from base.forms.public import PublicForm, StoredLength
from participation.models import Subject
from participation.queries.subject import subject_by_reference

LONGEST = 1_000
_BETWEEN = re.compile(r"[\s,;]+")


def _area() -> forms.Textarea:
    return forms.Textarea(attrs={"rows": 3})


def subject_of_number(string: str) -> Subject:
    """A proposal by its number, however it is written; or a sentence that says which one is unknown."""
    found = subject_by_reference(string.strip().upper())
    if found is None:
        raise forms.ValidationError(_("There is no public proposal with this number."))
    return found


class MergeForm(forms.Form):
    """Which proposals a moderator would see become one, and why."""

    prefix = "merge"
    others = forms.CharField(
        label=_("With which proposals"), max_length=500, help_text=_("Their numbers: VST-2026-004, VST-2026-009.")
    )
    kept = forms.CharField(
        label=_("Whose text stands"),
        max_length=20,
        help_text=_("The number of one of them. Its author can change it afterwards; nobody else does."),
    )
    reason = forms.CharField(label=_("Reason, as everybody will read it"), max_length=LONGEST, widget=_area())

    def clean_others(self) -> list[Subject]:
        numbers = [one for one in _BETWEEN.split(self.cleaned_data["others"]) if one]
        return [subject_of_number(one) for one in dict.fromkeys(numbers)]

    def clean_kept(self) -> Subject:
        return subject_of_number(self.cleaned_data["kept"])

    def asked(self, subject: Subject) -> dict[str, Any]:
        """For the action: the proposal whose text stands, and the others. Only of a valid form."""
        kept = self.cleaned_data["kept"]
        subjects = {one.pk: one for one in [subject, *self.cleaned_data["others"]]}
        if kept.pk not in subjects:
            raise forms.ValidationError(_("Choose one of the proposals that become one."))
        others = [one for one in subjects.values() if one.pk != kept.pk]
        return {"kept": kept, "others": others, "reason": self.cleaned_data["reason"]}


class AnswerForForm(forms.Form):
    """How an author without an account agreed."""

    how = forms.CharField(
        label=_("How its author agreed"), max_length=LONGEST, help_text=_("For the record: by telephone on 3 May.")
    )


class RelationForm(forms.Form):
    prefix = "relation"
    other = forms.CharField(label=_("Number of the other proposal"), max_length=20)

    def clean_other(self) -> Subject:
        return subject_of_number(self.cleaned_data["other"])


class MergeAnswerForm(PublicForm):
    """What an author says; a reason is needed for a no only, which the action asks."""

    reason = forms.CharField(
        label=_("If you do not want it: why?"),
        required=False,
        max_length=LONGEST,
        validators=[StoredLength(4 * LONGEST)],
        widget=_area(),
        help_text=_("A few words are enough. Only the moderators read them."),
    )


class SplitForm(PublicForm):
    """Why a proposal stands on its own again."""

    reason = forms.CharField(
        label=_("Why?"),
        max_length=LONGEST,
        validators=[StoredLength(4 * LONGEST)],
        widget=_area(),
        help_text=_("A few words are enough. Everybody reads them on the timeline."),
    )
