from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from base.redactable import declare_redactable
from participation.enums import RECORDED, State
from participation.life_enums import InadmissibleGround

LEADING_ON = (State.TAKEN, State.MERGED)
ONCE = (State.SUBMITTED, State.THRESHOLD, State.EXPIRED, State.WITHDRAWN, State.PUT_OFF)
# Of a request under an ordinance: what rests on a document of a day, what is of a day, and what is told with its reason.
DOCUMENTED = (State.ON_AGENDA, State.DISCUSSED, State.GRANTED, State.REFUSED, State.AGREEMENT, State.EVALUATED)
DATED = (*DOCUMENTED, State.TALKS, State.RUNNING)
REASONED = (State.NOT_TAKEN, State.TALKS, State.PUT_OFF, State.DISCUSSED, State.REFUSED, State.STOPPED)


class StateEvent(models.Model):
    """A step in the life of a proposal. The newest holds; none is ever changed, by the database's own refusal.

    The public reads `department`, never `by`. `went_to` is where it leads on, `addressee` is who it was forwarded to; of a
    request under an ordinance `document` is the address of what the step rests on, and `on` the day it was or will be.
    """

    subject = models.ForeignKey("participation.Subject", on_delete=models.PROTECT, related_name="state_events")
    state = models.CharField(max_length=12, choices=State.choices)
    ground = models.CharField(max_length=16, choices=InadmissibleGround.choices, blank=True)
    reason = models.TextField(blank=True)
    went_to = models.ForeignKey("base.Reference", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    addressee = models.CharField(max_length=200, blank=True)
    document = models.URLField(max_length=500, blank=True)
    on = models.DateField(null=True, blank=True)
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
                condition=~Q(state__in=REASONED) | ~Q(reason=""), name="state_event_told_with_reason"
            ),
            models.CheckConstraint(
                condition=Q(state__in=DOCUMENTED) & ~Q(document="") | ~Q(state__in=DOCUMENTED) & Q(document=""),
                name="state_event_rests_on_document",
            ),
            models.CheckConstraint(
                condition=Q(state__in=DATED, on__isnull=False) | ~Q(state__in=DATED) & Q(on__isnull=True),
                name="state_event_of_a_day",
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


declare_redactable(
    StateEvent,
    {"reason": _("why"), "addressee": _("forwarded to"), "department": _("department")},
    name=_("step of a proposal"),
    written="at",
    about=("subject__reference",),
)
