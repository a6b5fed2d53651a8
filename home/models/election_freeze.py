from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

# So many days before it begins a freeze is announced at the latest: six weeks.
NOTICE = timedelta(days=42)


class ElectionFreezeQuerySet(models.QuerySet["ElectionFreeze"]):
    def in_force(self) -> "ElectionFreezeQuerySet":
        return self.filter(called_off_at__isnull=True)


class ElectionFreeze(models.Model):
    """The weeks before an election in which no party takes or changes a position; `ends_at` is exclusive.

    Citing goes on, and what is there stays. A freeze is announced once; one that was announced wrongly is called off.
    """

    election = models.CharField(_("election"), max_length=120)
    announced_at = models.DateTimeField()
    announced_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField(_("begins at"))
    ends_at = models.DateTimeField(_("ends at"))
    called_off_at = models.DateTimeField(null=True, blank=True)
    called_off_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = ElectionFreezeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_at__gte=F("announced_at") + NOTICE), name="freeze_announced_six_weeks_ahead"
            ),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="freeze_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return self.election

    def has_begun(self, at: datetime) -> bool:
        return self.starts_at <= at
