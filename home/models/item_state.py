from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from home.enums import PUBLIC_WORD, ItemStep, PublicWord


class ItemState(models.Model):
    """Where an agenda item is since a moment. Outside the cited text; a new state is a new row, the newest holds."""

    reference = models.ForeignKey("base.Reference", on_delete=models.PROTECT, related_name="item_states")
    step = models.CharField(_("state"), max_length=20, choices=ItemStep.choices)
    since = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(step__in=ItemStep.values), name="item_step_known"),
        ]
        indexes = [models.Index(fields=["reference", "-since"])]

    def __str__(self) -> str:
        return f"{self.reference} {self.step}"

    @property
    def word(self) -> PublicWord:
        return PUBLIC_WORD[ItemStep(self.step)]
