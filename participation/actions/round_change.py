from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction

from base.actions.audit_entry import record
from base.refusal import refuse_if
from participation.actions.ballot import freeze_ballot, hold_paper
from participation.certification_rules import refusal_to_cancel
from participation.enums import FollowMoment, PhaseKind, RoundChangeKind
from participation.formal_term import end_of_term
from participation.models import Certification, ConsultationRound, Phase, RoundChange, Subject
from participation.queries.round_change import takes_two_to_cancel
from participation.queries.seconded_act import unconfirmed_acts
from participation.queries.tally_sheet import newest_sheet
from participation.round_change_rules import (
    refusal_of_length,
    refusal_to_change_anything,
    refusal_to_extend,
    refusal_to_pause,
    refusal_to_resume,
    refusal_to_withdraw_option,
    refusal_without_reason,
)
from participation.round_plan import PhasePlan
from participation.round_plan_rules import refusal_of_order
from participation.rules import refusal_to_lead_count
from participation.seconded_rules import refusal_of_one
from participation.tasks import announce
from participation.voting_enums import SecondedKind


@transaction.atomic
def extend_phase(
    *, consultation_round: ConsultationRound, phase: Phase, ends_at: datetime, reason: str, by: Any, at: datetime
) -> RoundChange:
    """Lets a phase that runs end later, with a reason that everybody reads. Later phases that would begin before that move along."""
    held = _held(consultation_round, reason, by, at)
    longer(consultation_round=held, phase=phase, ends_at=ends_at, at=at)
    return _told(_extended(held, phase, ends_at, reason, by, at))


@dataclass(frozen=True)
class Longer:
    """The end that a phase gets, and the times of the later ones that would begin before it: each as much later."""

    ends_at: datetime
    moved: list[tuple[Phase, PhasePlan]]


def longer(*, consultation_round: ConsultationRound, phase: Phase, ends_at: datetime, at: datetime) -> Longer:
    """What comes of a phase that is made longer; nothing is written. Raises Refusal where it cannot be."""
    phase = consultation_round.phases.get(pk=phase.pk)
    refuse_if(refusal_to_change_anything(consultation_round))
    refuse_if(refusal_of_length(phase, ends_at))
    return _lawful(consultation_round, phase, ends_at, at)


@transaction.atomic
def pause_round(*, consultation_round: ConsultationRound, reason: str, by: Any, at: datetime) -> RoundChange:
    """Stops everything that people do in a round, until it is resumed."""
    held = _held(consultation_round, reason, by, at)
    refuse_if(refusal_to_change_anything(held) or refusal_to_pause(held, at))
    held.paused_at = at
    held.save(update_fields=["paused_at"])
    return _told(_written(held, RoundChangeKind.PAUSED, reason, by, at))


@transaction.atomic
def resume_round(
    *, consultation_round: ConsultationRound, ends: Mapping[int, datetime], reason: str, by: Any, at: datetime
) -> RoundChange:
    """Lets a paused round go on. `ends` are later ends, by the keys of phases that were open when it was paused."""
    held = _held(consultation_round, reason, by, at)
    refuse_if(refusal_to_change_anything(held) or refusal_to_resume(held, dict(ends), at))
    longer_ones = [
        one for one in held.open_phases(held.paused_at or at) if one.pk in ends and ends[one.pk] != one.ends_at
    ]
    # The largest first: what it moved along, a smaller one need not move once more.
    for phase in sorted(longer_ones, key=lambda one: ends[one.pk] - (one.ends_at or at), reverse=True):
        _extended(held, phase, ends[phase.pk], reason, by, at)
    held.paused_at = None
    held.save(update_fields=["paused_at"])
    return _told(_written(held, RoundChangeKind.RESUMED, reason, by, at))


