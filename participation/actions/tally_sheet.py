from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.operator import OPERATOR, account_of
from base.actions.audit_entry import record
from base.canonical import canonical_json
from base.refusal import Refusal, refuse_if
from participation.actions.ballot import hold_paper
from participation.actions.envelope import refusal_of_text
from participation.actions.result_bundle import write_bundle
from participation.certification_rules import needs_second_to_correct, value_to_correct_with
from participation.enums import FollowMoment
from participation.models import (
    Ballot,
    Certification,
    ConsultationRound,
    PollBookEntry,
    SetAsideEnvelope,
    TallyLine,
    TallySheet,
)
from participation.queries.ballot import ballot_subjects, options_of
from participation.queries.invented import invented_profile
from participation.queries.lot import draws_lot
from participation.queries.tally_sheet import counted_anew, set_aside_in, sheet_digest
from participation.rules import refusal_to_correct, refusal_to_count, refusal_to_draw, refusal_to_lead_count
from participation.seconded_rules import refusal_of_one
from participation.signals import result_told, round_counted
from participation.tally.lot import as_drawn
from participation.tally.outcome import Outcome
from participation.tally.profile import Profile


@transaction.atomic
def count_round(*, consultation_round: ConsultationRound, by: Any, at: datetime, public_value: str = "") -> TallySheet:
    """Counts what the opened box held and writes the tally sheet with its bundle: whole, or not at all. Once per round; sends
    `round_counted`. `public_value` is what a lot is drawn with, where the rules name one.
    """
    refuse_if(refusal_to_lead_count(by))
    # Of two who count at once the second finds it done.
    consultation_round = hold_paper(consultation_round=consultation_round)
    refuse_if(refusal_to_count(consultation_round, at) or refusal_to_draw(consultation_round, public_value))
    public_value = as_drawn(public_value) if draws_lot(consultation_round) else ""
    sheet = _write_sheet(consultation_round, number=1, reason="", public_value=public_value, by=by, at=at)
    consultation_round.counted_at = at
    consultation_round.save(update_fields=["counted_at"])
    record(act="round_counted", about=consultation_round.reference, by=by, at=at, sheet=sheet.sha256)
    round_counted.send(sender=ConsultationRound, consultation_round=consultation_round, sheet=sheet, by=by, at=at)
    return sheet


@transaction.atomic
def correct_count(
    *,
    consultation_round: ConsultationRound,
    reason: str,
    by: Any,
    at: datetime,
    take_back: Collection[SetAsideEnvelope] = (),
    public_value: str = "",
    first: Any = None,
) -> TallySheet:
    """Counts the ballots anew on the next sheet, with the reason that everybody reads; the one before stays. What is taken
    back of what was set aside counts too. A lot is drawn with the value of before, unless another one is given. The result is
    provisional again; sends `round_counted`. One person does not undo what was certified, nor draw the lot with another value:
    `first` asked for it, `by` confirms.
    """
    refuse_if(refusal_to_lead_count(by))
    consultation_round = hold_paper(consultation_round=consultation_round)
    refuse_if(refusal_to_correct(consultation_round, reason))
    before = consultation_round.tally_sheets.order_by("-number")[0]
    refuse_if(refusal_of_one(first, by) if needs_second_to_correct(before, public_value) else "")
    value = value_to_correct_with(before, public_value) if draws_lot(consultation_round) else ""
    refuse_if(refusal_to_draw(consultation_round, value))
    for envelope in take_back:
        _take_back(consultation_round, envelope, reason, at)
    # Whoever was asked to certify the sheet before need not any more.
    Certification.objects.filter(sheet=before, second__isnull=True).delete()
    sheet = _write_sheet(
        consultation_round,
        number=before.number + 1,
        reason=reason.strip(),
        public_value=value,
        by=by,
        at=at,
    )
    record(
        act="count_corrected",
        about=consultation_round.reference,
        by=by,
        at=at,
        sheet=sheet.sha256,
        number=sheet.number,
        reason=sheet.reason,
        taken_back=len(take_back),
    )
    result_told.send(sender=ConsultationRound, sheet=sheet, moment=FollowMoment.CORRECTION)
    round_counted.send(sender=ConsultationRound, consultation_round=consultation_round, sheet=sheet, by=by, at=at)
    return sheet


