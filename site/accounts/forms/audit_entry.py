from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.queries.audit_entry import Sieve
from base.forms.day import DayField


class SieveForm(forms.Form):
    thing = forms.CharField(
        label=_("Thing"), required=False, max_length=80, help_text=_("Its number, such as NVB-2026-002, or part of it.")
    )
    person = forms.CharField(
        label=_("Person"),
        required=False,
        max_length=254,
        help_text=_("The name or the mail address of a colleague, of now or of then."),
    )
    first = DayField(label=_("From"), required=False)
    last = DayField(label=_("Up to and including"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        first, last = cleaned.get("first"), cleaned.get("last")
        if first is not None and last is not None and last < first:
            self.add_error("last", _("The last day comes before the first."))
        return cleaned

    def sieve(self) -> Sieve:
        return Sieve(**self.cleaned_data)
