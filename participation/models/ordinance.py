from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from base.redactable import declare_redactable
from participation.life_enums import Body, Instrument, WhoMay


class OrdinanceQuerySet(models.QuerySet["Ordinance"]):
    def standing(self) -> "OrdinanceQuerySet":
        """All but what was taken back."""
        return self.select_related("end").filter(Q(end=None) | Q(end__ends_from__isnull=False))

    def in_force(self, at: datetime) -> "OrdinanceQuerySet":
        """What applies on that day or ended since, the one that holds first: the youngest, and of those of one day what was
        recorded last."""
        return self.standing().filter(applies_from__lte=timezone.localtime(at).date()).order_by("-applies_from", "-pk")


class Ordinance(models.Model):
    """What an ordinance of the municipality lays down for citizens' initiatives or challenges that are handed in to a round.

    Written once; what changes is recorded anew from a day on. `share` is in percent, `most` the largest number that a share
    comes to; terms are in weeks. `needed` is how many supporters that makes.
    """

    consultation_round = models.ForeignKey(
        "participation.ConsultationRound", on_delete=models.PROTECT, related_name="ordinances"
    )
    instrument = models.CharField(max_length=12, choices=Instrument.choices)
    name = models.CharField(max_length=200)
    url = models.URLField(max_length=500)
    applies_from = models.DateField()
    body = models.CharField(max_length=12, choices=Body.choices)
    who = models.CharField(max_length=12, choices=WhoMay.choices)
    youngest = models.PositiveSmallIntegerField(null=True, blank=True)
    takes_organisations = models.BooleanField(default=False)
    needed = models.PositiveIntegerField(null=True, blank=True)
    share = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    population = models.PositiveIntegerField(null=True, blank=True)
    population_on = models.DateField(null=True, blank=True)
    most = models.PositiveIntegerField(null=True, blank=True)
    collecting_weeks = models.PositiveSmallIntegerField(null=True, blank=True)
    admission_weeks = models.PositiveSmallIntegerField(null=True, blank=True)
    decision_weeks = models.PositiveSmallIntegerField()
    # How much longer the decision may take, once; nothing where it cannot be put off.
    extension_weeks = models.PositiveSmallIntegerField(null=True, blank=True)
    # On which a request is not admissible (participation.life_enums.InadmissibleGround).
    grounds = models.JSONField(default=list)
    recorded_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = OrdinanceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(instrument__in=Instrument.values), name="ordinance_instrument_known"),
            models.CheckConstraint(condition=Q(body__in=Body.values), name="ordinance_body_known"),
            models.CheckConstraint(condition=Q(who__in=WhoMay.values), name="ordinance_who_known"),
            models.CheckConstraint(
                condition=Q(needed__isnull=True) | Q(needed__gt=0), name="ordinance_needs_some_or_none"
            ),
            models.CheckConstraint(
                condition=Q(share__isnull=True, population__isnull=True, population_on__isnull=True, most__isnull=True)
                | Q(share__gt=0, share__lte=100, population__gt=0, population_on__isnull=False, needed__isnull=False),
                name="ordinance_share_of_population",
            ),
            models.CheckConstraint(
                condition=Q(most__isnull=True) | Q(needed__lte=models.F("most")),
                name="ordinance_needs_no_more_than_most",
            ),
            models.CheckConstraint(condition=Q(decision_weeks__gt=0), name="ordinance_has_term_to_decide"),
        ]

    def __str__(self) -> str:
        return self.name

    def has_ended(self, at: datetime) -> bool:
        end = getattr(self, "end", None)
        return end is not None and end.ends_from is not None and end.ends_from <= timezone.localtime(at).date()


class OrdinanceEnd(models.Model):
    """That an ordinance applies no more from a day on, or that it was recorded by mistake: without a day it is taken back, and
    never applied. Written once; the database lets it be taken back while no request has begun under it."""

    ordinance = models.OneToOneField(Ordinance, on_delete=models.PROTECT, related_name="end")
    ends_from = models.DateField(null=True, blank=True)
    reason = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="ordinance_ended_with_reason")]

    def __str__(self) -> str:
        return f"end of {self.ordinance_id}"


declare_redactable(
    Ordinance,
    {"name": _("name")},
    name=_("ordinance"),
    written="recorded_at",
    about=("consultation_round__reference",),
)
declare_redactable(
    OrdinanceEnd,
    {"reason": _("why")},
    name=_("end of an ordinance"),
    written="at",
    about=("ordinance__consultation_round__reference",),
)
