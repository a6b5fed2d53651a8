"""What the municipality found and answered: published assessments, and the response document once it is out."""

from datetime import datetime
from typing import Any

from django.urls import reverse

from participation.models import Assessment, ConsultationRound
from proposals.dossier_chapters import Data
from proposals.models import AnsweredContribution, FormalView, ResponseDocument, ResponseRow
from proposals.queries.contribution import comment_number
from proposals.queries.dossier.values import day_value, link_value, moment_value

# All that a row of the response document is shown with.
ROWS = ("before__reference", "after__reference", "corrects", "corrected_by")

ANSWERED = (
    "comment__subject__consultation_round",
    "comment__annotation__version__reference",
    "subject__reference",
    "formal_view__reference",
)


def assessments_data(consultation_round: ConsultationRound, at: datetime) -> Data:
    rows = Assessment.objects.filter(
        subject__in=consultation_round.subjects.visible(), published_at__isnull=False, published_at__lte=at
    )
    return {
        "items": [
            {
                **(link_value(one.subject.reference) or {}),
                "title": one.subject.public_label,
                "language": one.subject.language,
                "department": one.department,
                "feasible": one.feasible,
                "cost": one.cost,
                "legal": one.legal,
                "reason": one.reason,
                "published_at": moment_value(one.published_at),
            }
            for one in rows.select_related("subject__reference").order_by("subject__reference__string")
        ]
    }


def response_data(consultation_round: ConsultationRound, at: datetime) -> Data:
    document = published_document(consultation_round, at)
    return {
        "document": {
            **(link_value(document.reference) or {}),
            "intro": document.intro,
            "intro_en": document.intro_en,
            "due_on": document.due_on.isoformat(),
            "published_at": moment_value(document.published_at),
            "sha256": document.sha256,
        }
        if document is not None
        else None,
        "formal_views": [
            {"number": string, "received": day_value(received_at), "timing": timing}
            for string, received_at, timing in FormalView.objects.filter(consultation_round=consultation_round)
            .order_by("received_at", "pk")
            .values_list("reference__string", "received_at", "timing")
        ],
    }


def response_keys(consultation_round: ConsultationRound) -> list[int]:
    document = getattr(consultation_round, "response_document", None)
    if document is None or document.published_at is None:
        return []
    return list(document.rows.in_place().values_list("pk", flat=True))


def response_rows(consultation_round: ConsultationRound, keys: list[int], at: datetime) -> list[Data]:
    """Rows of what is published, each correction with what it corrects; nothing of what is not."""
    document = published_document(consultation_round, at)
    if document is None:
        return []
    rows = document.rows.in_place().select_related(*ROWS)
    if len(keys) <= MANY:
        rows = rows.filter(pk__in=keys)
    answered: dict[int, list[AnsweredContribution]] = {}
    found = AnsweredContribution.objects.filter(row__document=document).order_by("pk")
    if len(keys) <= MANY:
        found = found.filter(row__in=keys)
    for one in found.select_related(*ANSWERED):
        answered.setdefault(one.row_id, []).append(one)
    return [_row(row, document.reference.string, answered.get(row.pk, [])) for row in rows]


MANY = 500


def published_document(consultation_round: ConsultationRound, at: datetime) -> ResponseDocument | None:
    found = ResponseDocument.objects.filter(consultation_round=consultation_round, published_at__lte=at)
    return found.select_related("reference").first()


def _row(row: ResponseRow, document: str, answered: list[AnsweredContribution]) -> dict[str, Any]:
    shown = [_answered(one) for one in answered]
    return {
        "number": row.number,
        "address": reverse("answer", args=[document, row.number]),
        "theme": row.theme,
        "summary": row.summary,
        "summary_en": row.summary_en,
        "contributions": shown,
        "answer": row.answer,
        "answer_en": row.answer_en,
        "verdict": row.verdict,
        "reason": row.reason,
        "forwarded_to": row.forwarded_to,
        "department": row.department,
        "answered_at": moment_value(row.answered_at),
        "change": {
            "number": row.before.reference.string,
            "before": row.before.label,
            "after": row.after.label,
        }
        if row.before is not None and row.after is not None
        else None,
        "corrects": row.corrects.number if row.corrects is not None else None,
        "corrected_because": row.corrected_because,
        "corrected_by": row.corrected_by.number if hasattr(row, "corrected_by") else None,
    }


def _answered(one: AnsweredContribution) -> dict[str, Any]:
    """Its number and address, and its words where everybody may read them."""
    if one.subject is not None:
        is_shown = one.subject.is_visible
        known = link_value(one.subject.reference) or {}
        return {"kind": "proposal", **known, "quoted": one.subject.label if is_shown else ""}
    if one.comment is not None:
        is_shown = one.comment.is_public
        address = one.comment.get_absolute_url() if is_shown else ""
        text = one.comment.text if is_shown else ""
        return {"kind": "comment", "number": comment_number(one.comment.pk), "address": address, "quoted": text}
    number = one.formal_view.reference.string if one.formal_view is not None else ""
    return {"kind": "formal-view", "number": number, "address": "", "quoted": ""}
