from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from base.redactable import declare_redactable


class Incident(models.Model):
    """Something that went otherwise than it should in a vote, and what was done about it: part of the public record.

    Never changed, by the database's own refusal: what was wrongly written is corrected by a new one.
    """

    consultation_round = models.ForeignKey(
        "participation.ConsultationRound", on_delete=models.PROTECT, related_name="incidents"
    )
    happened_at = models.DateTimeField()
    what = models.TextField()
    done = models.TextField()
    corrects = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrected_by"
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    entered_at = models.DateTimeField()

    class Meta:
        ordering = ["happened_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(what="") & ~Q(done=""), name="incident_says_something"),
            models.CheckConstraint(condition=Q(happened_at__lte=F("entered_at")), name="incident_has_happened"),
        ]


declare_redactable(
    Incident,
    {"what": _("what happened"), "done": _("what was done about it")},
    name=_("incident in a vote"),
    written="entered_at",
    about=("consultation_round__reference",),
)
