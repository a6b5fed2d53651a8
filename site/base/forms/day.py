from typing import Any

from django import forms


class DayInput(forms.DateInput):
    """A day as browsers ask for one: they take ISO 8601 alone, and show it in the reader's own way."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")
