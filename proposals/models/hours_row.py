from typing import Any

from django.db import models
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel


class HoursRow(models.Model):
    """When moderators are there; the hours in force stand in the round's record."""

    page = ParentalKey("proposals.ConsultationRoundPage", on_delete=models.CASCADE, related_name="hours_rows")
    weekday = models.PositiveSmallIntegerField(_("day"), choices=[(day, WEEKDAYS[day]) for day in range(7)])
    begins = models.TimeField(_("from"))
    ends = models.TimeField(_("until"))

    panels = [FieldRowPanel([FieldPanel("weekday"), FieldPanel("begins"), FieldPanel("ends")])]

    class Meta:
        ordering = ["weekday", "begins", "pk"]

    @property
    def as_rule(self) -> list[Any]:
        """As the round's record keeps it."""
        return [self.weekday, f"{self.begins:%H:%M}", f"{self.ends:%H:%M}"]
