from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from base.actions.audit_entry import record
from base.actions.removal import AS_ASKED, ASK_REDACTION, CONFIRM_REDACTION, refusal_to_confirm
from base.actions.search_entry import index_words
from base.redaction_ledger import keep_in_ledger
from base.refusal import Refusal, refuse_if
from participation.models import ConsultationRound
from proposals.actions.paper import discard_papers
from proposals.enums import FoundKind
from proposals.models import AnswerRedaction, LaterAnswer, ResponseDocument, ResponseRow
from proposals.models.answer_redaction import TAKEN_OUT, TAKEN_OUT_EN, Said, document_of, role_of
from proposals.queries.answer_redaction import fields_to_redact, saying


@transaction.atomic
def ask_answer_redaction(
    *,
    said: Said,
    fields: Sequence[str],
    reason: str,
    explanation: str,
    by: Any,
    at: datetime,
    explanation_en: str = "",
) -> list[AnswerRedaction]:
    """Asks that words of a published answer are destroyed. Nothing happens to them until a second person confirms."""
    held = ResponseDocument.objects.select_for_update(of=("self",)).select_related("reference")
    document = held.get(pk=document_of(said).pk)
    refuse_if("" if by.has_perm(ASK_REDACTION) else _("Only the clerk asks for a redaction."))
    refuse_if("" if explanation.strip() else _("Say why, in words that everybody may read."))
    if document.published_at is None:
        raise Refusal(_("These answers are not public yet: change the row itself."))
    if not fields or not set(fields) <= {name for name, _label in fields_to_redact(said)}:
        raise Refusal(_("Choose fields that this answer has, and that no redaction names yet."))
    asked = [
        AnswerRedaction.objects.create(
            **{role_of(said): said},
            field=name,
            reason=reason,
            explanation=explanation.strip(),
            explanation_en=explanation_en.strip(),
            asked_by=by,
            asked_at=at,
        )
        for name in fields
    ]
    record(
        act="redaction_asked",
        about=document.reference,
        by=by,
        at=at,
        row=asked[0].number,
        fields=list(fields),
        reason=reason,
    )
    return asked


@transaction.atomic
def confirm_answer_redaction(*, answer_redaction: AnswerRedaction, by: Any, at: datetime) -> AnswerRedaction:
    """Destroys the words, in every answer of the document that has the very same in that field."""
    said = answer_redaction.said
    # Nobody corrects it meanwhile into another with the same words.
    ResponseDocument.objects.select_for_update().get(pk=document_of(said).pk)
    said.refresh_from_db()
    redaction = AnswerRedaction.objects.select_for_update().get(pk=answer_redaction.pk)
    refuse_if(refusal_to_confirm(redaction, by, CONFIRM_REDACTION))
    asked = {name: getattr(redaction, name) for name in AS_ASKED}
    for same in saying(said, redaction.field):
        of_it: dict[str, Any] = {role_of(same): same, "field": redaction.field}
        one, _is_new = AnswerRedaction.objects.get_or_create(**of_it, defaults=asked)
        _carry_out(one, by, at)
    redaction.refresh_from_db()
    return redaction


def _carry_out(redaction: AnswerRedaction, by: Any, at: datetime) -> None:
    redaction.confirmed_by, redaction.confirmed_at = by, at
    redaction.save(update_fields=["confirmed_by", "confirmed_at"])
    destroy_answer_words(redaction)
    record(
        act="redaction_confirmed",
        about=redaction.about,
        by=by,
        at=at,
        row=redaction.number,
        field=redaction.field,
        reason=redaction.reason,
    )
    # Written before the transaction ends: what is destroyed here must never come back with a backup.
    keep_in_ledger(redaction)


def _destroy_in_waiting(row: ResponseRow, field: str, instead: str) -> None:
    """What waits to be added would bring the very same words back."""
    words = getattr(row, field)
    for asked in LaterAnswer.objects.filter(document=row.document):
        if field == "corrected_because" and asked.corrected_because == words:
            asked.corrected_because = instead
        elif asked.text.get(field) == words:
            asked.text[field] = instead
        asked.save(update_fields=["corrected_because", "text"])


def destroy_answer_words(redaction: AnswerRedaction) -> None:
    """Puts in their place that they were taken out, and discards what was drawn with them."""
    instead = TAKEN_OUT_EN if redaction.field.endswith("_en") else TAKEN_OUT
    said = redaction.said
    if isinstance(said, ResponseRow):
        _destroy_in_waiting(said, redaction.field, instead)
    type(said)._default_manager.filter(pk=said.pk).update(**{redaction.field: instead})
    index_words(FoundKind.ANSWER if isinstance(said, ResponseRow) else FoundKind.ANSWERS, [said.pk])
    discard_papers(ConsultationRound.objects.filter(pk=document_of(said).consultation_round_id))
