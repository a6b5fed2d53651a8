from django.conf import settings
from django.db import models
from django.db.models import Q


class Corrected(models.Model):
    """What is written once: a correction is a row of its own that names the old one, with its reason."""

    corrects = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrected_by"
    )
    reason = models.TextField(blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True


def with_reason(name: str) -> models.CheckConstraint:
    """That a correction gives its reason."""
    return models.CheckConstraint(condition=Q(corrects__isnull=True) | ~Q(reason=""), name=name)
