import uuid
from typing import Any

from django.db import models
from django.db.models import Q

from participation.models.about import About


def hidden_name(instance: Any, filename: str) -> str:
    """Where a scan is kept: a name that nobody is told."""
    return f"scans/{uuid.uuid4().hex}.{instance.extension}"


class Scan(About):
    """The paper of what staff entered, for staff alone: it bears a hand, a name and an address."""

    extension = models.CharField(max_length=4)
    file = models.FileField(upload_to=hidden_name, max_length=200)
    sha256 = models.CharField(max_length=64)
    added_at = models.DateTimeField()

    class Meta(About.Meta):
        constraints = [
            *About.Meta.constraints,
            models.CheckConstraint(condition=Q(extension__in=["jpg", "png", "pdf"]), name="scan_extension_known"),
        ]

    def __str__(self) -> str:
        return f"scan {self.pk}"
