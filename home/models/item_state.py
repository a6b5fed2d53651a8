from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from home.enums import PUBLIC_WORD, ItemStep, PublicWord


class ItemState(models.Model):
    """Where an agenda item is since a moment. Outside the cited text; a new state is a new row, the newest holds.

    What it rests on (home.item_life says which step asks for what): `evidence` is a round, a response document or a decision,
    `paper` one of college or council, `publication` that in the gazette. The public reads `department`, never `by`.
    """

    reference = models.ForeignKey("base.Reference", on_delete=models.PROTECT, related_name="item_states")
    step = models.CharField(_("state"), max_length=20, choices=ItemStep.choices)
    since = models.DateTimeField()
    reason = models.TextField(_("why"), blank=True)
    department = models.CharField(_("who"), max_length=100, blank=True)
    evidence = models.ForeignKey(
        "base.Reference", null=True, blank=True, on_delete=models.PROTECT, related_name="evidence_of"
    )
    paper = models.ForeignKey(
        "proposals.CouncilPaper", null=True, blank=True, on_delete=models.PROTECT, related_name="item_states"
    )
    publication = models.ForeignKey(
        "proposals.OfficialPublication", null=True, blank=True, on_delete=models.PROTECT, related_name="item_states"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        permissions = [("prepare_item", "Can take an agenda item as far as its consultation")]
        constraints = [
            models.CheckConstraint(condition=Q(step__in=ItemStep.values), name="item_step_known"),
            models.CheckConstraint(
                condition=~Q(step__in=[ItemStep.WITHDRAWN, ItemStep.RETURNED, ItemStep.ON_HOLD]) | ~Q(reason=""),
                name="item_step_with_reason",
            ),
        ]
        indexes = [models.Index(fields=["reference", "-since"])]

    def __str__(self) -> str:
        return f"{self.reference} {self.step}"

    @property
    def word(self) -> PublicWord:
        return PUBLIC_WORD[ItemStep(self.step)]
