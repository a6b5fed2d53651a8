"""Words of published answers that were destroyed, or can be."""

from typing import Any

from proposals.models import AnswerRedaction, ResponseDocument, ResponseRow
from proposals.models.answer_redaction import WORDS_OF_ROW, label_of


def fields_to_redact(row: ResponseRow) -> list[tuple[str, Any]]:
    """The fields of a row that say something and that no redaction names yet, with their labels."""
    asked = set(row.redactions.values_list("field", flat=True))
    named = [(name, label_of(name)) for name in WORDS_OF_ROW]
    return [(name, label) for name, label in named if getattr(row, name) and name not in asked]


def rows_saying(row: ResponseRow, field: str) -> list[ResponseRow]:
    """The rows of a document, this one among them, that say the very same in a field and of which it was not destroyed."""
    gone = AnswerRedaction.objects.filter(field=field, confirmed_at__isnull=False).values("row")
    same = ResponseRow.objects.filter(document=row.document_id, **{field: getattr(row, field)})
    return list(same.exclude(pk__in=gone).select_related("document__reference"))


def redactions_as_data(document: ResponseDocument) -> list[dict[str, Any]]:
    """Of which words were destroyed since, and why: of those rows the hash of the day of publication cannot be made any more."""
    found = AnswerRedaction.objects.filter(row__document=document, confirmed_at__isnull=False).select_related("row")
    return [
        {
            "number": one.row.number,
            **{name: getattr(one, name) for name in ("field", "reason", "explanation", "confirmed_at")},
        }
        for one in found.order_by("row__number", "pk")
    ]
