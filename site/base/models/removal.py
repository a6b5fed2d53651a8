from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from base.citable import field_of
from base.enums import RedactionReason, WithdrawalReason

# What a redaction names instead of a field of the text: what was said of the change, beside it and outside its hash.
NOTE = "change_note"

# Of a version, by what the ledger calls it.
_PLACE = {"reference": "reference__string", "number": "number", "correction": "correction", "language": "language"}

if TYPE_CHECKING:
    from base.models import PublishedVersion, Reference


class Removal(models.Model):
    """What two people do together: one asks, another confirms. From then on the database refuses every change of it."""

    explanation = models.TextField(_("explanation, which everybody may read"))
    explanation_en = models.TextField(_("the explanation in English"), blank=True)
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

    @property
    def explained(self) -> tuple[str, str]:
        """The explanation in the language of the reader or else as it was written, and the language that it is in."""
        if get_language() == "en" and self.explanation_en:
            return self.explanation_en, "en"
        return self.explanation, settings.LANGUAGE_CODE

    @property
    def thing(self) -> Any:
        """From what it takes away; says its name."""
        raise NotImplementedError

    @property
    def about(self) -> Any:
        """The reference."""
        raise NotImplementedError

    @property
    def request(self) -> tuple[Any, ...]:
        """The same for all that one person asked in one act."""
        return self.about.pk, self.asked_by_id, self.asked_at

    @property
    def desk_address(self) -> str:
        """Where staff look at it."""
        raise NotImplementedError


# Where words are destroyed, as the ledger has it.
Place = dict[str, Any]


class FieldRemoval(Removal):
    """Destroys the words of one field for ever, here and again after a restore from a backup."""

    field = models.CharField(max_length=60)
    reason = models.CharField(_("reason"), max_length=20, choices=RedactionReason.choices)

    class Meta(Removal.Meta):
        abstract = True

    @property
    def field_label(self) -> str:
        """What the field is called where it is filled in."""
        raise NotImplementedError

    # What says where words stand, as the entries of the ledger name it.
    PLACE: tuple[str, ...] = ()

    @property
    def place(self) -> Place:
        raise NotImplementedError

    @classmethod
    def at_place(cls, place: Place, field: str) -> Self:
        """The row of what stands there: what was asked, or a new one."""
        raise NotImplementedError

    @classmethod
    def waiting(cls, entries: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
        """Of entries of its own those of which this database has the place, and does not know that it was carried out."""
        raise NotImplementedError


class Redaction(FieldRemoval):
    """Destroys one field of a published version, or its change note; number, moment, hash and this reason stay."""

    PLACE = tuple(_PLACE)

    version = models.ForeignKey("base.PublishedVersion", on_delete=models.PROTECT, related_name="redactions")

    class Meta(FieldRemoval.Meta):
        constraints = [
            *FieldRemoval.Meta.constraints,
            models.UniqueConstraint(fields=["version", "field"], name="redaction_once"),
        ]

    def __str__(self) -> str:
        return f"{self.version} {self.field}"

    @property
    def thing(self) -> "PublishedVersion":
        return self.version

    @property
    def about(self) -> "Reference":
        return self.version.reference

    @property
    def desk_address(self) -> str:
        return reverse("version_desk", args=[self.version_id])

    @property
    def place(self) -> Place:
        version = self.version
        named = (version.reference.string, version.number, version.correction, version.language)
        return dict(zip(self.PLACE, named, strict=True))

    @classmethod
    def of(cls, version: "PublishedVersion", field: str) -> Self:
        """What was asked of a field of a version, or a new one."""
        return cls.objects.filter(version=version, field=field).first() or cls(version=version, field=field)

    @classmethod
    def at_place(cls, place: Place, field: str) -> Self:
        from base.models import PublishedVersion

        return cls.of(PublishedVersion.objects.get(**{_PLACE[name]: place[name] for name in cls.PLACE}), field)

    @classmethod
    def waiting(cls, entries: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
        from base.models import PublishedVersion

        found = list(entries)
        paths = [_PLACE[name] for name in cls.PLACE]
        strings = {one["reference"] for one in found}
        here = set(PublishedVersion.objects.filter(reference__string__in=strings).values_list(*paths))
        done = cls.objects.filter(confirmed_at__isnull=False)
        known = set(done.values_list(*(f"version__{path}" for path in paths), "field"))
        places = ((one, tuple(one[name] for name in cls.PLACE)) for one in found)
        return [one for one, place in places if place in here and (*place, one["field"]) not in known]

    @property
    def is_of_note(self) -> bool:
        return self.field == NOTE

    @property
    def field_label(self) -> str:
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
    def thing(self) -> "PublishedVersion":
        return self.version

    @property
    def about(self) -> "Reference":
        return self.version.reference

    @property
    def desk_address(self) -> str:
        return reverse("version_desk", args=[self.version_id])

    @property
    def replacement(self) -> "PublishedVersion | Reference | None":
        """What to read instead; it has a `lasting_address` and says its name."""
        return self.replaced_by_version or self.replaced_by
