from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from home.enums import PartyKind


class PartyQuerySet(models.QuerySet["Party"]):
    def by_name(self) -> "PartyQuerySet":
        return self.order_by(Lower("name"), "pk")


class Party(models.Model):
    """A party or an organisation that may say in the register where it cites the agenda. The clerk keeps its facts."""

    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(max_length=80, unique=True)
    kind = models.CharField(_("kind"), max_length=12, choices=PartyKind.choices, default=PartyKind.PARTY)
    website = models.URLField(_("website"), blank=True)
    since = models.DateField(_("exists since"), null=True, blank=True)
    is_in_council = models.BooleanField(_("has seats in the council"), default=False)
    listed_at = models.DateTimeField()
    listed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = PartyQuerySet.as_manager()

    class Meta:
        verbose_name = _("party")
        verbose_name_plural = _("parties")
        permissions = [("keep_party", "Can keep the register of parties")]
        constraints = [
            models.UniqueConstraint(Lower("name"), name="party_name_once"),
            models.CheckConstraint(condition=Q(kind__in=PartyKind.values), name="party_kind_known"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("party", args=[self.slug])


class RepresentativeQuerySet(models.QuerySet["Representative"]):
    def current(self) -> "RepresentativeQuerySet":
        return self.filter(ended_at__isnull=True)


class Representative(models.Model):
    """Somebody who speaks for a party in the register, from admission by the clerk until its end."""

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="representatives")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="representations")
    admitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    admitted_at = models.DateTimeField()
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = RepresentativeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["party", "person"], condition=Q(ended_at__isnull=True), name="representative_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("admitted_at")),
                name="representative_ends_after_admission",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party} {self.pk}"


class PartySeats(models.Model):
    """That a group in the council is a party's: how it voted stands on the party's page."""

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="seats")
    group = models.OneToOneField("proposals.CouncilGroup", on_delete=models.PROTECT, related_name="party_seats")

    def __str__(self) -> str:
        return f"{self.party} {self.group}"
