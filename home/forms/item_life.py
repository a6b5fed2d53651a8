from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from base.forms.day import DayField
from base.forms.whole_number import WholeNumberField
from base.models import Reference
from home.models.item_state import ANSWERS
from proposals.enums import DecidingBody, ParticipationLevel
from proposals.models import CouncilPaper

YES_NO = {"yes": True, "no": False}


def _choice(label: Any, choices: Sequence[tuple[Any, Any]], **options: Any) -> forms.TypedChoiceField:
    """Of which nothing is chosen beforehand, and which only some of the steps ask for."""
    return forms.TypedChoiceField(label=label, choices=choices, widget=forms.RadioSelect, required=False, **options)


class MoveForm(forms.Form):
    """What is given with a step of an item. On what it rests is recorded already."""

    level = _choice(_("How much influence people have"), ParticipationLevel.choices)
    who_decides = _choice(_("Who decides in the end"), DecidingBody.choices)
    consult_again = _choice(
        _("Are people asked again about the new text?"),
        [("yes", _("yes")), ("no", _("no"))],
        coerce=YES_NO.get,
        empty_value=None,
        help_text=_("Asked where it becomes a draft again. Everybody reads the answer, and why."),
    )
    speakers = WholeNumberField(
        label=_("How many people spoke in the committee"),
        min_value=0,
        max_value=9999,
        required=False,
        help_text=_("Asked where it goes on from the committee. A number, no names; 0 where nobody spoke."),
    )
    department = forms.CharField(label=_("Who, for everybody"), max_length=100, required=False)
    meets_on = DayField(
        label=_("On which day committee or council meets about it"),
        help_text=_(
            "Asked where it comes on an agenda, or is put off to a next meeting; an agenda that was read says it."
        ),
        required=False,
    )
    rests_on = _choice(_("On what the step rests"), [], empty_value=None)
    document = forms.URLField(
        label=_("Link to a document that shows it"),
        help_text=_("Where nothing that is recorded here shows it."),
        max_length=500,
        required=False,
        assume_scheme="https",
    )
    reason = forms.CharField(label=_("Why, for everybody"), widget=forms.Textarea({"rows": 3}), required=False)

    def __init__(
        self,
        *args: Any,
        asked: Collection[str] = (),
        choices: Sequence[Reference | CouncilPaper] = (),
        **kwargs: Any,
    ) -> None:
        """With the fields that a step may ask for, and that on which it may rest."""
        super().__init__(*args, **kwargs)
        for name in set(ANSWERS) - set(asked):
            del self.fields[name]
        if not choices:
            del self.fields["rests_on"]
            return
        found: Mapping[str, Reference | CouncilPaper] = {key_of(one): one for one in choices}
        self.fields["rests_on"].choices = [(key, _words(one)) for key, one in found.items()]  # type: ignore[attr-defined]
        self.fields["rests_on"].coerce = found.get  # type: ignore[attr-defined]


def key_of(one: Reference | CouncilPaper) -> str:
    return f"{one._meta.model_name}-{one.pk}"


def _words(one: Reference | CouncilPaper) -> str:
    if isinstance(one, CouncilPaper):
        return one.label
    consultation_round = getattr(one, "consultation_round", None)
    return f"{one.string}, {consultation_round.title}" if consultation_round is not None else one.string
