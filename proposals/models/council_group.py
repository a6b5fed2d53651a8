from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class CouncilTerm(models.Model):
    """How many members the council has between two days; `ends_on` is exclusive, and empty while nobody knows."""

    starts_on = models.DateField(_("from"), unique=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)
    seats = models.PositiveSmallIntegerField(_("seats"))

    class Meta:
        verbose_name = _("term of the council")
        ordering = ["-starts_on"]
        constraints = [
            models.CheckConstraint(condition=Q(seats__gt=0), name="council_has_seats"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gt=F("starts_on")), name="council_term_ends_after_start"
            ),
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
