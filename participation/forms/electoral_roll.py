from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Organisation
from accounts.residency_rules import OLDEST
from base.forms.day import DayField
from base.forms.whole_number import WholeNumberField
from base.models import Area
from participation.roll_source import Members, Residents


class ResidentsForm(forms.Form):
    """Which verified residents come on the roll."""

    prefix = "residents"
    youngest = WholeNumberField(
        label=gettext_lazy("At least so many years old"), min_value=0, max_value=OLDEST, initial=18
    )
    oldest = WholeNumberField(
        label=gettext_lazy("At most so many years old"), min_value=0, max_value=OLDEST, required=False
    )
    on = DayField(label=gettext_lazy("On the day"))
    areas = forms.ModelMultipleChoiceField(
        label=gettext_lazy("In these neighbourhoods"),
        queryset=Area.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Choose none for the whole municipality."),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        youngest, oldest = given.get("youngest"), given.get("oldest")
        if youngest is not None and oldest is not None and oldest < youngest:
            self.add_error("oldest", _("This is less than the lowest age."))
        if isinstance(given.get("on"), date) and not OLDEST * 2 < given["on"].year < 9000:
            self.add_error("on", _("Choose a day around the vote."))
        return given

    def source(self) -> Residents:
        """Only of a valid form."""
        given = self.cleaned_data
        return Residents(given["youngest"], given["oldest"], given["on"], tuple(given["areas"]))


class OrganisationMembersForm(forms.Form):
    prefix = "organisation"
    organisation = forms.ModelChoiceField(label=gettext_lazy("Organisation"), queryset=Organisation.objects.all())

    def source(self) -> Members:
        """Only of a valid form."""
        return Members(self.cleaned_data["organisation"])
