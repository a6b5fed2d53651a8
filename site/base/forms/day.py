from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from base import clock
from base.instants import day

# No paper or party of a municipality is older, and nobody plans further ahead: what lies outside was mistyped.
FIRST = date(1850, 1, 1)
YEARS_AHEAD = 50


class DayInput(forms.DateInput):
    """A day as browsers ask for one: they take ISO 8601 alone, and show it in the reader's own way."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class DayField(forms.DateField):
    """A typed day, from 1850 until fifty years from now."""

    widget = DayInput

    def validate(self, value: Any) -> None:
        super().validate(value)
        last = date(timezone.localtime(clock.now()).year + YEARS_AHEAD, 12, 31)
        if value is not None and not FIRST <= value <= last:
            raise ValidationError(
                _("That day is too far away. Look at the year: it lies between %(first)s and %(last)s."),
                params={"first": day(FIRST), "last": day(last)},
            )
