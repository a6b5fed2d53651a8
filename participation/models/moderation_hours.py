from django.db import models
from django.db.models import Q

from participation.enums import OutsideHours


class ModerationHours(models.Model):
    """When moderators are there (participation.hours), and what holds outside of that, in every round that lays down no hours
    of its own. One row, or none: then they are always there."""

    hours = models.JSONField(default=list, blank=True)
    outside_hours = models.CharField(max_length=8, choices=OutsideHours.choices, default=OutsideHours.HOLD)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="moderation_hours_once"),
            models.CheckConstraint(
                condition=Q(outside_hours__in=OutsideHours.values), name="moderation_hours_outside_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{len(self.hours)} hours of moderators"
