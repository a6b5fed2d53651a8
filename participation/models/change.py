from django.conf import settings
from django.db import models
from django.db.models import Q

from participation.enums import ChangeState, Ground


class Change(models.Model):
    """A new text of a public proposal that waits for a moderator; the old one stays public until then.

    `words` are those of the text, `note` says what changed. Once it is ruled they are let go: what was published stands in
    its version, what was not is its author's draft again.
    """

    subject = models.ForeignKey("participation.Subject", on_delete=models.PROTECT, related_name="changes")
    state = models.CharField(max_length=12, choices=ChangeState.choices, default=ChangeState.WAITING)
    words = models.JSONField(default=dict)
    note = models.TextField(blank=True)
    made_at = models.DateTimeField()
    ground = models.CharField(max_length=16, choices=Ground.choices, blank=True)
    reason = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    ruled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["made_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ChangeState.values), name="change_state_known"),
            models.UniqueConstraint(
                fields=["subject"], condition=Q(state=ChangeState.WAITING), name="change_waits_once_per_subject"
            ),
            models.CheckConstraint(
                condition=Q(state=ChangeState.WAITING, ruled_at__isnull=True)
                | ~Q(state=ChangeState.WAITING) & Q(ruled_at__isnull=False, note="", words={}),
                name="change_ruled_lets_its_words_go",
            ),
            models.CheckConstraint(
                condition=~Q(state=ChangeState.REFUSED) | ~Q(ground="") & ~Q(reason=""),
                name="change_refused_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state} change of {self.subject_id}"
