from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from base.models import PublishedVersion
from proposals.models.response_document import ResponseDocument, ResponseRow


class LaterAnswer(models.Model):
    """What somebody asks to add to published answers: the correction of one, or the answer to a contribution (its key) that became
    public after the others. Waits for a second person, and becomes a row then.

    `text` is what would stand in the row, by field; of versions their keys. `remark` is what the second person said is to be done.
    """

    document = models.ForeignKey(ResponseDocument, on_delete=models.PROTECT, related_name="later_answers")
    corrects = models.OneToOneField(
        ResponseRow, null=True, blank=True, on_delete=models.PROTECT, related_name="asked_correction"
    )
    key = models.CharField(max_length=40, blank=True)
    text = models.JSONField()
    corrected_because = models.TextField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    remark = models.TextField(blank=True)

    class Meta:
        verbose_name = _("asked answer")
        constraints = [
            models.UniqueConstraint(fields=["document", "key"], condition=~Q(key=""), name="later_answer_once"),
            models.CheckConstraint(
                condition=Q(corrects__isnull=True) & ~Q(key="") | Q(corrects__isnull=False, key=""),
                name="later_answer_to_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document_id}: {self.corrects or self.key}"

    @property
    def words(self) -> dict[str, Any]:
        """What would stand in the row, with the versions themselves."""
        versions = PublishedVersion.objects.select_related("reference")
        found = versions.in_bulk([pk for name in ("before", "after") if (pk := self.text[name])])
        return self.text | {name: found.get(self.text[name]) for name in ("before", "after")}
