from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from base.citable import field_of
from base.enums import RedactionReason, WithdrawalReason

# What a redaction names instead of a field of the text: what was said of the change, beside it and outside its hash.
NOTE = "change_note"

if TYPE_CHECKING:
    from base.models import PublishedVersion, Reference


class Removal(models.Model):
    """What two people do together: one asks, another confirms. From then on the database refuses every change of it."""

    explanation = models.TextField(_("explanation, which everybody may read"))
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("asked_by")), name="%(class)s_by_two_people"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True, confirmed_at__isnull=True)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                name="%(class)s_confirmed_whole",
            ),
        ]

    @property
    def is_confirmed(self) -> bool:
        return self.confirmed_at is not None


class Redaction(Removal):
    """Destroys one field of a published version, or its change note; number, moment, hash and this reason stay."""

    version = models.ForeignKey("base.PublishedVersion", on_delete=models.PROTECT, related_name="redactions")
    field = models.CharField(max_length=60)
    reason = models.CharField(_("reason"), max_length=20, choices=RedactionReason.choices)

    class Meta(Removal.Meta):
        constraints = [
            *Removal.Meta.constraints,
            models.UniqueConstraint(fields=["version", "field"], name="redaction_once"),
        ]

    def __str__(self) -> str:
        return f"{self.version} {self.field}"

    @property
    def is_of_note(self) -> bool:
        return self.field == NOTE

    @property
    def field_label(self) -> str:
        """What the field is called where it is filled in."""
        if self.is_of_note:
            return str(_("what changed and why"))
        return str(field_of(self.version.reference.kind, self.field).label)


class Withdrawal(Removal):
    """Takes a version off the site: its address answers with a tombstone that says who, why and what replaces it."""

    version = models.OneToOneField("base.PublishedVersion", on_delete=models.PROTECT, related_name="withdrawal")
    reason = models.CharField(_("reason"), max_length=20, choices=WithdrawalReason.choices)
    decided_by = models.CharField(_("who decided"), max_length=200)
    replaced_by = models.ForeignKey(
        "base.Reference",
        verbose_name=_("replaced by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="replaces_withdrawn",
    )
    # Where one version of it is meant.
    replaced_by_version = models.ForeignKey(
        "base.PublishedVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="replaces_withdrawn"
    )

    class Meta(Removal.Meta):
        pass

    def __str__(self) -> str:
        return str(self.version)

    @property
    def replacement(self) -> "PublishedVersion | Reference | None":
        """What to read instead; it has a `lasting_address` and says its name."""
        return self.replaced_by_version or self.replaced_by
