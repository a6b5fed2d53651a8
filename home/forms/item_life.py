from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from base.forms.day import DayField
from base.models import Reference


class EvaluationField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Reference) -> str:
        return f"{obj.string}, {obj.consultation_round.title}"


class MoveForm(forms.Form):
    """What is given with a step of an item. On what it rests is recorded already."""

    department = forms.CharField(label=_("Who, for everybody"), max_length=100, required=False)
    meets_on = DayField(
        label=_("On which day committee or council meets about it"),
        help_text=_(
            "Asked where it comes on an agenda, or is put off to a next meeting; an agenda that was read says it."
        ),
        required=False,
    )
    rests_on = EvaluationField(
        label=_("In which round it was evaluated"), queryset=Reference.objects.none(), required=False
    )
    document = forms.URLField(
        label=_("Link to a document that shows it"),
        help_text=_("Where nothing that is recorded here shows it."),
        max_length=500,
        required=False,
        assume_scheme="https",
    )
    reason = forms.CharField(label=_("Why, for everybody"), widget=forms.Textarea({"rows": 3}), required=False)

    def __init__(self, *args: Any, evaluations: Sequence[int] = (), **kwargs: Any) -> None:
        """Of an item that was evaluated in these rounds, by the keys of their references."""
        super().__init__(*args, **kwargs)
        if not evaluations:
            del self.fields["rests_on"]
            return
        found = Reference.objects.filter(pk__in=evaluations).select_related("consultation_round").order_by("pk")
        self.fields["rests_on"].queryset = found  # type: ignore[attr-defined]
