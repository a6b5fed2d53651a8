from typing import Any

from django import forms
from django.utils.translation import gettext as _


class TranslationCheckForm(forms.Form):
    """The tick of a translator, for the number of the source that was looked at and no later one."""

    number = forms.IntegerField(widget=forms.HiddenInput)
    is_checked = forms.BooleanField()

    def __init__(self, *args: Any, number: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["number"].initial = number
        self.fields["is_checked"].label = _("I checked the translation against version %(number)s") % {"number": number}
        self.fields["is_checked"].error_messages["required"] = _("Tick that you checked it, or change the translation.")
