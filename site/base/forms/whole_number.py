import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# Thousands as the Dutch write them: with dots, or with spaces of any kind. A comma begins decimals, so it is never guessed at.
GROUPED = re.compile(r"[+-]?[0-9]{1,3}(?:(?:\.[0-9]{3})+|(?:\s[0-9]{3})+)")
PLAIN = re.compile(r"[+-]?[0-9]+")


def ungrouped(typed: str) -> str:
    """A number without what parts its thousands; anything else as it was typed."""
    typed = typed.strip()
    return re.sub(r"[.\s]", "", typed) if GROUPED.fullmatch(typed) else typed


class WholeNumberField(forms.IntegerField):
    """A typed whole number: 50000, 50.000 and 50 000 are the same. A box of text, since browsers take thousands for decimals."""

    widget = forms.TextInput
    default_error_messages = {"invalid": _("Enter a whole number, without decimals, such as 50000 or 50.000.")}

    def to_python(self, value: Any) -> int | None:
        if not isinstance(value, str):
            return super().to_python(value)
        typed = ungrouped(value)
        if typed and not PLAIN.fullmatch(typed):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(typed)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return super().widget_attrs(widget) | {"inputmode": "numeric"}
