from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from participation.enums import Ground

GROUNDS = [("", _("choose a ground")), *Ground.choices[1:]]


def _reason(label: Any, *, required: bool = True) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": 4})
    return forms.CharField(label=label, required=required, max_length=2_000, widget=area)


class HideForm(forms.Form):
    """Why a moderator takes something from view. The author reads both, and who reported it too."""

    prefix = "hide"
    ground = forms.ChoiceField(label=_("Ground"), choices=GROUNDS)
    reason = _reason(_("Reason, as the author will read it"))


class PublishForm(forms.Form):
    """Why something can stand: of what was reported, whoever did is told."""

    prefix = "publish"
    reason = _reason(_("Reason, needed if it was reported: who did is told"), required=False)


class TakeBackForm(forms.Form):
    prefix = "back"
    reason = _reason(_("Why you take the ruling back, as the author will read it"))


class DecisionForm(forms.Form):
    """The answer to an objection. A ground is needed only where it takes from view what stood."""

    prefix = "appeal"
    ground = forms.ChoiceField(label=_("Ground, if you hide it"), choices=GROUNDS, required=False)
    reason = _reason(_("Reason, as whoever objected will read it"))


class SieveForm(forms.Form):
    """What a moderator looks for in the queue; whatever is not understood is left out."""

    kind = forms.ChoiceField(
        label=_("Kind"),
        required=False,
        choices=[("", _("everything")), ("subject", _("proposals")), ("comment", _("comments"))],
    )
    consultation_round = forms.TypedChoiceField(label=_("Round"), required=False, coerce=int, empty_value=None)
    ground = forms.ChoiceField(
        label=_("Ground"), required=False, choices=[("", _("every ground")), *Ground.choices[1:]]
    )
    days = forms.TypedChoiceField(
        label=_("Age"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[
            ("", _("every age")),
            ("1", _("a day and more")),
            ("2", _("two days and more")),
            ("7", _("a week and more")),
            ("30", _("a month and more")),
        ],
    )
    words = forms.CharField(label=_("Words or number"), required=False, max_length=200)

    def __init__(self, *args: object, rounds: list[tuple[int, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["consultation_round"]
        field.choices = [("", _("every round")), *rounds]  # type: ignore[attr-defined]


class HeldWordsForm(forms.Form):
    words = forms.CharField(
        label=_("Words that wait for a moderator, one a line"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 15}),
        help_text=_(
            "Whole words or phrases; capitals make no difference. Few words work best: nothing is refused by them."
        ),
    )
