from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from base.redactable import declare_redactable


class AgendaPoint(models.Model):
    """That a paper stands on the agenda of a meeting, also of one that lies ahead. The newest of a paper and a body holds;
    where the meeting was corrected since and the paper is not on its agenda any more, no day is known."""

    paper = models.ForeignKey("proposals.CouncilPaper", on_delete=models.PROTECT, related_name="agenda_points")
    meeting = models.ForeignKey("proposals.Meeting", on_delete=models.PROTECT, related_name="agenda_points")
    # Why it stands on another day than before.
    reason = models.TextField(blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.paper_id} in {self.meeting_id}"


declare_redactable(
    AgendaPoint,
    {"reason": _("why it stands on another day")},
    name=_("point on the agenda of the council"),
    written="recorded_at",
    about=("paper__about", "paper__consultation_round__reference"),
)
