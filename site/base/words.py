"""Limits in words, as a plain text is measured; and fractions as people read them."""

from decimal import Decimal
from fractions import Fraction

from django.core.exceptions import ValidationError
from django.utils.deconstruct import deconstructible
from django.utils.formats import number_format
from django.utils.translation import gettext as _


def rounded(value: Fraction, places: int) -> str:
    """With so many decimals, half up: Django cuts off what is behind them."""
    scale = 10**places
    whole = (value * 2 * scale + 1) // 2
    return str(number_format(Decimal(whole) / scale, decimal_pos=places, force_grouping=True))


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
