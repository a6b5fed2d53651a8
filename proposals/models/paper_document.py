from django.db import models
from django.db.models import Q
from django.urls import reverse

from base.file_content import CONTENT_TYPES
from proposals.models.attachment import hidden_name


class PaperDocument(models.Model):
    """The document itself of a council paper, as it was when the paper was recorded: kept whatever becomes of the system that it came from.

    A correction of the paper has its own, the same one where no other was given. Where words of the paper were destroyed its
    file is, too; its hash stays.
    """

    paper = models.OneToOneField("proposals.CouncilPaper", on_delete=models.PROTECT, related_name="document")
    extension = models.CharField(max_length=4)
    file = models.FileField(upload_to=hidden_name, max_length=200, blank=True)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    # Where it was fetched; empty where somebody gave the file.
    source = models.CharField(max_length=500, blank=True)
    added_at = models.DateTimeField()
    destroyed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(destroyed_at__isnull=True) & ~Q(file="") | Q(destroyed_at__isnull=False, file=""),
                name="paper_document_is_there_or_destroyed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.paper_id}.{self.extension}"

    def get_absolute_url(self) -> str:
        return reverse("paper_document", args=[self.paper_id])

    @property
    def content_type(self) -> str:
        return CONTENT_TYPES[self.extension]
