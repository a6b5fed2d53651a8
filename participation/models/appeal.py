from django.conf import settings
from django.db import models
from django.db.models import F, Q

from participation.enums import AppealOutcome


class AppealQuerySet(models.QuerySet["Appeal"]):
    def open(self) -> "AppealQuerySet":
        return self.filter(decided_at__isnull=True)


class Appeal(models.Model):
    """An objection to a ruling: of the author, or of whoever reported the words (`report`). Another moderator than who ruled
    decides it, by a ruling of their own (`decision`)."""

    ruling = models.ForeignKey("participation.Ruling", on_delete=models.PROTECT, related_name="appeals")
    report = models.ForeignKey(
        "participation.Report", null=True, blank=True, on_delete=models.PROTECT, related_name="appeals"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="appeals"
    )
    why = models.TextField()
    language = models.CharField(max_length=12)
    made_at = models.DateTimeField(db_index=True)
    # Who ruled, once more: so that the database can hold the two apart.
    ruled_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=12, choices=AppealOutcome.choices, blank=True)
    decision = models.ForeignKey(
        "participation.Ruling", null=True, blank=True, on_delete=models.PROTECT, related_name="decided_appeals"
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = AppealQuerySet.as_manager()

    class Meta:
        ordering = ["made_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["ruling"], condition=Q(report__isnull=True), name="appeal_of_author_once_per_ruling"
            ),
            models.UniqueConstraint(fields=["report"], name="appeal_once_per_report"),
            models.CheckConstraint(condition=~Q(why=""), name="appeal_says_why"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | Q(ruled_by__isnull=True) | ~Q(decided_by=F("ruled_by")),
                name="appeal_decided_by_another",
            ),
            models.CheckConstraint(
                condition=Q(outcome="", decision__isnull=True, decided_by__isnull=True, decided_at__isnull=True)
                | Q(
                    outcome__in=AppealOutcome.values,
                    decision__isnull=False,
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                ),
                name="appeal_decided_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"appeal {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.decided_at is None
