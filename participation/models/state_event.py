from django.conf import settings
from django.db import models
from django.db.models import Q

from participation.enums import RECORDED, InadmissibleGround, State

LEADING_ON = (State.TAKEN, State.MERGED)
ONCE = (State.SUBMITTED, State.THRESHOLD, State.WITHDRAWN)


class StateEvent(models.Model):
    """A step in the life of a proposal. The newest holds; none is ever changed, by the database's own refusal.

    The public reads `department`, never `by`. `went_to` is where it leads on, `addressee` is who it was forwarded to.
    """

    subject = models.ForeignKey("participation.Subject", on_delete=models.PROTECT, related_name="state_events")
    state = models.CharField(max_length=12, choices=State.choices)
    ground = models.CharField(max_length=16, choices=InadmissibleGround.choices, blank=True)
    reason = models.TextField(blank=True)
    went_to = models.ForeignKey("base.Reference", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    addressee = models.CharField(max_length=200, blank=True)
    department = models.CharField(max_length=100, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=RECORDED), name="state_event_recorded"),
            models.UniqueConstraint(fields=["subject", "state"], condition=Q(state__in=ONCE), name="state_event_once"),
            models.CheckConstraint(
                condition=Q(state=State.INADMISSIBLE) & ~Q(ground="") & ~Q(reason="")
                | ~Q(state=State.INADMISSIBLE) & Q(ground=""),
                name="state_event_inadmissible_on_ground",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.NOT_TAKEN) | ~Q(reason=""), name="state_event_not_taken_with_reason"
            ),
            models.CheckConstraint(
                condition=Q(state__in=LEADING_ON, went_to__isnull=False)
                | ~Q(state__in=LEADING_ON) & Q(went_to__isnull=True),
                name="state_event_leads_on",
            ),
            models.CheckConstraint(
                condition=Q(state=State.FORWARDED) & ~Q(addressee="") | ~Q(state=State.FORWARDED) & Q(addressee=""),
                name="state_event_forwarded_to_somebody",
            ),
        ]
        indexes = [models.Index(fields=["subject", "-at"])]

    def __str__(self) -> str:
        return f"{self.state} of {self.subject_id}"
