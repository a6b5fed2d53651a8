from django.db.models import QuerySet

from participation.models import ConsultationRound, SecondedAct


def waiting_acts(consultation_round: ConsultationRound) -> QuerySet[SecondedAct]:
    """What one person asked for, and waits for a second."""
    return consultation_round.seconded_acts.filter(second_at__isnull=True).select_related("first")
