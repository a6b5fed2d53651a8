from django.db.models import QuerySet

from participation.models import ConsultationRound, SecondedAct


def all_waiting_acts() -> QuerySet[SecondedAct]:
    """What one person asked for, and waits for a second, in every round."""
    acts = SecondedAct.objects.filter(second_at__isnull=True)
    return acts.select_related("first", "consultation_round__reference")


def waiting_acts(consultation_round: ConsultationRound) -> QuerySet[SecondedAct]:
    return all_waiting_acts().filter(consultation_round=consultation_round)
