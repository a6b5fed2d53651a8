import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from base.actions.audit_entry import record as record_act
from base.actions.removal import AS_ASKED, ASK_REDACTION, CONFIRM_REDACTION, carry_out_redaction, refusal_to_confirm
from base.models import AuditEntry, RecordRedaction, Redaction
from base.models.removal import NOTE, FieldRemoval
from base.queries.record_redaction import fields_to_take_out, same_as
from base.redactable import TAKEN_OUT, redactable_of
from base.redaction_ledger import keep_in_ledger
from base.refusal import Refusal, refuse_if
from base.signals import record_redacted

# As JSON has them in every database.
_WRITTEN_OTHERWISE = re.compile(r"[^ !#-\[\]-~]+")


@transaction.atomic
def ask_record_redaction(
    *,
    record: Any,
    fields: Sequence[str],
    reason: str,
    explanation: str,
    by: Any,
    at: datetime,
    explanation_en: str = "",
) -> list[RecordRedaction]:
    """Asks that words of a record are destroyed. Nothing happens to them until a second person confirms."""
    declared = redactable_of(record)
    record = declared.model._base_manager.select_for_update(of=("self",)).get(pk=record.pk)
    refuse_if("" if by.has_perm(ASK_REDACTION) else _("Only the clerk asks for a redaction."))
    refuse_if("" if explanation.strip() else _("Say why, in words that everybody may read."))
    if not declared.records().filter(pk=record.pk).exists():
        raise Refusal(_("This is not public yet: change it where it is written."))
    if not fields or not set(fields) <= {name for name, _label in fields_to_take_out(record)}:
        raise Refusal(_("Choose fields that say something, and that no redaction names yet."))
    asked = [RecordRedaction.of(record, name) for name in fields]
    for one in asked:
        one.reason, one.explanation, one.explanation_en = reason, explanation.strip(), explanation_en.strip()
        one.asked_by, one.asked_at = by, at
        one.save()
    record_act(
        act="redaction_asked",
        about=declared.about_of(record) or declared.key,
        by=by,
        at=at,
        record=declared.key,
        key=record.pk,
        fields=list(fields),
        reason=reason,
    )
    return asked


@transaction.atomic
def confirm_record_redaction(*, record_redaction: RecordRedaction, by: Any, at: datetime) -> RecordRedaction:
    """Destroys the words, and the very same in every other record about the same thing."""
    # Nobody writes over it meanwhile.
    declared = record_redaction.declared
    record = declared.model._base_manager.select_for_update(of=("self",)).get(pk=record_redaction.key)
    redaction = RecordRedaction.objects.select_for_update(of=("self",)).get(pk=record_redaction.pk)
    refuse_if(refusal_to_confirm(redaction, by, CONFIRM_REDACTION))
    words = getattr(record, redaction.field)
    _carry_out(redaction, by, at)
    destroy_same_records(redaction, same_as(record, redaction.field, words))
    _destroy_same_notes(redaction, words)
    return redaction


def destroy_same_records(redaction: FieldRemoval, found: Iterable[tuple[Any, str]]) -> None:
    """With what was confirmed of some words the very same go in fields of other records."""
    for record, field in found:
        same = RecordRedaction.of(record, field)
        if not same.is_confirmed:
            _ask_as(redaction, same)
            _carry_out(same, redaction.confirmed_by, redaction.confirmed_at)  # type: ignore[arg-type]


def _destroy_same_notes(redaction: RecordRedaction, words: str) -> None:
    """And in what was said of the change of a version of that thing."""
    versions = redaction.about.versions.filter(change_note=words) if words and redaction.about is not None else []
    for version in versions:
        note = Redaction.of(version, NOTE)
        _ask_as(redaction, note)
        note.save()
        carry_out_redaction(note, redaction.confirmed_by, redaction.confirmed_at)  # type: ignore[arg-type]


def _ask_as(redaction: FieldRemoval, same: FieldRemoval) -> None:
    """As what it goes with was asked; what somebody else asked of it before keeps their explanation."""
    if same.pk is None or same.asked_by_id == redaction.confirmed_by_id:
        for name in AS_ASKED:
            setattr(same, name, getattr(redaction, name))


def _carry_out(redaction: RecordRedaction, by: Any, at: datetime) -> None:
    redaction.confirmed_by, redaction.confirmed_at = by, at
    redaction.save()
    destroy_record_words(redaction)
    record_act(
        act="redaction_confirmed",
        about=redaction.about or redaction.kind,
        by=by,
        at=at,
        record=redaction.kind,
        key=redaction.key,
        field=redaction.field,
        reason=redaction.reason,
    )
    # Written before the transaction ends: what is destroyed here must never come back with a backup.
    keep_in_ledger(redaction)


def destroy_record_words(redaction: RecordRedaction) -> None:
    """Puts in their place that they were taken out, in the row and in the audit trail, and tells who keeps a copy."""
    record, field, declared = redaction.record, redaction.field, redaction.declared
    words, instead = getattr(record, field), declared.instead_of(field)
    if words in ("", instead):
        return
    type(record)._base_manager.filter(pk=record.pk).update(**{field: instead})
    _forget_in_trail(words, field if field in declared.emptied else "")
    record_redacted.send(sender=type(record), record=record, field=field, words=words, instead=instead)


def _forget_in_trail(words: str, number: str) -> None:
    """Of a number or an address only where it stands as such, under that name: the same signs say other things too."""
    if not number:
        AuditEntry.objects.filter(about=words[:80]).update(about=TAKEN_OUT)
    stretch = max(_WRITTEN_OTHERWISE.split(words), key=len)
    written = AuditEntry.objects.annotate(written=Cast("detail", TextField()))
    for entry in written.filter(written__contains=stretch).iterator():
        without = without_words(entry.detail, words, TAKEN_OUT, number)
        if without != entry.detail:
            AuditEntry.objects.filter(pk=entry.pk).update(detail=without)


def without_words(value: Any, words: str, instead: str, under: str = "", name: str = "") -> Any:
    """A JSON value in which something else stands wherever a text is these words; `under` one name alone where that is given."""
    if isinstance(value, dict):
        return {key: without_words(one, words, instead, under, key) for key, one in value.items()}
    if isinstance(value, list):
        return [without_words(one, words, instead, under, name) for one in value]
    is_said = isinstance(value, str) and value.strip() == words.strip() and under in ("", name)
    return instead if is_said else value
