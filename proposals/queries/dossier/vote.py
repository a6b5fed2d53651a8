"""The vote of a round: its counts with their hashes and certificates, and what its record says."""

from datetime import datetime
from typing import Any

from django.db.models import Count, F, Prefetch, Sum

from participation.certification_rules import is_from_elsewhere
from participation.enums import Eligibility
from participation.models import (
    Ballot,
    Casting,
    ConsultationRound,
    CountObjection,
    Incident,
    PollBookEntry,
    RollEntry,
    SetAsideEnvelope,
    TallyLine,
    TallySheet,
)
from participation.queries.lot import closing_head
from proposals.dossier_chapters import Data
from proposals.queries.dossier.values import moment_value


def vote_data(consultation_round: ConsultationRound, at: datetime) -> Data:
    """Before a result is public nothing of what was marked; how many came is told after the close."""
    published_at = consultation_round.result_published_at
    is_public = published_at is not None and published_at <= at
    box = getattr(consultation_round, "box", None)
    about = {"consultation_round": consultation_round}
    book = PollBookEntry.objects.filter(**about).aggregate(voted=Count("pk"), replaced=Sum("times_replaced"))
    sheets = _sheets(consultation_round)
    certificate = getattr(sheets[-1], "certification", None) if sheets else None
    certified_at = certificate.second_at if certificate is not None else None
    head = closing_head(consultation_round) if box is not None else None
    return {
        "round": consultation_round.reference.string,
        "has_vote": bool(consultation_round.method),
        "is_public": is_public,
        "is_from_elsewhere": bool(consultation_round.method) and is_from_elsewhere(consultation_round),
        "result_published_at": moment_value(published_at) if is_public else None,
        "cancelled_at": moment_value(consultation_round.cancelled_at),
        "roll": RollEntry.objects.filter(**about).count()
        if consultation_round.eligibility == Eligibility.ROLL
        else None,
        "voted": book["voted"],
        "replaced": book["replaced"] or 0,
        "box": {
            "closed_at": moment_value(box.closed_at),
            "opened_at": moment_value(box.opened_at),
            "destroyed_at": moment_value(box.destroyed_at),
            "closing_head": head.sha256 if head is not None else "",
            "castings": Casting.objects.filter(**about).count(),
        }
        if box is not None
        else None,
        "opened": Ballot.objects.filter(**about).count() if is_public else None,
        "set_aside": _set_aside(consultation_round) if is_public else None,
        "sheets": [_sheet(one) for one in sheets] if is_public else [],
        "incidents": [
            {
                "happened_at": moment_value(one.happened_at),
                "what": one.what,
                "done": one.done,
                "is_corrected": hasattr(one, "corrected_by"),
                "is_correction": one.corrects_id is not None,
                "is_after_certificate": certified_at is not None and one.entered_at > certified_at,
            }
            for one in Incident.objects.filter(**about).select_related("corrected_by").order_by("happened_at", "pk")
        ],
        "objections": [
            {
                "number": one.number,
                "received_at": moment_value(one.received_at),
                # Before the ruling its words are the clerk's alone.
                "gist": one.gist if one.ruled_at else "",
                "ruling": one.ruling,
                "ground": one.ground if one.ruled_at else "",
                "ruled_at": moment_value(one.ruled_at),
            }
            for one in CountObjection.objects.filter(**about).order_by("number")
        ]
        if is_public
        else [],
    }


def _set_aside(consultation_round: ConsultationRound) -> dict[str, int]:
    rows = SetAsideEnvelope.objects.filter(consultation_round=consultation_round, taken_back_at=None)
    return dict(rows.values_list("ground").annotate(n=Count("pk")).order_by("ground"))


def _sheets(consultation_round: ConsultationRound) -> list[TallySheet]:
    lines = TallyLine.objects.select_related("subject__reference").order_by(
        "-score", F("place").asc(nulls_last=True), "pk"
    )
    sheets = consultation_round.tally_sheets.select_related("certification", "bundle").order_by("number")
    return list(sheets.prefetch_related(Prefetch("lines", lines)))


def _sheet(sheet: TallySheet) -> dict[str, Any]:
    certificate, bundle = getattr(sheet, "certification", None), getattr(sheet, "bundle", None)
    return {
        "number": sheet.number,
        "rule": sheet.rule,
        "tie_rule": sheet.tie_rule,
        "public_value": sheet.public_value,
        "counted_at": moment_value(sheet.counted_at),
        "cast": sheet.cast,
        "blank": sheet.blank,
        "emptied": sheet.emptied,
        "set_aside": sheet.set_aside,
        "reason": sheet.reason,
        "is_repeat": sheet.is_repeat,
        "budget": sheet.budget,
        "cost": sheet.cost,
        "sha256": sheet.sha256,
        "lines": [
            {
                "number": line.subject.reference.string,
                "title": line.subject.public_label,
                "language": line.subject.language,
                "score": line.score,
                "cost": line.cost,
                "place": line.place,
            }
            for line in sheet.lines.all()
        ],
        "certificate": {
            "first_at": moment_value(certificate.first_at),
            "second_at": moment_value(certificate.second_at),
            "recount_sha256": certificate.recount_sha256,
            "bundle_sha256": certificate.bundle_sha256,
            "closing_head": certificate.closing_head,
        }
        if certificate is not None
        else None,
        "bundle_sha256": bundle.sha256 if bundle is not None else "",
    }
