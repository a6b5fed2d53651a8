from django.http import Http404

from participation.models import ConsultationRound
from participation.queries.consultation_round import round_by_reference


def vote_or_404(reference: str) -> ConsultationRound:
    """A round in which people vote."""
    consultation_round = round_by_reference(reference)
    if consultation_round is None or not consultation_round.method:
        raise Http404
    return consultation_round
