from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from base.forms.day import DayField
from home.actions.party import PartyFacts
from home.enums import PartyKind


class PartyForm(forms.Form):
    """The facts of a party, for the clerk; the same fields for all."""

    name = forms.CharField(label=_("Name"), max_length=120)
    kind = forms.ChoiceField(label=_("Kind"), choices=PartyKind.choices)
    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")
    since = DayField(label=_("Exists since"), required=False)
    is_in_council = forms.BooleanField(
        label=_("Has seats in the council"),
        required=False,
        help_text=_("A list that is not in the council yet is admitted in the same way."),
    )

    def facts(self) -> PartyFacts:
        """Only of a valid form."""
        given: dict[str, Any] = dict(self.cleaned_data)
        return PartyFacts(**given)


class AdmissionForm(forms.Form):
    email = forms.EmailField(label=_("Mail address with which the person signs in"))
    display_name = forms.CharField(
        label=_("Name that they chose here"),
        max_length=80,
        required=False,
        help_text=_("Only needed where several people share this address."),
    )
