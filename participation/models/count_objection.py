from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from base.redactable import declare_redactable
from participation.models.follow import new_key
from participation.voting_enums import ObjectionRuling


class CountObjection(models.Model):
    """What somebody has against the count of a vote. Its words are the clerks' to read; `gist` is what the record says of
    it, without names. Ruled on once, with the reason that everybody reads.
    """

    # In the link of the receipt instead of the number, which anybody can guess.
    key = models.CharField(max_length=8, unique=True, default=new_key, editable=False)
    consultation_round = models.ForeignKey(
        "participation.ConsultationRound", on_delete=models.PROTECT, related_name="count_objections"
    )
    number = models.PositiveIntegerField()
    text = models.TextField()
    language = models.CharField(max_length=12)
    received_at = models.DateTimeField()
    gist = models.TextField(blank=True)
    ruling = models.CharField(max_length=10, choices=ObjectionRuling.choices, blank=True)
    ground = models.TextField(blank=True)
    ruled_at = models.DateTimeField(null=True, blank=True)
    ruled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["consultation_round", "number"], name="objection_once"),
            models.CheckConstraint(condition=~Q(text=""), name="objection_says_something"),
            models.CheckConstraint(
                condition=Q(ruled_at__isnull=True, ruling="")
                | (Q(ruled_at__isnull=False, ruling__in=ObjectionRuling.values) & ~Q(gist="") & ~Q(ground="")),
                name="objection_ruled_with_reason",
            ),
        ]

    def __str__(self) -> str:
        # Never who: this may stand in a log.
        return f"objection {self.number}"


class ObjectionSender(models.Model):
    """Who objects: read by the clerk alone, each time with an entry in the audit trail, and forgotten after a term."""

    objection = models.OneToOneField(CountObjection, on_delete=models.PROTECT, related_name="sender")
    name = models.CharField(max_length=120)
    address = models.CharField(max_length=300)
    mail = models.EmailField(blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(address=""), name="objection_sender_with_name_and_address"
            )
        ]

    def __str__(self) -> str:
        return f"sender of objection {self.objection_id}"


declare_redactable(
    CountObjection,
    {"gist": _("what it is about"), "ground": _("why it was ruled so")},
    name=_("objection to a count"),
    written="received_at",
    about=("consultation_round__reference",),
    number="number",
    public=Q(ruled_at__isnull=False),
)
