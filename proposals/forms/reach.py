from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from base.forms.day import DayField
from base.forms.public import PublicForm
from base.forms.whole_number import WholeNumberField
from base.models import Area
from base.refusal import Refusal
from proposals.actions.reach import Figure
from proposals.enums import AgeBand
from proposals.imports.population import read_figures

MOST_BYTES = 1_000_000


class ReachForm(PublicForm):
    """Both may be left open."""

    age_band = forms.ChoiceField(
        label=_("How old are you?"), required=False, choices=[("", _("I do not say")), *AgeBand.choices]
    )
    area = forms.ModelChoiceField(
        label=_("In which neighbourhood do you live?"),
        required=False,
        queryset=Area.objects.defer("outline").order_by("name"),
        empty_label=_("I do not say"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not Area.objects.exists():
            del self.fields["area"]


class PopulationForm(forms.Form):
    """How many people live in the municipality, by age or by neighbourhood: typed here, or taken from a file."""

    counted_on = DayField(label=_("Counted on"))
    source = forms.CharField(
        label=_("Source"), max_length=200, help_text=_("Such as: Statistics Netherlands, StatLine.")
    )
    file = forms.FileField(
        label=_("File"),
        required=False,
        help_text=_(
            "A table (CSV) as your spreadsheet saves it, with the columns age, neighbourhood and number. Of age and neighbourhood "
            "one is empty."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label, _area, _age in self.asked():
            self.fields[name] = WholeNumberField(label=label, required=False, min_value=0, max_value=100_000_000)

    @staticmethod
    def asked() -> list[tuple[str, Any, Area | None, str]]:
        """A field for every age and every neighbourhood."""
        ages: list[tuple[str, Any, Area | None, str]] = [
            (f"age_{code}", label, None, code) for code, label in AgeBand.choices
        ]
        areas = [(f"area_{one.pk}", one.name, one, "") for one in Area.objects.defer("outline").order_by("name")]
        return [*ages, *areas]

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file is not None and file.size > MOST_BYTES:
            raise forms.ValidationError(_("This file is too large: at most 1 MB."))
        return file

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not self.errors:
            try:
                given["figures"] = self._figures(given)
            except Refusal as refusal:
                self.add_error(None, refusal.sentence)
        return given

    def _figures(self, given: dict[str, Any]) -> list[Figure]:
        """Of a file where there is one; otherwise what was typed."""
        if given["file"] is not None:
            return read_figures(given["file"].read())
        typed = [Figure(given[name], age, area) for name, _label, area, age in self.asked() if given[name] is not None]
        if not typed:
            raise Refusal(str(_("Type at least one figure, or choose a file.")))
        return typed
