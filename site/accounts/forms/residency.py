from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from base.forms.day import DayField, DayInput
from base.models import Area


class FindPersonForm(forms.Form):
    mail = forms.EmailField(label=_("Mail address of their account"))


class ResidencyForm(forms.Form):
    """What somebody showed at the desk."""

    person = forms.ModelChoiceField(label=_("Who it is"), queryset=User.objects.none(), widget=forms.RadioSelect)
    born_on = DayField(
        label=_("Date of birth"),
        help_text=_("As the document says it. It is shown to nobody but the person themselves."),
        widget=DayInput({"autocomplete": "off"}),
    )
    area = forms.ModelChoiceField(label=_("Neighbourhood"), queryset=Area.objects.all())
    is_shown = forms.BooleanField(label=_("I saw a valid identity document, and where they live"))

    def __init__(self, *args: Any, mail: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.at_address(mail).filter(is_active=True)
        choice = cast(forms.ModelChoiceField, self.fields["person"])
        choice.queryset, choice.empty_label = people, None
        # A lone one needs no choice.
        self.has_choice = bool(people)
        choice.initial = people[0] if len(people) == 1 else None
