"""What is added to published answers: the correction of one, and the answer to what became public after the others. One person
asks for it, and another looks it through and makes it public."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from base.actions.audit_entry import record
from base.actions.search_entry import index_words
from base.refusal import Refusal, refuse_if
from proposals.actions.response_document import RowText, held, link_to, row_of, write_row, written
from proposals.answer_tasks import announce_later_answer
from proposals.enums import FoundKind
from proposals.models import AnsweredContribution, LaterAnswer, ResponseDocument, ResponseRow
from proposals.queries.contribution import Contribution
from proposals.queries.response_document import KINDS, answer_to, unplaced
from proposals.response_rules import (
    refusal_of_answerer,
    refusal_of_row,
    refusal_of_view,
    refusal_to_approve_later,
    refusal_to_drop_later,
)


@transaction.atomic
def ask_later_answer(
    *, document: ResponseDocument, key: str, text: RowText, because: str, by: Any, at: datetime
) -> LaterAnswer:
    """Asks to answer one contribution that became public after the others were answered (its key), with the reason that
    everybody reads."""
    document = held(document)
    refuse_if(refusal_of_answerer(by))
    if document.published_at is None:
        raise Refusal(_("These answers are not public yet: give it a row among them."))
    _found(document, key)
    waits = LaterAnswer.objects.filter(document=document, key=key).first()
    return _ask(waits or LaterAnswer(document=document, key=key), text, because, by, at, key.startswith("formal_view"))


@transaction.atomic
def ask_correction(
    *, document: ResponseDocument, number: int, text: RowText, because: str, by: Any, at: datetime
) -> LaterAnswer:
    """Asks to put a new row in the place of a published one, with the reason that everybody reads; the old one stays readable."""
    document = held(document)
    refuse_if(refusal_of_answerer(by))
    if document.published_at is None:
        raise Refusal(_("These answers are not public yet: change the row itself."))
    row = row_of(document, number)
    _refuse_corrected(row)
    if all(getattr(row, name) == value for name, value in vars(text).items()):
        raise Refusal(_("This is what the answer says already. Change what is not right in it."))
    waits = LaterAnswer.objects.filter(corrects=row).first()
    return _ask(waits or LaterAnswer(document=document, corrects=row), text, because, by, at, row.has_view)


@transaction.atomic
def approve_later_answer(*, later_answer: LaterAnswer, asked_at: datetime, by: Any, at: datetime) -> ResponseRow:
    """Makes public what another asked for at a moment, as it was looked through; whom it concerns is told."""
    document, asked = held(later_answer.document), _waiting(later_answer)
    if asked.asked_at != asked_at:
        raise Refusal(_("It was changed while you looked: it stands here as it is now. Look it through again."))
    refuse_if(refusal_to_approve_later(by, asked))
    corrects = asked.corrects
    if corrects is not None:
        _refuse_corrected(corrects)
    links = (
        list(corrects.contributions.order_by("pk"))
        if corrects
        else [link_to(ResponseRow(), _found(document, asked.key))]
    )
    new = _row(asked)
    new.number, new.answered_at, new.answered_by, new.approved_by = document.rows_made + 1, at, asked.asked_by, by
    new.save()
    earlier: Iterable[int] = corrects.writers.values_list("person", flat=True) if corrects else []
    written(document, new, {asked.asked_by_id, *earlier})
    AnsweredContribution.objects.bulk_create(
        [
            AnsweredContribution(row=new, **{f"{kind}_id": getattr(link, f"{kind}_id") for kind in KINDS})
            for link in links
        ]
    )
    ResponseDocument.objects.filter(pk=document.pk).update(rows_made=F("rows_made") + 1)
    asked.delete()
    index_words(FoundKind.ANSWER, [new.pk, *([corrects.pk] if corrects is not None else [])])
    act = "row_corrected" if corrects is not None else "row_added"
    record(act=act, about=document.reference, by=by, at=at, row=corrects and corrects.number, new=new.number)
    announce_later_answer(new)
    return new


@transaction.atomic
def send_back_later_answer(*, later_answer: LaterAnswer, remark: str, by: Any, at: datetime) -> None:
    """Gives it back to who asked, with what is still to be done."""
    document, asked = held(later_answer.document), _waiting(later_answer)
    refuse_if(refusal_to_approve_later(by, asked))
    if not remark.strip():
        raise Refusal(_("Say what is still to be done."))
    LaterAnswer.objects.filter(pk=asked.pk).update(remark=remark)
    record(act="later_answer_sent_back", about=document.reference, by=by, at=at)


@transaction.atomic
def drop_later_answer(*, later_answer: LaterAnswer, by: Any, at: datetime) -> None:
    """Nothing was public of it."""
    document, asked = held(later_answer.document), _waiting(later_answer)
    refuse_if(refusal_to_drop_later(by, asked))
    asked.delete()
    record(act="later_answer_dropped", about=document.reference, by=by, at=at)


def _ask(asked: LaterAnswer, text: RowText, because: str, by: Any, at: datetime, has_view: bool) -> LaterAnswer:
    """Who asked may ask otherwise; whoever else finds it lacking sends it back."""
    if asked.pk is not None and asked.asked_by_id != by.pk:
        raise Refusal(
            _("%(name)s asked for something here already, and it waits for a second person. Look that through first.")
            % {"name": asked.asked_by}
        )
    if not because.strip():
        raise Refusal(_("Say why it is added or corrected: everybody reads it."))
    asked.text = vars(text) | {"before": text.before and text.before.pk, "after": text.after and text.after.pk}
    asked.corrected_because, asked.asked_by, asked.asked_at, asked.remark = because, by, at, ""
    refuse_if(refusal_of_view(by, has_view=has_view) or refusal_of_row(_row(asked), has_view=has_view))
    asked.save()
    about = asked.document.reference
    record(act="later_answer_asked", about=about, by=by, at=at, row=asked.corrects and asked.corrects.number)
    return asked


def _row(asked: LaterAnswer) -> ResponseRow:
    """As it would be."""
    row = ResponseRow(document=asked.document, corrects=asked.corrects, corrected_because=asked.corrected_because)
    if asked.corrects is not None:
        row.place = asked.corrects.place or asked.corrects.number
    write_row(row, RowText(**asked.words))
    return row


def _waiting(later_answer: LaterAnswer) -> LaterAnswer:
    found = LaterAnswer.objects.select_related("document__reference").filter(pk=later_answer.pk).first()
    if found is None:
        raise Refusal(_("This waits no more: it was made public or dropped meanwhile."))
    return found


def _found(document: ResponseDocument, key: str) -> Contribution:
    """What has no answer yet."""
    found = next((one for one in unplaced(document) if one.key == key), None)
    if found is None:
        row = answer_to(key)
        raise Refusal(
            _("This has an answer already, in row %(number)d. If something in it is not right, correct that row.")
            % {"number": row.number}
            if row is not None
            else _("This is not public any more, so there is nothing to answer.")
        )
    return found


def _refuse_corrected(row: ResponseRow) -> None:
    if ResponseRow.objects.filter(corrects=row).exists():
        raise Refusal(_("This answer has been corrected already. Correct the correction."))


def forget_waiting_words(*, row: ResponseRow, field: str, words: str, instead: str) -> None:
    """What waits to be added would bring the very same words of a published answer back."""
    for asked in LaterAnswer.objects.filter(document=row.document_id):
        if field == "corrected_because" and asked.corrected_because == words:
            asked.corrected_because = instead
        elif asked.text.get(field) == words:
            asked.text[field] = instead
        asked.save(update_fields=["corrected_because", "text"])
