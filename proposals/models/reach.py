from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from proposals.enums import AgeBand


class ReachAnswer(models.Model):
    """What somebody chose to say of themselves after taking part: how old, from which neighbourhood. Of nobody, and kept
    apart from what they said and voted; the day alone, so that no moment betrays whose it is."""

    consultation_round = models.ForeignKey(
        "participation.ConsultationRound", on_delete=models.CASCADE, related_name="reach_answers"
    )
    age_band = models.CharField(_("age"), max_length=6, choices=AgeBand.choices, blank=True)
    area = models.ForeignKey("base.Area", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    given_on = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(age_band="") | Q(area__isnull=False), name="reach_answer_says_something"
            )
        ]


class PopulationFigure(models.Model):
    """How many people live in the municipality on a day, by age or by neighbourhood; a clerk enters or imports it.

    A correction is a new row of the same day. A dossier shows what was entered before its round closed.
    """

    age_band = models.CharField(_("age"), max_length=6, choices=AgeBand.choices, blank=True)
    area = models.ForeignKey("base.Area", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField(_("people"))
    counted_on = models.DateField(_("on"))
    source = models.CharField(_("source"), max_length=200)
    entered_at = models.DateTimeField()

    class Meta:
        verbose_name = _("figure of the population")
        constraints = [
            models.CheckConstraint(
                condition=Q(age_band="", area__isnull=False) | ~Q(age_band="") & Q(area__isnull=True),
                name="population_by_age_or_area",
            ),
        ]
