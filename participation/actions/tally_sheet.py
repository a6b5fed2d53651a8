from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.operator import account_of
from base.actions.audit_entry import record
from base.canonical import canonical_json, sha256
from base.refusal import refuse_if
from participation.actions.ballot import hold_paper
from participation.actions.result_bundle import write_bundle
from participation.ballot_rules import settings_of
from participation.models import ConsultationRound, PollBookEntry, TallyLine, TallySheet
from participation.queries.ballot import options_of, profile_of
from participation.queries.lot import draws_lot, ties_of
from participation.rules import refusal_to_count, refusal_to_draw, refusal_to_lead_count
from participation.signals import round_counted
from participation.tally.rules import method


@transaction.atomic
def count_round(*, consultation_round: ConsultationRound, by: Any, at: datetime, public_value: str = "") -> TallySheet:
    """Counts what the opened box held and writes the tally sheet with its bundle: whole, or not at all. Once per round; sends
    `round_counted`. `public_value` is what a lot is drawn with, where the rules name one.
    """
    refuse_if(refusal_to_lead_count(by))
    # Of two who count at once the second finds it done.
    consultation_round = hold_paper(consultation_round=consultation_round)
    refuse_if(refusal_to_count(consultation_round, at) or refusal_to_draw(consultation_round, public_value))
    public_value = public_value.strip() if draws_lot(consultation_round) else ""
    subjects = list(options_of(consultation_round))
    profile = profile_of(consultation_round)
    outcome = method(consultation_round.method).count(
        profile, ties_of(consultation_round, public_value), settings_of(consultation_round)
    )
    data = outcome.as_data()
    sheet = TallySheet.objects.create(
        consultation_round=consultation_round,
        number=1,
        rule=consultation_round.method,
        tie_rule=consultation_round.tie_rule,
        public_value=public_value,
        counted_at=at,
        by=account_of(by),
        cast=PollBookEntry.objects.filter(consultation_round=consultation_round).count(),
        blank=profile.ballots.get((), 0),
        budget=profile.budget,
        cost=outcome.cost,
        outcome=data,
        sha256=sha256(canonical_json(data)),
    )
    places = {option: place for place, option in enumerate(outcome.winners, start=1)}
    TallyLine.objects.bulk_create(
        TallyLine(
            sheet=sheet,
            subject=subject,
            score=outcome.scores[subject.reference.string],
            cost=subject.cost,
            place=places.get(subject.reference.string),
        )
        for subject in subjects
    )
    write_bundle(sheet=sheet, at=at)
    consultation_round.counted_at = at
    consultation_round.save(update_fields=["counted_at"])
    record(act="round_counted", about=consultation_round.reference, by=by, at=at, sheet=sheet.sha256)
    round_counted.send(sender=ConsultationRound, consultation_round=consultation_round, sheet=sheet, by=by, at=at)
    return sheet
