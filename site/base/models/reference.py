import uuid

from django.db import models
from django.urls import reverse

from base.enums import ReferenceKind


class Reference(models.Model):
    """One citable thing, whatever its languages and versions: `LEA-2026-014`. Never deleted, never used again.

    `translation_key` is the key that the pages of all its languages share; what has no page draws one of its own.
    """

    kind = models.CharField(max_length=3, choices=ReferenceKind.choices)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    string = models.CharField(max_length=20, unique=True)
    translation_key = models.UUIDField(unique=True, default=uuid.uuid4)
    allotted_at = models.DateTimeField()
    # What a moderator hid or its author took back is read at none of its addresses; the ruling itself stands elsewhere.
    is_public = models.BooleanField(default=True)
    # Since when it is withdrawn as a whole, as an agenda item is before the council decides on it: nothing more begins on it.
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "year", "number"], name="reference_number_once"),
            models.CheckConstraint(condition=models.Q(kind__in=ReferenceKind.values), name="reference_kind_known"),
        ]

    def __str__(self) -> str:
        return self.string

    def get_absolute_url(self) -> str:
        """Leads to the current page in the language that is being read."""
        return reverse("reference", args=[self.string])

    @property
    def lasting_address(self) -> str:
        """For citing: a path without a language, that leads to the current page in the reader's own."""
        return reverse("lasting_address", args=[self.string])


class ReferenceCounter(models.Model):
    """The last number allotted per kind and year: a number outlives whatever it was given to."""

    kind = models.CharField(max_length=3, choices=ReferenceKind.choices)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "year"], name="reference_counter_once")]
