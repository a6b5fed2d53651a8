from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import get_language

from base.refusal import Refusal, refuse_if
from participation.actions.ballot import hold_paper
from participation.certification_rules import (
    certification_of,
    refusal_of_looked_up,
    refusal_of_second,
    refusal_to_count_again,
    refusal_to_countersign,
)
from participation.count_tasks import count_again
from participation.models import ConsultationRound, Recount
from participation.queries.certification import refusal_of_certificate
from participation.queries.recount import recount_under_way
from participation.queries.tally_sheet import newest_sheet
from participation.rules import refusal_to_lead_count


@transaction.atomic
def begin_recount(
    *,
    consultation_round: ConsultationRound,
    by: Any,
    at: datetime,
    asked: Any = None,
    deputy: Any = None,
    looked_up: str = "",
) -> Recount:
    """Has the newest count counted again while nobody waits, and certified when it is right: with `asked` as the first of two,
    otherwise as the second. `looked_up` is what they found that a lot was to be drawn with, where one decided. One that a worker left
    undone is begun anew."""
    refuse_if(refusal_to_lead_count(by))
    locked = hold_paper(consultation_round=consultation_round)
    sheet = newest_sheet(locked)
    sentence = refusal_of_certificate(locked, at)
    if sheet is None or sentence:
        raise Refusal(sentence)
    certification = certification_of(sheet)
    if asked is not None or certification is None:
        refuse_if(refusal_of_second(certification, by, asked, deputy))
    else:
        refuse_if(refusal_to_countersign(certification, by))
    refuse_if(refusal_of_looked_up(sheet, looked_up))
    under_way = recount_under_way(sheet, by)
    refuse_if(refusal_to_count_again(under_way, at))
    found = under_way or Recount(sheet=sheet, by=by)
    found.asked, found.deputy, found.begun_at, found.language = asked, deputy, at, get_language() or ""
    found.save()
    transaction.on_commit(lambda: count_again.enqueue(found.pk))
    return found
