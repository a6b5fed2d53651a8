"""Words of published answers that were destroyed, or can be."""

from typing import Any

from django.db.models import Q

from proposals.models import AnswerRedaction, ResponseDocument, ResponseRow
from proposals.models.answer_redaction import Said, words_of


def fields_to_redact(said: Said) -> list[tuple[str, Any]]:
    """The fields that say something and that no redaction names yet, with their labels."""
    asked = set(said.redactions.values_list("field", flat=True))
    return [(name, label) for name, label in words_of(said).items() if getattr(said, name) and name not in asked]


def saying(said: Said, field: str) -> list[Said]:
    """What says the very same in a field and of which it was not destroyed: of an answer each such one of its document."""
    if isinstance(said, ResponseDocument):
        return [said]
    row = said
    gone = AnswerRedaction.objects.filter(field=field, confirmed_at__isnull=False).values("row")
    same = ResponseRow.objects.filter(document=row.document_id, **{field: getattr(row, field)})
    return list(same.exclude(pk__in=gone).select_related("document__reference"))


def redactions_as_data(document: ResponseDocument) -> list[dict[str, Any]]:
    """Of which words were destroyed since, and why: of those rows, and of what stands above them (0), the hash of the day of
    publication cannot be made any more."""
    of_it = Q(row__document=document) | Q(document=document)
    found = AnswerRedaction.objects.filter(of_it, confirmed_at__isnull=False).select_related("row")
    return [
        {
            "number": one.number,
            **{
                name: getattr(one, name)
                for name in ("field", "reason", "explanation", "explanation_en", "confirmed_at")
            },
        }
        for one in sorted(found, key=lambda one: (one.number, one.pk))
    ]
