import json
from typing import Any

from django.conf import settings
from django.db import models

from base.enums import ChangeKind


class PublishedVersionQuerySet(models.QuerySet["PublishedVersion"]):
    def newest_first(self) -> "PublishedVersionQuerySet":
        return self.order_by("-number", "-correction", "-pk")


class PublishedVersion(models.Model):
    """A numbered, immutable text of a reference in one language.

    The number belongs to the thing and the source language makes it; every language has a row of its own. A correction
    (2.1) mends wording without changing the substance. The text itself stands in `VersionText`, apart, so that a
    redaction can destroy it while number, date and hash stay.
    """

    reference = models.ForeignKey("base.Reference", on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    correction = models.PositiveIntegerField(default=0)
    language = models.CharField(max_length=12)
    sha256 = models.CharField(max_length=64)
    published_at = models.DateTimeField()
    change_kind = models.CharField(max_length=12, choices=ChangeKind.choices, default=ChangeKind.SUBSTANTIVE)
    change_note = models.TextField(blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    caused_by = models.ForeignKey(
        "base.Reference", null=True, blank=True, on_delete=models.PROTECT, related_name="caused_versions"
    )

    objects = PublishedVersionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["reference", "number", "correction", "language"], name="published_version_once"
            ),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="published_version_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.reference} v{self.label}"

    @property
    def label(self) -> str:
        return f"{self.number}.{self.correction}" if self.correction else str(self.number)


class VersionText(models.Model):
    """The canonical JSON (RFC 8785, strings in NFC) of a published version, exactly as it was hashed."""

    version = models.OneToOneField(PublishedVersion, on_delete=models.PROTECT, related_name="text")
    canonical = models.TextField()

    @property
    def content(self) -> dict[str, Any]:
        return json.loads(self.canonical)