@transaction.atomic
def cancel_round(
    *, consultation_round: ConsultationRound, reason: str, by: Any, at: datetime, first: Any = None
) -> RoundChange:
    """Ends a round for good, before its result is certified: ballots that were not opened never are.

    Where people rely on it `first` asked for it, and `by` confirms.
    """
    held = _held(consultation_round, reason, by, at)
    refuse_if(refusal_to_cancel(held, newest_sheet(held)))
    refuse_if(refusal_of_one(first, by) if takes_two_to_cancel(held, at) else "")
    # Whoever was asked to certify need not any more.
    Certification.objects.filter(sheet__consultation_round=held, second__isnull=True).delete()
    held.paused_at, held.cancelled_at = None, at
    held.save(update_fields=["paused_at", "cancelled_at"])
    # Only what is left in the box is destroyed yet.
    unconfirmed_acts(held).exclude(kind=SecondedKind.DESTROY).delete()
    return _told(_written(held, RoundChangeKind.CANCELLED, reason, by, at))


@transaction.atomic
def withdraw_option(*, subject: Subject, reason: str, first: Any, by: Any, at: datetime) -> RoundChange:
    """Takes an option out of a vote that runs: it stays on the paper with the reason, and counts as if nobody marked it.

    `first` asked for it, `by` confirms.
    """
    held = _held(subject.consultation_round, reason, by, at)
    subject = Subject.objects.select_for_update(of=("self",)).get(pk=subject.pk)
    refuse_if(refusal_to_withdraw_option(held, subject, at) or refusal_of_one(first, by))
    return _told(_written(held, RoundChangeKind.OPTION, reason, by, at, subject=subject))


def _held(consultation_round: ConsultationRound, reason: str, by: Any, at: datetime) -> ConsultationRound:
    """The round, which nobody else changes or votes in before the caller's transaction ends."""
    refuse_if(refusal_to_lead_count(by) or refusal_without_reason(reason))
    freeze_ballot(consultation_round=consultation_round, at=at)
    return hold_paper(consultation_round=consultation_round)


def _lawful(held: ConsultationRound, phase: Phase, ends_at: datetime, at: datetime) -> Longer:
    if held.is_formal and phase.kind == PhaseKind.DISCUSS:
        # By law it never ends on a weekend or a holiday.
        ends_at = end_of_term(phase.starts_at, ends_at)
    refuse_if(refusal_to_extend(held, phase, ends_at, at))
    plans = {one: PhasePlan(one.kind, one.starts_at, one.ends_at) for one in held.phases.all()}
    plans[phase] = replace(plans[phase], ends_at=ends_at)
    ended, asked_at = phase.ends_at or ends_at, held.paused_at or at
    later = [one for one in plans if one.starts_at >= ended and not one.has_begun(asked_at)]
    moved = []
    if any(one.starts_at < ends_at for one in later):
        moved = [(one, plans[one].later(ended, ends_at)) for one in later]
    plans |= dict(moved)
    refuse_if(refusal_of_order(list(plans.values())))
    return Longer(ends_at, moved)


def _extended(
    held: ConsultationRound, phase: Phase, ends_at: datetime, reason: str, by: Any, at: datetime
) -> RoundChange:
    phase = held.phases.get(pk=phase.pk)
    found = _lawful(held, phase, ends_at, at)
    times = {"phase_kind": phase.kind, "phase_starts_at": phase.starts_at, "ends_before": phase.ends_at}
    phase.ends_at = found.ends_at
    phase.save(update_fields=["ends_at"])
    change = _written(held, RoundChangeKind.EXTENDED, reason, by, at, **times, ends_after=found.ends_at)
    for later, plan in found.moved:
        times = {"phase_kind": later.kind, "phase_starts_at": later.starts_at, "ends_before": later.ends_at}
        later.starts_at, later.ends_at = plan.starts_at, plan.ends_at
        later.save(update_fields=["starts_at", "ends_at"])
        times |= {"starts_after": plan.starts_at, "ends_after": plan.ends_at}
        _written(held, RoundChangeKind.MOVED, reason, by, at, **times)
    return change


def _written(
    held: ConsultationRound, kind: RoundChangeKind, reason: str, by: Any, at: datetime, **what: Any
) -> RoundChange:
    change = RoundChange.objects.create(consultation_round=held, kind=kind, reason=reason.strip(), at=at, **what)
    said = {name: str(value) for name, value in what.items()}
    record(act=f"round_{kind}", about=held.reference, by=by, at=at, reason=change.reason, **said)
    return change


def _told(change: RoundChange) -> RoundChange:
    """Followers get one mail for one act, whatever it moved."""
    announce(moment=FollowMoment.ROUND, what=change.pk, references=[change.consultation_round.reference_id])
    return change
