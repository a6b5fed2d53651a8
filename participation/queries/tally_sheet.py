"""The newest sheet of a round, and what its ballots come to when they are counted again."""

from typing import Any

from django.db.models import QuerySet

from base.canonical import canonical_json, sha256
from participation.ballot_rules import settings_of
from participation.models import ConsultationRound, CountObjection, SetAsideEnvelope, TallySheet
from participation.queries.ballot import profile_of
from participation.queries.lot import closing_head, draws_lot, ties_of
from participation.tally.outcome import Outcome
from participation.tally.profile import Profile
from participation.tally.rules import method


def newest_sheet(consultation_round: ConsultationRound) -> TallySheet | None:
    return consultation_round.tally_sheets.select_related("certification").order_by("-number").first()


def set_aside_in(consultation_round: ConsultationRound) -> QuerySet[SetAsideEnvelope]:
    """What is not counted; what was taken back is."""
    return SetAsideEnvelope.objects.filter(consultation_round=consultation_round, taken_back_at__isnull=True)


def counted_anew(consultation_round: ConsultationRound, public_value: str) -> tuple[Profile, Outcome]:
    """The opened ballots, and what the round's method makes of them; `public_value` is what a lot is drawn with."""
    profile = profile_of(consultation_round)
    counting = method(consultation_round.method)
    ties = ties_of(consultation_round, public_value)
    return profile, counting.count(profile, ties, settings_of(consultation_round))


def sheet_digest(consultation_round: ConsultationRound, outcome: Any, public_value: str) -> str:
    """SHA-256 of the outcome as data, with the lot where the rules know one: what it was drawn with is part of the count."""
    head = closing_head(consultation_round) if draws_lot(consultation_round) else None
    lot = {"lot": {"head": head.sha256, "public_value": public_value}} if head is not None else {}
    return sha256(canonical_json(outcome | lot))


def objection_of_key(key: str) -> CountObjection | None:
    found = CountObjection.objects.select_related("consultation_round__reference")
    return found.filter(key=key).first() if key else None
