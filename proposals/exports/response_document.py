"""The desk's own tables of answers, also while they are being written."""

from collections.abc import Iterable
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from base.exports.table import Rows
from participation.models import ConsultationRound
from proposals.models import ResponseDocument
from proposals.queries.response_document import AnsweredRow
from proposals.response_rules import is_overdue


def answers_table(
    waiting: Iterable[tuple[ConsultationRound, date]], begun: Iterable[ResponseDocument], at: datetime
) -> Rows:
    """Of every round: those that wait for a beginning, each with its day, then those that were begun, with their rows counted."""
    yield [
        *(
            pgettext("of a record", "Number"),
            _("Round"),
            _("Title"),
            _("Answered"),
            _("Rows"),
            _("Promised by"),
            _("late"),
            _("State"),
        ),
        _("Public since"),
    ]
    for one, due_on in waiting:
        is_late = int(is_overdue(due_on, at))
        yield ["", one.reference.string, one.title, 0, 0, due_on, is_late, _("not begun"), None]
    for document in begun:
        one, counted = document.consultation_round, vars(document)
        is_late = int(document.published_at is None and is_overdue(document.due_on, at))
        yield [
            *(document.reference.string, one.reference.string, one.title),
            *(counted["answered_count"], counted["row_count"], document.due_on, is_late, _state(document)),
            document.published_at,
        ]


def _state(document: ResponseDocument) -> str:
    if document.published_at is not None:
        return _("public")
    return _("waits for approval") if document.offered_at is not None else _("being written")


def rows_table(found: Iterable[AnsweredRow]) -> Rows:
    """The words of people stand where they wrote them: here are their numbers."""
    yield [
        *(_("Row"), _("Answers"), _("Summary"), _("Theme"), _("What we do with it"), _("Answer"), _("Reason")),
        *(_("Department"), _("Assigned to"), _("Answered on")),
    ]
    for one in found:
        row = one.row
        yield [
            *(row.number, " ".join(said.number for said in one.contributions), row.summary, row.theme),
            *(row.get_verdict_display() if row.verdict else "", row.answer, row.reason, row.department),
            *(str(row.assigned_to or ""), row.answered_at),
        ]
