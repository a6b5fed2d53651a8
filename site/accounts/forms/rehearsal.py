from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.rehearsal import ROLES, VISITOR


class RehearsalForm(forms.Form):
    at = forms.DateTimeField(
        label=_("At what moment"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    )
    role = forms.ChoiceField(label=_("As whom"), choices=ROLES, initial=VISITOR)
