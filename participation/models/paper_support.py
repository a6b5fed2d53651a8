from django.conf import settings
from django.db import models
from django.db.models import F, Q


class PaperSupport(models.Model):
    """A signed list of support for a proposal, as staff counted it. Who signed stands on the paper alone: here are numbers.

    `checked` are the signatures that were checked and found right, and only these count. None is ever changed, by the
    database's own refusal: a new row takes the place of a wrong one.
    """

    subject = models.ForeignKey("participation.Subject", on_delete=models.PROTECT, related_name="paper_supports")
    signatures = models.PositiveIntegerField()
    checked = models.PositiveIntegerField()
    received_at = models.DateTimeField()
    # How it was checked, or what was wrong in the row before: for staff.
    reason = models.TextField()
    scan = models.ForeignKey("participation.Scan", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    replaces = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(signatures__gte=1) & Q(checked__lte=F("signatures")), name="paper_support_checked_of_signed"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="paper_support_with_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.checked} signatures for {self.subject_id}"
