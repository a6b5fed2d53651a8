from datetime import datetime

from django.conf import settings
from django.db import models

from participation.models.about import About


class Claim(About):
    """That a moderator is busy with something, until a moment: the clock ends it, or who claimed it does."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    until = models.DateTimeField()

    class Meta(About.Meta):
        constraints = [
            *About.Meta.constraints,
            models.UniqueConstraint(fields=["subject"], name="claim_once_per_subject"),
            models.UniqueConstraint(fields=["comment"], name="claim_once_per_comment"),
        ]

    def __str__(self) -> str:
        return f"claim {self.pk}"

    def holds(self, at: datetime) -> bool:
        return self.until > at
