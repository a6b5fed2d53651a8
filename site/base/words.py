"""Limits in words, as a plain text is measured."""

from django.core.exceptions import ValidationError
from django.utils.deconstruct import deconstructible
from django.utils.translation import gettext as _


@deconstructible
class at_most_words:  # noqa: N801 - used as a validator, like Django's own functions
    def __init__(self, most: int) -> None:
        self.most = most

    def __call__(self, value: str) -> None:
        words = len(value.split())
        if words > self.most:
            raise ValidationError(
                _("At most %(most)s words, so that it stays plain; these are %(words)s.")
                % {"most": self.most, "words": words}
            )

    def __eq__(self, other: object) -> bool:
        return isinstance(other, at_most_words) and other.most == self.most

    def __hash__(self) -> int:
        return hash(self.most)
