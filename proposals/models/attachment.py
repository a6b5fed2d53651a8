import uuid
from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse

from base.file_content import CONTENT_TYPES
from proposals.enums import AttachmentKind


def hidden_name(instance: Any, filename: str) -> str:
    """Where a file is kept: a name that nobody is told, so that the view alone decides who sees it."""
    return f"attachments/{uuid.uuid4().hex}.{instance.extension}"


class Attachment(models.Model):
    """A picture or a document beside a proposal: with its draft until that is handed in, with its number from then on."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    draft = models.ForeignKey(
        "participation.Draft", null=True, blank=True, on_delete=models.CASCADE, related_name="attachments"
    )
    reference = models.ForeignKey(
        "base.Reference", null=True, blank=True, on_delete=models.PROTECT, related_name="attachments"
    )
    kind = models.CharField(max_length=8, choices=AttachmentKind.choices)
    extension = models.CharField(max_length=4)
    # As its sender called it; a picture has an alternative text, a document says what is in it.
    name = models.CharField(max_length=120)
    description = models.CharField(max_length=300)
    file = models.FileField(upload_to=hidden_name, max_length=200)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["added_at", "key"]
        constraints = [
            models.CheckConstraint(
                condition=Q(draft__isnull=True) ^ Q(reference__isnull=True), name="attachment_of_one_thing"
            ),
            models.CheckConstraint(condition=Q(kind__in=AttachmentKind.values), name="attachment_kind_known"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("attachment", args=[self.key])

    @property
    def is_picture(self) -> bool:
        return self.kind == AttachmentKind.PICTURE

    @property
    def content_type(self) -> str:
        return CONTENT_TYPES[self.extension]
