"""What the municipality of the browser's city answers: one row of each kind, and one that was corrected."""

from datetime import datetime
from itertools import cycle
from typing import Any

from participation.models import ConsultationRound
from proposals.actions.later_answer import approve_later_answer, ask_correction
from proposals.actions.response_document import (
    RowText,
    begin_answers,
    offer_answers,
    publish_answers,
    save_row,
)
from proposals.council_enums import AnswerVerdict
from proposals.models import ResponseDocument
from proposals.queries.response_document import rows_of


def answer_all(consultation_round: ConsultationRound, *, editor: Any, clerk: Any, now: datetime) -> ResponseDocument:
    document = begin_answers(consultation_round=consultation_round, by=editor, at=now)
    for row, verdict in zip(list(rows_of(document)), cycle(AnswerVerdict), strict=False):
        save_row(
            document=document,
            number=row.number,
            edition=row.edition,
            text=_text(verdict),
            is_final=True,
            by=editor,
            at=now,
        )
    offer_answers(document=document, by=editor, at=now)
    document = publish_answers(document=document, by=clerk, at=now)
    because = "Wij noemden de verkeerde afdeling."
    asked = ask_correction(
        document=document, number=1, text=_text(AnswerVerdict.PARTLY), because=because, by=editor, at=now
    )
    approve_later_answer(later_answer=asked, asked_at=now, by=clerk, at=now)
    return document


def _text(verdict: AnswerVerdict) -> RowText:
    return RowText(
        theme="De bus",
        summary="Iemand wil dat de bus vaker rijdt.",
        summary_en="Somebody wants the bus to run more often.",
        answer="De bus rijdt elke week.",
        answer_en="The bus runs every week.",
        verdict=verdict,
        reason="Er is geld voor één bus." if verdict == AnswerVerdict.NOT_ADOPTED else "",
        forwarded_to="de bibliotheek" if verdict == AnswerVerdict.FORWARDED else "",
        department="Bibliotheek",
    )
