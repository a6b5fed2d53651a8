"""What moderators did in a round, in numbers: nothing of anybody, and nothing that was said."""

from datetime import datetime
from typing import Any

from django.db.models import Count, Q

from participation.models import Appeal, ConsultationRound, Report, Ruling
from proposals.dossier_chapters import Data


def moderation_data(consultation_round: ConsultationRound, _at: datetime) -> Data:
    about = Q(subject__consultation_round=consultation_round) | Q(
        comment__subject__consultation_round=consultation_round
    )
    rulings = Ruling.objects.filter(about)
    counted: Any = rulings.order_by().values_list("kind", "ground").annotate(n=Count("pk")).order_by("kind", "ground")
    appeals = Appeal.objects.filter(ruling__in=rulings).order_by().values_list("outcome").annotate(n=Count("pk"))
    return {
        "rulings": [{"kind": kind, "ground": ground, "number": number} for kind, ground, number in counted],
        "reports": Report.objects.filter(about).count(),
        # By what became of each; what is not decided has no word yet.
        "appeals": dict(appeals.order_by("outcome")),
    }
