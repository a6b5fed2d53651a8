from django.conf import settings
from django.db import models
from django.db.models import F, Q


class Residency(models.Model):
    """That somebody showed to live here. A correction is a new row, which dates the end of the one before.

    `human_digest` is the keyed digest of name and date of birth, empty of who was verified before it was kept; `namesake` tells
    humans apart who have both in common. They stay when the residency ended: a roll may hold that human.
    """

    class How(models.TextChoices):
        DESK = "desk"

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="residencies")
    how = models.CharField(max_length=8, choices=How.choices, default=How.DESK)
    area = models.ForeignKey("base.Area", on_delete=models.PROTECT, related_name="+")
    verified_on = models.DateField()
    # The first day on which it holds no longer.
    expires_on = models.DateField()
    ended_at = models.DateTimeField(null=True, blank=True)
    human_digest = models.CharField(max_length=64, blank=True, editable=False)
    namesake = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta:
        verbose_name_plural = "residencies"
        permissions = [("keep_residency", "Can note that somebody showed to live here")]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(ended_at__isnull=True), name="one_residency_in_force_per_person"
            ),
            models.UniqueConstraint(
                fields=["human_digest", "namesake"],
                condition=Q(ended_at__isnull=True) & ~Q(human_digest=""),
                name="one_residency_in_force_per_human",
            ),
            models.CheckConstraint(condition=Q(expires_on__gt=F("verified_on")), name="residency_ends_after_it_begins"),
        ]


class BirthDate(models.Model):
    """Of somebody whose residency is in force: the one use is to tell who has the age for a vote. No screen of staff shows it."""

    residency = models.OneToOneField(Residency, on_delete=models.CASCADE, related_name="birth_date")
    born_on = models.DateField()
