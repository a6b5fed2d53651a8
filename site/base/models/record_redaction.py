from collections.abc import Iterable
from datetime import datetime
from typing import Any, Self

from django.db import models
from django.urls import reverse

from base.models.removal import FieldRemoval, Place
from base.redactable import Redactable, redactable, redactable_of


class RecordRedaction(FieldRemoval):
    """Destroys the words of one field of a record that is no version: in their place stands that they were taken out.

    `kind` is the model, as base.redactable has it, and `key` that of its row; `written_at` tells the row from another that got
    that key in a database that was restored. `about` is what the record is about, `number` how it is called beside that.
    """

    PLACE = ("record", "key", "written_at")

    kind = models.CharField(max_length=60)
    key = models.PositiveBigIntegerField()
    written_at = models.DateTimeField()
    number = models.CharField(max_length=20, blank=True)
    about = models.ForeignKey(
        "base.Reference", null=True, blank=True, on_delete=models.PROTECT, related_name="record_redactions"
    )

    class Meta(FieldRemoval.Meta):
        constraints = [
            *FieldRemoval.Meta.constraints,
            models.UniqueConstraint(fields=["kind", "key", "field"], name="record_redaction_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key} {self.field}"

    @classmethod
    def of(cls, record: models.Model, field: str) -> Self:
        """What was asked of a field of a record, or a new one."""
        declared = redactable_of(record)
        place = {"kind": declared.key, "key": record.pk, "field": field}
        return cls.objects.filter(**place).first() or cls(
            **place,
            written_at=declared.written_at(record),
            about=declared.about_of(record),
            number=declared.number_of(record),
        )

    @property
    def declared(self) -> Redactable:
        found = redactable(self.kind)
        assert found is not None  # noqa: S101 - the database has it so
        return found

    @property
    def record(self) -> Any:
        return self.declared.model._base_manager.select_related(*self.declared.about).get(pk=self.key)

    @property
    def thing(self) -> str:
        return self.declared.titled(self.about, self.number, self.written_at)

    @property
    def request(self) -> tuple[Any, ...]:
        return self.kind, self.key, self.asked_by_id, self.asked_at

    @property
    def desk_address(self) -> str:
        return reverse("record_desk", args=[self.kind, self.key])

    @property
    def field_label(self) -> str:
        return str(self.declared.fields[self.field])

    @property
    def place(self) -> Place:
        return {"record": self.kind, "key": self.key, "written_at": self.written_at.isoformat()}

    @classmethod
    def at_place(cls, place: Place, field: str) -> Self:
        declared = redactable(place["record"])
        assert declared is not None  # noqa: S101 - it is one of the places here
        return cls.of(declared.model._base_manager.get(pk=place["key"]), field)

    @classmethod
    def waiting(cls, entries: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        of_kind: dict[str, list[dict[str, Any]]] = {}
        for one in entries:
            of_kind.setdefault(one["record"], []).append(one)
        known = set(cls.objects.filter(confirmed_at__isnull=False).values_list("kind", "key", "field"))
        for kind, some in of_kind.items():
            declared = redactable(kind)
            if declared is None:
                continue
            keys = [one["key"] for one in some]
            here = set(declared.model._base_manager.filter(pk__in=keys).values_list("pk", declared.written))
            found += [
                one
                for one in some
                if (one["key"], datetime.fromisoformat(one["written_at"])) in here
                and (kind, one["key"], one["field"]) not in known
            ]
        return found
