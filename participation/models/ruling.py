from django.conf import settings
from django.db import models
from django.db.models import Q

from participation.enums import Ground, RulingKind


class Ruling(models.Model):
    """What a moderator decided about somebody's words, on which ground and why. A later ruling replaces it, none is changed."""

    subject = models.ForeignKey(
        "participation.Subject", null=True, blank=True, on_delete=models.PROTECT, related_name="rulings"
    )
    comment = models.ForeignKey(
        "participation.Comment", null=True, blank=True, on_delete=models.PROTECT, related_name="rulings"
    )
    kind = models.CharField(max_length=8, choices=RulingKind.choices)
    ground = models.CharField(max_length=16, choices=Ground.choices, blank=True)
    reason = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(subject__isnull=False, comment__isnull=True)
                | Q(subject__isnull=True, comment__isnull=False),
                name="ruling_about_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(kind=RulingKind.PUBLISH) | (~Q(ground="") & ~Q(reason="")), name="ruling_hides_with_reason"
            ),
        ]
