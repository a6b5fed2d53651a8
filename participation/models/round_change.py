from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from base.redactable import declare_redactable
from participation.enums import PhaseKind, RoundChangeKind


class RoundChange(models.Model):
    """What was changed of a round after it began, with the reason that everybody reads. Written once.

    Of an extension: which phase, its end before and after. Of a later phase that moved along with one: its start before and after too.
    Of an option that is withdrawn: the subject. Who did it stands
    in the audit trail alone.
    """

    consultation_round = models.ForeignKey(
        "participation.ConsultationRound", on_delete=models.PROTECT, related_name="changes"
    )
    kind = models.CharField(max_length=10, choices=RoundChangeKind.choices)
    reason = models.TextField()
    at = models.DateTimeField()
    phase_kind = models.CharField(max_length=8, choices=PhaseKind.choices, blank=True)
    phase_starts_at = models.DateTimeField(null=True, blank=True)
    starts_after = models.DateTimeField(null=True, blank=True)
    ends_before = models.DateTimeField(null=True, blank=True)
    ends_after = models.DateTimeField(null=True, blank=True)
    subject = models.ForeignKey(
        "participation.Subject", null=True, blank=True, on_delete=models.PROTECT, related_name="round_changes"
    )

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=RoundChangeKind.values), name="round_change_kind_known"),
            models.CheckConstraint(condition=~Q(reason=""), name="round_change_has_reason"),
            models.CheckConstraint(
                condition=~Q(kind=RoundChangeKind.EXTENDED) | Q(ends_after__gt=models.F("ends_before")),
                name="round_is_never_shortened",
            ),
            models.CheckConstraint(
                condition=~Q(kind=RoundChangeKind.MOVED)
                | Q(starts_after__isnull=False, starts_after__gt=models.F("phase_starts_at")),
                name="phase_moves_to_a_later_start",
            ),
            models.UniqueConstraint(
                fields=["subject"], condition=Q(kind=RoundChangeKind.OPTION), name="option_withdrawn_once"
            ),
        ]


declare_redactable(
    RoundChange,
    {"reason": _("why")},
    name=_("change of a round"),
    written="at",
    about=("consultation_round__reference",),
)
