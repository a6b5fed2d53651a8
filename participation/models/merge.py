from django.conf import settings
from django.db import models
from django.db.models import Q

from participation.enums import MergeState


class Merge(models.Model):
    """That a moderator asks authors to let their proposals become one. `kept` is the one whose text and number stand."""

    kept = models.ForeignKey("participation.Subject", on_delete=models.PROTECT, related_name="merges")
    state = models.CharField(max_length=12, choices=MergeState.choices, default=MergeState.OPEN)
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=MergeState.values), name="merge_state_known"),
            models.CheckConstraint(condition=~Q(reason=""), name="merge_with_reason"),
            models.CheckConstraint(
                condition=Q(state=MergeState.OPEN, ended_at__isnull=True)
                | ~Q(state=MergeState.OPEN) & Q(ended_at__isnull=False),
                name="merge_ended_at_a_moment",
            ),
            models.UniqueConstraint(
                fields=["kept"], condition=Q(state=MergeState.OPEN), name="merge_open_once_per_kept"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state} merge {self.pk}"


class MergeAnswer(models.Model):
    """What the author of one of the proposals says: nothing yet, yes, or no with a reason.

    Of an author without an account a moderator writes down how they agreed, and stands in `written_by`.
    """

    merge = models.ForeignKey(Merge, on_delete=models.PROTECT, related_name="answers")
    subject = models.ForeignKey("participation.Subject", on_delete=models.PROTECT, related_name="merge_answers")
    agrees = models.BooleanField(null=True, blank=True)
    reason = models.TextField(blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["merge", "subject"], name="merge_answer_once_per_subject"),
            models.CheckConstraint(
                condition=Q(agrees__isnull=True, at__isnull=True) | Q(agrees__isnull=False, at__isnull=False),
                name="merge_answer_at_a_moment",
            ),
            models.CheckConstraint(condition=~Q(agrees=False) | ~Q(reason=""), name="merge_answer_no_with_reason"),
            models.CheckConstraint(
                condition=Q(written_by__isnull=True) | ~Q(reason=""), name="merge_answer_written_down_with_how"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject_id} in merge {self.merge_id}"
