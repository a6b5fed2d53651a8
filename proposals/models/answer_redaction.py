from collections.abc import Iterable
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from base.models.removal import FieldRemoval, Place
from proposals.models.response_document import ResponseRow

# The fields of a row in which somebody could be named, and what stands in them once that was taken out.
WORDS_OF_ROW = (
    "theme",
    "summary",
    "summary_en",
    "answer",
    "answer_en",
    "reason",
    "reason_en",
    "forwarded_to",
    "corrected_because",
)
TAKEN_OUT, TAKEN_OUT_EN = "[geanonimiseerd]", "[redacted]"


def label_of(name: str) -> str:
    """What a field of a row is called where it is filled in."""
    field: Any = ResponseRow._meta.get_field(name)
    return str(field.verbose_name)


class AnswerRedaction(FieldRemoval):
    """Destroys words of a published answer: in their place stands that they were taken out, and the reason beside it."""

    row = models.ForeignKey(ResponseRow, on_delete=models.PROTECT, related_name="redactions")

    class Meta(FieldRemoval.Meta):
        constraints = [
            *FieldRemoval.Meta.constraints,
            models.UniqueConstraint(fields=["row", "field"], name="answer_redaction_once"),
            models.CheckConstraint(condition=Q(field__in=WORDS_OF_ROW), name="answer_redaction_of_words"),
        ]

    def __str__(self) -> str:
        return f"{self.row} {self.field}"

    @property
    def thing(self) -> str:
        return f"{self.about}, {self.row.number}"

    @property
    def about(self) -> Any:
        return self.row.document.reference

    @property
    def desk_address(self) -> str:
        return reverse("answer_redaction", args=[self.about.string, self.row.number])

    @property
    def field_label(self) -> str:
        return label_of(self.field)

    @property
    def place(self) -> Place:
        return self.about.string, self.row.number, 0, ""

    @classmethod
    def at_place(cls, place: Place, field: str) -> Self:
        row = ResponseRow.objects.get(document__reference__string=place[0], number=place[1])
        return cls.objects.filter(row=row, field=field).first() or cls(row=row, field=field)

    @classmethod
    def places_here(cls, references: Iterable[str]) -> set[Place]:
        rows = ResponseRow.objects.filter(document__reference__string__in=references)
        return {(string, number, 0, "") for string, number in rows.values_list("document__reference__string", "number")}

    @classmethod
    def carried_out(cls) -> set[tuple[Place, str]]:
        rows = cls.objects.filter(confirmed_at__isnull=False)
        found = rows.values_list("row__document__reference__string", "row__number", "field")
        return {((string, number, 0, ""), field) for string, number, field in found}
