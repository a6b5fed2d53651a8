from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from base.redactable import declare_redactable
from proposals.models.corrected import Corrected, with_reason


class CouncilTerm(Corrected):
    """How many members the council has from a day on, until the next term begins. The database refuses a second one in force
    from the same day (proposals.triggers)."""

    starts_on = models.DateField(_("from"))
    seats = models.PositiveSmallIntegerField(_("seats"))

    class Meta:
        verbose_name = _("term of the council")
        ordering = ["-starts_on"]
        constraints = [
            models.CheckConstraint(condition=Q(seats__gt=0), name="council_has_seats"),
            with_reason("council_term_corrected_with_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.starts_on:%Y}"


class CouncilGroup(models.Model):
    """A party as it sits in the council (*fractie*). No member of it is named."""

    term = models.ForeignKey(CouncilTerm, on_delete=models.PROTECT, related_name="groups")
    name = models.CharField(_("name"), max_length=120)
    seats = models.PositiveSmallIntegerField(_("seats"))

    class Meta:
        verbose_name = _("group in the council")
        ordering = ["-seats", "name"]
        constraints = [
            models.UniqueConstraint(fields=["term", "name"], name="council_group_once"),
            models.CheckConstraint(condition=Q(seats__gt=0), name="council_group_has_seats"),
        ]

    def __str__(self) -> str:
        return self.name


declare_redactable(
    CouncilTerm, {"reason": _("why it is corrected")}, name=_("term of the council"), written="recorded_at"
)
