import json
from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.functional import cached_property

from base.canonical import assembled, sha256
from base.enums import ChangeKind


class _ObjectOf(models.Aggregate):
    """A JSON object of the rows' keys and values."""

    function = "JSONB_OBJECT_AGG"
    arity = 2
    output_field = models.JSONField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, function="JSON_GROUP_OBJECT", **context)


class PublishedVersionQuerySet(models.QuerySet["PublishedVersion"]):
    def newest_first(self) -> "PublishedVersionQuerySet":
        return self.order_by("-number", "-correction", "-pk")

    def read(self) -> list["PublishedVersion"]:
        """The versions with their words, and with what stands beside them, in one query: a row for every version."""
        words = VersionText.objects.filter(version=models.OuterRef("pk")).order_by().values("version")
        rows = self.select_related("reference", "caused_by", "withdrawal__replaced_by").annotate(
            words=models.Subquery(words.annotate(words=_ObjectOf("field", "value")).values("words"))
        )
        versions: list[PublishedVersion] = list(rows)
        for version in versions:
            version.__dict__["parts"] = version.__dict__.pop("words") or {}
        return versions


class PublishedVersion(models.Model):
    """A numbered, immutable text of a reference in one language. The database refuses every change of a row.

    The number belongs to the thing and the source language makes it; every language has a row of its own. A correction
    (2.1) mends wording without changing the substance. The words stand in `VersionText`, apart, so that a redaction can
    destroy them while number, moment and hash stay.
    """

    reference = models.ForeignKey("base.Reference", on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    correction = models.PositiveIntegerField(default=0)
    language = models.CharField(max_length=12)
    is_translation = models.BooleanField(default=False)
    sha256 = models.CharField(max_length=64)
    published_at = models.DateTimeField()
    change_kind = models.CharField(max_length=12, choices=ChangeKind.choices, default=ChangeKind.SUBSTANTIVE)
    change_note = models.TextField(blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    caused_by = models.ForeignKey(
        "base.Reference", null=True, blank=True, on_delete=models.PROTECT, related_name="caused_versions"
    )

    objects = PublishedVersionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["reference", "number", "correction", "language"], name="published_version_once"
            ),
            # A correction is of one language: what is cited as 2.1 is one change.
            models.UniqueConstraint(
                fields=["reference", "number", "correction"],
                condition=models.Q(correction__gt=0),
                name="published_version_correction_once",
            ),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="published_version_from_one"),
        ]
        indexes = [models.Index(fields=["sha256"]), models.Index(fields=["published_at"])]

    def __str__(self) -> str:
        return f"{self.reference} v{self.label}"

    def get_absolute_url(self) -> str:
        """This version, in the language that is being read where it has one."""
        return reverse("version", args=[self.reference.string, self.label])

    @property
    def is_withdrawn(self) -> bool:
        """Of versions that were read with their withdrawal, without a query."""
        withdrawal = getattr(self, "withdrawal", None)
        return withdrawal is not None and withdrawal.is_confirmed

    @property
    def title(self) -> str:
        """The title it had; its reference where a redaction took that out."""
        return str(self.content.get("title") or self.reference.string)

    @property
    def note_language(self) -> str:
        """The language of the change note: a translation carries that of its source."""
        return settings.LANGUAGE_CODE if self.is_translation and not self.correction else self.language

    @property
    def is_whole(self) -> bool:
        """Whether its words are still those that were hashed: no redaction took any out."""
        return sha256(self.canonical) == self.sha256

    @property
    def changes_substance(self) -> bool:
        """Whether it says something else than a version before it. A correction and a translation say the same."""
        return self.number > 1 and not self.correction and not self.is_translation

    @property
    def place(self) -> tuple[int, int]:
        """Its place among the versions of its language."""
        return self.number, self.correction

    @property
    def label(self) -> str:
        return f"{self.number}.{self.correction}" if self.correction else str(self.number)

    @cached_property
    def parts(self) -> dict[str, str]:
        """The canonical JSON of every field; what a redaction destroyed is not there."""
        return {text.field: text.value for text in self.texts.all()}

    @cached_property
    def content(self) -> dict[str, Any]:
        """The words by the name of their field."""
        return {name: json.loads(value) for name, value in self.parts.items()}

    @property
    def canonical(self) -> str:
        """The canonical JSON (RFC 8785, strings in NFC), exactly as it was hashed as long as nothing was redacted."""
        return assembled(self.parts)

    @property
    def lasting_address(self) -> str:
        """For citing: this text in this language, for ever."""
        return reverse("lasting_version", args=[self.reference.string, self.label, self.language])


class VersionText(models.Model):
    """One field of a published version, as canonical JSON. Written once; a redaction that names it may delete it."""

    version = models.ForeignKey(PublishedVersion, on_delete=models.PROTECT, related_name="texts")
    field = models.CharField(max_length=60)
    value = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "field"], name="version_text_once")]
