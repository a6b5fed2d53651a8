"""The few figures with which a dossier begins, and what was answered and decided."""

from datetime import datetime

from participation.models import ConsultationRound, PollBookEntry, TallyLine
from participation.queries.tally_sheet import newest_sheet
from proposals.dossier_chapters import Data
from proposals.models import Decision
from proposals.queries.contribution import comments_of, proposals_of, views_of
from proposals.queries.dossier.answers import published_document
from proposals.queries.dossier.council import of_round
from proposals.queries.dossier.values import link_value
from proposals.queries.response_document import voices_of


def summary_data(consultation_round: ConsultationRound, at: datetime) -> Data:
    document = published_document(consultation_round, at)
    voices = voices_of(document) if document is not None else None
    decisions = Decision.objects.filter(of_round(consultation_round), corrected_by=None).select_related("reference")
    return {
        "round": consultation_round.reference.string,
        "proposals": proposals_of(consultation_round).count(),
        "comments": comments_of(consultation_round).count(),
        "formal_views": views_of(consultation_round).count(),
        "voted": PollBookEntry.objects.filter(consultation_round=consultation_round).count()
        if consultation_round.method
        else None,
        "chosen": _chosen(consultation_round, at),
        "answers": {
            **(link_value(document.reference) or {}),
            "contributions": voices.contributions,
            "answered": voices.answered,
            "changed": voices.changed,
            "days": voices.days,
            "verdicts": [{"verdict": verdict.value, "number": number} for verdict, number in voices.verdicts],
        }
        if document is not None and voices is not None
        else None,
        "decisions": [
            {
                **(link_value(one.reference) or {}),
                "body": one.body,
                "decided_on": one.decided_on.isoformat(),
                "verdict": one.verdict,
                "title": one.title,
                "title_en": one.title_en,
            }
            for one in decisions.order_by("-decided_on", "-pk")
        ],
    }


def _chosen(consultation_round: ConsultationRound, at: datetime) -> list[dict[str, str]] | None:
    """What the vote chose, in order; None as long as no result is public, and of a round that was cancelled."""
    published_at = consultation_round.result_published_at
    if published_at is None or published_at > at or consultation_round.cancelled_at is not None:
        return None
    lines = TallyLine.objects.filter(sheet=newest_sheet(consultation_round), place__isnull=False).order_by("place")
    return [
        {
            "number": line.subject.reference.string,
            "title": line.subject.public_label,
            "language": line.subject.language,
        }
        for line in lines.select_related("subject__reference")
    ]
