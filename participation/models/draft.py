import uuid

from django.conf import settings
from django.db import models

from base.characters import is_blank


class Draft(models.Model):
    """What somebody is writing, kept on the server as typed, before any rule looks at it.

    Its key stands in the address of the form. Until somebody signs in it belongs to the browser that wrote it
    (participation.views.draft). A ballot is never kept here.
    """

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="drafts"
    )
    form = models.CharField(max_length=20)
    consultation_round = models.ForeignKey(
        "participation.ConsultationRound", on_delete=models.PROTECT, related_name="drafts"
    )
    data = models.JSONField(default=dict)
    language = models.CharField(max_length=12)
    saved_at = models.DateTimeField()
    # How often it was kept: a form that was opened before somebody else kept it says an older number.
    revision = models.PositiveIntegerField(default=1)
    # The proposal that it changes, where it is a new text of one that was handed in.
    changes = models.ForeignKey(
        "participation.Subject", null=True, blank=True, on_delete=models.PROTECT, related_name="drafts"
    )
    # What became of it: the form sent twice leads to the same thing.
    became = models.ForeignKey("base.Reference", null=True, blank=True, on_delete=models.PROTECT, related_name="drafts")

    @property
    def title(self) -> str:
        """As far as a reader sees one."""
        title = str(self.data.get("title", ""))
        return "" if is_blank(title) else title

    @property
    def words(self) -> str:
        """What was written where nothing has a title."""
        return str(self.data.get("text", ""))
