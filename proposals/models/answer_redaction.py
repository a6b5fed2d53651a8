from collections.abc import Iterable
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from base.models.removal import FieldRemoval, Place
from proposals.models.response_document import ResponseDocument, ResponseRow

# The fields in which somebody could be named, of the text above the answers and of a row, and what stands in them once that was
# taken out.
WORDS_OF_INTRO = ("intro", "intro_en")
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


# A published answer, or the document itself for what stands above all of them.
Said = ResponseRow | ResponseDocument


def words_of(said: Said) -> dict[str, str]:
    """The fields that can be taken out, with what each is called where it is filled in."""
    names = WORDS_OF_ROW if isinstance(said, ResponseRow) else WORDS_OF_INTRO
    fields: dict[str, Any] = {name: said._meta.get_field(name) for name in names}
    return {name: str(field.verbose_name) for name, field in fields.items()}


class AnswerRedaction(FieldRemoval):
    """Destroys words of a published answer: in their place stands that they were taken out, and the reason beside it.

    Either of a `row`, or of what stands above the answers of a `document`: for that the ledger and the desk say row 0.
    """

    row = models.ForeignKey(ResponseRow, null=True, blank=True, on_delete=models.PROTECT, related_name="redactions")
    document = models.ForeignKey(
        ResponseDocument, null=True, blank=True, on_delete=models.PROTECT, related_name="redactions"
    )

    class Meta(FieldRemoval.Meta):
        constraints = [
            *FieldRemoval.Meta.constraints,
            models.UniqueConstraint(fields=["row", "field"], name="answer_redaction_once"),
            models.UniqueConstraint(fields=["document", "field"], name="intro_redaction_once"),
            models.CheckConstraint(
                condition=Q(row__isnull=False, document__isnull=True, field__in=WORDS_OF_ROW)
                | Q(row__isnull=True, document__isnull=False, field__in=WORDS_OF_INTRO),
                name="answer_redaction_of_words",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.said} {self.field}"

    @property
    def said(self) -> Said:
        found = self.row or self.document
        assert found is not None  # noqa: S101 - the database has it so
        return found

    @property
    def number(self) -> int:
        return self.row.number if self.row else 0

    @property
    def thing(self) -> str:
        return f"{self.about}, {self.number or _('above the answers')}"

    @property
    def about(self) -> Any:
        return document_of(self.said).reference

    @property
    def request(self) -> tuple[Any, ...]:
        return self.row_id, self.document_id, self.asked_by_id, self.asked_at

    @property
    def desk_address(self) -> str:
        return reverse("answer_redaction", args=[self.about.string, self.number])

    @property
    def field_label(self) -> str:
        return words_of(self.said)[self.field]

    @property
    def place(self) -> Place:
        return self.about.string, self.number, 0, ""

    @classmethod
    def at_place(cls, place: Place, field: str) -> Self:
        said = said_at(place[0], place[1])
        assert said is not None  # noqa: S101 - it is one of the places here
        named: dict[str, Any] = {role_of(said): said, "field": field}
        return cls.objects.filter(**named).first() or cls(**named)

    @classmethod
    def places_here(cls, references: Iterable[str]) -> set[Place]:
        documents = ResponseDocument.objects.filter(reference__string__in=references)
        rows = documents.values_list("reference__string", "rows__number")
        return {(string, number, 0, "") for string, number in rows if number is not None} | {
            (string, 0, 0, "") for string, _number in rows
        }

    @classmethod
    def carried_out(cls) -> set[tuple[Place, str]]:
        rows = cls.objects.filter(confirmed_at__isnull=False)
        related = ("row__document__reference", "document__reference")
        return {(one.place, one.field) for one in rows.select_related(*related)}


def document_of(said: Said) -> ResponseDocument:
    return said.document if isinstance(said, ResponseRow) else said


def role_of(said: Said) -> str:
    """Which field of a redaction names it."""
    return "row" if isinstance(said, ResponseRow) else "document"


def said_at(string: str, number: int) -> Said | None:
    """An answer by its number, and under 0 the document for what stands above the answers."""
    if number == 0:
        return ResponseDocument.objects.select_related("reference").filter(reference__string=string).first()
    rows = ResponseRow.objects.select_related("document__reference")
    return rows.filter(document__reference__string=string, number=number).first()
