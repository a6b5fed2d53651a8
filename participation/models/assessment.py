from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from base.redactable import declare_redactable
from participation.life_enums import Feasibility


class Assessment(models.Model):
    """What a department found about a proposal. Private, and open to change, until it is published with all of its round."""

    subject = models.OneToOneField("participation.Subject", on_delete=models.PROTECT, related_name="assessment")
    department = models.CharField(max_length=100)
    feasible = models.CharField(max_length=8, choices=Feasibility.choices)
    cost = models.PositiveBigIntegerField(null=True, blank=True)
    legal = models.TextField(blank=True)
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(feasible__in=Feasibility.values), name="assessment_feasible_known"),
            models.CheckConstraint(condition=~Q(reason="") & ~Q(department=""), name="assessment_says_who_and_why"),
        ]

    def __str__(self) -> str:
        return f"assessment {self.pk}"


declare_redactable(
    Assessment,
    {"department": _("department"), "legal": _("what the law says"), "reason": _("why")},
    name=_("assessment"),
    written="at",
    about=("subject__reference",),
    public=Q(published_at__isnull=False),
)
