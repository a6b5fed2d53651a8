from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from base.redactable import declare_redactable
from participation.voting_enums import SecondedKind


class SecondedAct(models.Model):
    """What weighs too much for one person: `first` asks for it with a reason, and it is done when `second` confirms it.

    `about` is the key of what it is about: of the BoxHolder whose part is lost, of the RollEntry that gets a new code, of the
    first VotingLetter of a print run that is made anew, of the Subject that is withdrawn, of the BallotBox that is taken away; empty for another act. `details` are what else the act is told: of a count `{"public_value": "…", "take_back":
    ["<key of a SetAsideEnvelope>"]}`, of a code `{"form": "<LetterForm>", "language": "nl"}`, of the opening `{"also": "who else is there"}`.
    """

    consultation_round = models.ForeignKey(
        "participation.ConsultationRound", on_delete=models.PROTECT, related_name="seconded_acts"
    )
    kind = models.CharField(max_length=10, choices=SecondedKind.choices)
    about = models.CharField(max_length=20, blank=True)
    reason = models.TextField()
    details = models.JSONField(default=dict, blank=True)
    first = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    first_at = models.DateTimeField()
    second = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    second_at = models.DateTimeField(null=True, blank=True)
    # Why, in the words of who confirmed it.
    second_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["first_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=SecondedKind.values), name="seconded_kind_known"),
            models.CheckConstraint(condition=~Q(reason=""), name="seconded_for_a_reason"),
            models.CheckConstraint(
                condition=Q(second__isnull=True, second_at__isnull=True)
                | Q(Q(second__isnull=False, second_at__isnull=False) & ~Q(second=F("first"))),
                name="seconded_by_somebody_else",
            ),
            models.UniqueConstraint(
                fields=["consultation_round", "kind", "about"],
                condition=Q(second_at__isnull=True),
                name="seconded_act_waits_once",
            ),
        ]


declare_redactable(
    SecondedAct,
    {"reason": _("why"), "second_reason": _("why, of who confirmed it")},
    name=_("act of two people"),
    written="first_at",
    about=("consultation_round__reference",),
)
