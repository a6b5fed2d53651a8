from django.http import Http404

from base import clock
from participation.actions.ballot_box import close_box
from participation.box_rules import is_close_due
from participation.models import ConsultationRound
from participation.queries.consultation_round import round_by_reference


def vote_or_404(reference: str) -> ConsultationRound:
    """A round in which people vote."""
    consultation_round = round_by_reference(reference)
    if consultation_round is None or not consultation_round.method:
        raise Http404
    return consultation_round


def closed_by_the_clock(reference: str) -> ConsultationRound | None:
    """The round, whose box is closed where voting is over: nobody need have come by at that moment."""
    consultation_round, now = round_by_reference(reference), clock.now()
    # Looking holds nothing back; only who closes it does. A rehearsal signs nothing: what it shows leaves, though it is undone.
    if consultation_round is None or clock.is_moved() or not is_close_due(consultation_round, now):
        return consultation_round
    close_box(consultation_round=consultation_round, at=now)
    return round_by_reference(reference)
