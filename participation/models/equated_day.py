from datetime import timedelta
from typing import Any

from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from participation.decrees import DECREED

# Other processes read a change after so long.
REMEMBERED = timedelta(minutes=1).total_seconds()


class EquatedDay(models.Model):
    """A day that a Royal Decree equates with the holidays, of a year that the program does not know yet (participation.decrees)."""

    day = models.DateField(_("day"), unique=True)
    decree = models.CharField(
        _("where the decree stands"),
        max_length=200,
        help_text=_(
            "The number in the Staatscourant, for example Stcrt. 2028, 12345. Enter every day of the year that it names."
        ),
    )

    class Meta:
        verbose_name = _("day equated with a holiday")
        verbose_name_plural = _("days equated with holidays")
        ordering = ["day"]
        constraints = [models.CheckConstraint(condition=~Q(decree=""), name="equated_day_has_decree")]

    def __str__(self) -> str:
        return f"{self.day:%d-%m-%Y} ({self.decree})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        cache.delete(_key(self.day.year))

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        cache.delete(_key(self.day.year))
        return super().delete(*args, **kwargs)

    def clean(self) -> None:
        if self.day is not None and self.day.year in DECREED:
            raise ValidationError(
                {
                    "day": _("The days of %(year)d are known already: the program has that decree.")
                    % {"year": self.day.year}
                }
            )


def _key(year: int) -> str:
    return f"equated-days-{year}"


def equated_days(year: int) -> frozenset[Any]:
    """Those of a year: of the decree that the program knows, or as somebody entered them."""
    if year in DECREED:
        return DECREED[year]
    found = cache.get(_key(year))
    if found is None:
        found = frozenset(EquatedDay.objects.filter(day__year=year).values_list("day", flat=True))
        cache.set(_key(year), found, REMEMBERED)
    return frozenset(found)
