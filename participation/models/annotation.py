from urllib.parse import urlencode

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from base.version_words import passage_in
from participation.enums import AnnotationKind


class Annotation(models.Model):
    """What makes a comment a reaction to a text: the version that was read, the passage, and what it wants of it.

    Of a change the words of the comment are the wording that is proposed. An empty passage is the whole text.
    """

    comment = models.OneToOneField("participation.Comment", on_delete=models.CASCADE, related_name="annotation")
    version = models.ForeignKey("base.PublishedVersion", on_delete=models.PROTECT, related_name="annotations")
    passage = models.CharField(max_length=60, blank=True)
    kind = models.CharField(max_length=8, choices=AnnotationKind.choices)

    class Meta:
        verbose_name = _("reaction to a text")
        verbose_name_plural = _("reactions to texts")
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=AnnotationKind.values), name="annotation_kind_known")
        ]
        indexes = [models.Index(fields=["version", "passage"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.version_id} {self.passage}".strip()

    def get_absolute_url(self) -> str:
        """The page of reactions, as far as the passage it is about."""
        query = urlencode({"text": self.version.language, "passage": self.passage})
        return f"{reverse('annotations', args=[self.version.reference.string])}?{query}"

    @property
    def passage_words(self) -> str:
        """The words that were read; none of the whole text, nor where a redaction took them out."""
        found = passage_in(self.version, self.passage) if self.passage else None
        return found.text if found is not None else ""
