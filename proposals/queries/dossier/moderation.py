"""What moderators did in a round, in numbers: nothing of anybody, and nothing that was said. And which words of the municipality
were destroyed, with the reason."""

from datetime import datetime
from typing import Any

from django.db.models import Count, Q

from base.queries.record_redaction import carried_out
from participation.models import Appeal, ConsultationRound, Report, Ruling
from proposals.dossier_chapters import Data
from proposals.models import CouncilPaper, Decision, Meeting
from proposals.queries.dossier.council import of_round, promises_of
from proposals.queries.dossier.values import moment_value


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
        "taken_out": _taken_out(consultation_round),
    }


def _taken_out(consultation_round: ConsultationRound) -> list[Data]:
    """Why words of the municipality in this dossier were destroyed; in their place stands that they were."""
    of_it = of_round(consultation_round)
    papers = CouncilPaper.objects.filter(of_it)
    # A meeting is about nothing that has a number.
    meetings = Meeting.objects.filter(Q(papers__in=papers) | Q(votes__paper__in=papers))
    told = (
        Q(about__in=[consultation_round.reference_id, consultation_round.about_id])
        | Q(about__response_document__consultation_round=consultation_round)
        | Q(about__subject__consultation_round=consultation_round)
        | Q(about__in=Decision.objects.filter(of_it).values("reference"))
        | Q(about__in=promises_of(consultation_round).values("reference"))
        | Q(kind=Meeting._meta.label_lower, key__in=meetings.values("pk"))
    )
    return [
        {
            "about": one.about.string if one.about is not None else "",
            "record": one.kind,
            "number": one.number,
            "field": one.field,
            "reason": one.reason,
            "explanation": one.explanation,
            "explanation_en": one.explanation_en,
            "confirmed_at": moment_value(one.confirmed_at),
        }
        for one in carried_out().filter(told)
    ]
