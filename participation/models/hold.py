from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from participation.enums import HoldKind
from participation.models.about import About


class Hold(About):
    """Why a machine, and not a moderator, let words wait: one of a few rules. It decides nothing: a moderator rules."""

    kind = models.CharField(max_length=12, choices=HoldKind.choices)
    # The word of the city's list that was met, or the link.
    found = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()

    class Meta(About.Meta):
        constraints = [
            *About.Meta.constraints,
            models.CheckConstraint(condition=Q(kind__in=HoldKind.values), name="hold_kind_known"),
            models.UniqueConstraint(fields=["subject"], name="hold_once_per_subject"),
            models.UniqueConstraint(fields=["comment"], name="hold_once_per_comment"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class HeldWord(models.Model):
    """A word or phrase of the city's list: what holds it waits for a moderator."""

    text = models.CharField(max_length=80)

    class Meta:
        ordering = ["text"]
        constraints = [
            models.UniqueConstraint(Lower("text"), name="held_word_once"),
            models.CheckConstraint(condition=~Q(text=""), name="held_word_not_empty"),
        ]

    def __str__(self) -> str:
        return self.text
