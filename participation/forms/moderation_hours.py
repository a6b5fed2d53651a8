from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from participation.enums import OutsideHours
from participation.models import ModerationHours


class ModerationHoursForm(forms.Form):
    """From when until when on each day of the week; a day that stays empty has nobody."""

    outside_hours = forms.ChoiceField(label=gettext_lazy("outside moderation hours"), choices=OutsideHours.choices)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for day in range(7):
            for name, label in ((f"begins_{day}", _("%(day)s from")), (f"ends_{day}", _("%(day)s until"))):
                self.fields[name] = forms.TimeField(
                    label=label % {"day": WEEKDAYS[day]},
                    required=False,
                    widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
                )
        # What holds outside them is asked after them.
        self.fields["outside_hours"] = self.fields.pop("outside_hours")

    @staticmethod
    def initial_of(known: ModerationHours) -> dict[str, Any]:
        initial: dict[str, Any] = {"outside_hours": known.outside_hours}
        for day, begins, ends in known.hours:
            initial |= {f"begins_{day}": begins, f"ends_{day}": ends}
        return initial

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for day in range(7):
            if (given.get(f"begins_{day}") is None) != (given.get(f"ends_{day}") is None):
                self.add_error(f"ends_{day}", _("Give both moments of a day, or leave both empty."))
        return given

    def hours(self) -> list[list[Any]]:
        given = self.cleaned_data
        return [
            [day, f"{given[f'begins_{day}']:%H:%M}", f"{given[f'ends_{day}']:%H:%M}"]
            for day in range(7)
            if given.get(f"begins_{day}") is not None
        ]