def _write_sheet(
    consultation_round: ConsultationRound, *, number: int, reason: str, public_value: str, by: Any, at: datetime
) -> TallySheet:
    profile, outcome = counted_anew(consultation_round, public_value)
    cast = PollBookEntry.objects.filter(consultation_round=consultation_round).count()
    sheet = _lay_down(
        consultation_round, profile, outcome, cast=cast, number=number, reason=reason, value=public_value, by=by, at=at
    )
    write_bundle(sheet=sheet, at=at)
    return sheet


@transaction.atomic
def show_invented(*, consultation_round: ConsultationRound, at: datetime) -> None:
    """Counts ballots that nobody cast and makes that public, for a rehearsal: in a transaction that its caller rolls back. No file is
    written, and nothing is announced.
    """
    profile = invented_profile(consultation_round, list(options_of(consultation_round)), 1)
    Ballot.objects.bulk_create(
        Ballot(consultation_round=consultation_round, marks=canonical_json(dict(marked)))
        for marked, times in profile.ballots.items()
        for _time in range(times)
    )
    profile, outcome = counted_anew(consultation_round, "")
    cast = sum(profile.ballots.values())
    _lay_down(consultation_round, profile, outcome, cast=cast, number=1, reason="", value="", by=OPERATOR, at=at)
    consultation_round.counted_at = consultation_round.result_published_at = at
    consultation_round.save(update_fields=["counted_at", "result_published_at"])


def _lay_down(
    consultation_round: ConsultationRound,
    profile: Profile,
    outcome: Outcome,
    *,
    cast: int,
    number: int,
    reason: str,
    value: str,
    by: Any,
    at: datetime,
) -> TallySheet:
    """The rows of a sheet."""
    data = outcome.as_data()
    figures: dict[str, Any] = {
        "cast": cast,
        "blank": profile.blank,
        "emptied": profile.emptied,
        "set_aside": set_aside_in(consultation_round).count(),
        "sha256": sheet_digest(consultation_round, data, value),
    }
    sheet = TallySheet.objects.create(
        consultation_round=consultation_round,
        number=number,
        reason=reason,
        rule=consultation_round.method,
        tie_rule=consultation_round.tie_rule,
        public_value=value,
        counted_at=at,
        by=account_of(by),
        **figures,
        is_repeat=TallySheet.objects.filter(
            consultation_round=consultation_round, number=number - 1, **figures
        ).exists(),
        budget=profile.budget,
        cost=outcome.cost,
        outcome=data,
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
        for subject in options_of(consultation_round)
    )
    return sheet


def _take_back(consultation_round: ConsultationRound, envelope: SetAsideEnvelope, reason: str, at: datetime) -> None:
    """What was set aside, and can be read and fits the rules, becomes a ballot after all."""
    found = set_aside_in(consultation_round).select_for_update().filter(pk=envelope.pk).exclude(marks="").first()
    if found is None:
        raise Refusal(_("This envelope cannot be counted: nothing of it can be read."))
    options = {subject.reference.string: subject for subject in ballot_subjects(consultation_round)}
    refuse_if(refusal_of_text(consultation_round, options, found.marks))
    found.taken_back_at, found.taken_back_because = at, reason.strip()
    found.save(update_fields=["taken_back_at", "taken_back_because"])
    Ballot.objects.create(consultation_round=consultation_round, marks=found.marks)


def forget_reason(*, sheet: TallySheet, reason: str, instead: str) -> None:
    """Of what was taken back with a correction of which the reason was destroyed."""
    taken_back = SetAsideEnvelope.objects.filter(consultation_round=sheet.consultation_round_id)
    taken_back.filter(taken_back_because=reason).update(taken_back_because=instead)
