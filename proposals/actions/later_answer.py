"""What is added to published answers: a correction of one, and the answer to what became public after the others."""

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
from proposals.models import AnsweredContribution, ResponseDocument, ResponseRow
from proposals.queries.response_document import KINDS, answer_to, unplaced
from proposals.response_rules import refusal_of_row, refusal_of_view, refusal_to_add, refusal_to_correct


@transaction.atomic
def answer_later(
    *, document: ResponseDocument, key: str, text: RowText, because: str, by: Any, at: datetime
) -> ResponseRow:
    """Answers one contribution that became public after the others were answered (its key), with the reason that everybody
    reads."""
    document = held(document)
    refuse_if(refusal_to_add(by))
    if document.published_at is None:
        raise Refusal(_("These answers are not public yet: give it a row among them."))
    found = next((one for one in unplaced(document) if one.key == key), None)
    if found is None:
        row = answer_to(key)
        raise Refusal(
            _("This has an answer already, in row %(number)d. If something in it is not right, correct that row.")
            % {"number": row.number}
            if row is not None
            else _("This is not public any more, so there is nothing to answer.")
        )
    return _add(document, text, because, [link_to(ResponseRow(), found)], None, by, at)


@transaction.atomic
def correct_row(
    *, document: ResponseDocument, number: int, text: RowText, because: str, by: Any, at: datetime
) -> ResponseRow:
    """Puts a new row in the place of a published one, with the reason that everybody reads; the old one stays readable."""
    document = held(document)
    refuse_if(refusal_to_add(by))
    if document.published_at is None:
        raise Refusal(_("These answers are not public yet: change the row itself."))
    row = row_of(document, number)
    refuse_if(refusal_to_correct(by, row))
    if ResponseRow.objects.filter(corrects=row).exists():
        raise Refusal(_("This answer has been corrected already. Correct the correction."))
    if all(getattr(row, name) == value for name, value in vars(text).items()):
        raise Refusal(_("This is what the answer says already. Change what is not right in it."))
    return _add(document, text, because, row.contributions.order_by("pk"), row, by, at)


def _add(
    document: ResponseDocument,
    text: RowText,
    because: str,
    links: Iterable[AnsweredContribution],
    corrects: ResponseRow | None,
    by: Any,
    at: datetime,
) -> ResponseRow:
    """A row after publication; whom it concerns is told."""
    links = list(links)
    if not because.strip():
        raise Refusal(_("Say why it is added or corrected: everybody reads it."))
    new = ResponseRow(document=document, number=document.rows_made + 1, corrects=corrects, corrected_because=because)
    write_row(new, text)
    has_view = any(link.formal_view_id for link in links)
    refuse_if(refusal_of_view(by, has_view=has_view) or refusal_of_row(new, has_view=has_view))
    new.answered_at, new.answered_by = at, by
    new.save()
    written(document, new, {by.pk, *(corrects.writers.values_list("person", flat=True) if corrects else [])})
    AnsweredContribution.objects.bulk_create(
        [
            AnsweredContribution(row=new, **{f"{kind}_id": getattr(link, f"{kind}_id") for kind in KINDS})
            for link in links
        ]
    )
    ResponseDocument.objects.filter(pk=document.pk).update(rows_made=F("rows_made") + 1)
    index_words(FoundKind.ANSWER, [new.pk, *([corrects.pk] if corrects is not None else [])])
    act = "row_corrected" if corrects is not None else "row_added"
    record(act=act, about=document.reference, by=by, at=at, row=corrects and corrects.number, new=new.number)
    announce_later_answer(new)
    return new
