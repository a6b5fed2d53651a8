from typing import Any

from django import forms


class AskedChoiceField(forms.ChoiceField):
    """A choice that nobody made beforehand: it begins with nothing, so that who hurries is asked."""

    def __init__(self, *, choices: Any, **kwargs: Any) -> None:
        super().__init__(choices=[("", "---------"), *choices], **kwargs)
