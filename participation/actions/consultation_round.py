from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from base.actions.audit_entry import record
from base.models import Reference
from base.refusal import refuse_if
from participation.actions.ballot import freeze_ballot, hold_paper
from participation.actions.subject import text_of_round
from participation.ballot_rules import whole_settings
from participation.enums import LATER, FollowMoment
from participation.models import ConsultationRound, Phase, Subject
from participation.queries.tally_sheet import newest_sheet
from participation.round_change_rules import refusal_of_stop
from participation.round_plan import PhasePlan, RulesPlan, lawful_phases
from participation.round_plan_rules import refusal_to_put_in_force
from participation.rules import refusal_to_lead_count
from participation.signals import result_told


@transaction.atomic
def put_in_force(
    *,
    reference: Reference,
    about: Reference | None,
    rules: RulesPlan,
    phases: Sequence[PhasePlan],
    by: Any,
    at: datetime,
) -> ConsultationRound:
    """Writes the rules of a round, or what may still change of them. Raises Refusal with the first thing that is wrong."""
    phases = lawful_phases(rules, phases)
    rules = replace(rules, settings=whole_settings(rules))
    known = ConsultationRound.objects.filter(reference=reference).first()
    if known is not None:
        known = hold_paper(consultation_round=known)
        phases = as_extended(known, phases)
        # First: what was lawful when it came in force may miss something that is asked since.
        if is_in_force(known, about, rules, phases):
            return known
        # Once voting began its rules are published as they were at that moment.
        freeze_ballot(consultation_round=known, at=at)
    refuse_if(refusal_to_put_in_force(known, rules, phases, at))
    consultation_round, created = ConsultationRound.objects.update_or_create(
        reference=reference,
        defaults=asdict(rules) | {"about": about},
        create_defaults=asdict(rules) | {"about": about, "put_in_force_at": at},
    )
    _write_phases(consultation_round, phases)
    if rules.is_discussed:
        text = text_of_round(consultation_round=consultation_round, at=at)
        Subject.objects.filter(pk=text.pk).update(label=rules.title)
    record(
        act="rules_put_in_force" if created else "rules_changed",
        about=reference,
        by=by,
        at=at,
        rules=asdict(rules),
        phases=[asdict(phase) for phase in phases],
    )
    return ConsultationRound.objects.with_phases().get(pk=consultation_round.pk)


def as_extended(consultation_round: ConsultationRound, phases: Sequence[PhasePlan]) -> list[PhasePlan]:
    """Phases as the page plans them, with the times to which they were moved since that was written."""
    plans = list(phases)
    for change in consultation_round.changes.filter(kind__in=LATER):
        plans = [
            replace(plan, starts_at=change.starts_after or plan.starts_at, ends_at=change.ends_after)
            if (plan.kind, plan.starts_at, plan.ends_at)
            == (change.phase_kind, change.phase_starts_at, change.ends_before)
            else plan
            for plan in plans
        ]
    return plans


def is_in_force(
    known: ConsultationRound, about: Reference | None, rules: RulesPlan, phases: Sequence[PhasePlan]
) -> bool:
    """Whether a publication changed nothing but words."""
    written = {
        PhasePlan(kind=phase.kind, starts_at=phase.starts_at, ends_at=phase.ends_at) for phase in known.phases.all()
    }
    same_rules = all(getattr(known, name) == value for name, value in asdict(rules).items())
    return same_rules and known.about == about and written == set(phases) and len(phases) == known.phases.count()


def _write_phases(consultation_round: ConsultationRound, phases: Sequence[PhasePlan]) -> None:
    consultation_round.phases.all().delete()
    Phase.objects.bulk_create(
        Phase(consultation_round=consultation_round, kind=plan.kind, starts_at=plan.starts_at, ends_at=plan.ends_at)
        for plan in phases
    )


@transaction.atomic
def publish_result(*, consultation_round: ConsultationRound, by: Any, at: datetime) -> ConsultationRound:
    """Makes the count public. Only a counted round has one."""
    refuse_if(refusal_to_lead_count(by))
    locked = ConsultationRound.objects.select_for_update().get(pk=consultation_round.pk)
    refuse_if(refusal_of_stop(locked))
    refuse_if("" if locked.counted_at else _("Count the ballots first; then publish the result."))
    if locked.result_published_at is None:
        locked.result_published_at = at
        locked.save(update_fields=["result_published_at"])
        record(act="result_published", about=locked.reference, by=by, at=at)
        sheet = newest_sheet(locked)
        if sheet is not None:
            result_told.send(sender=ConsultationRound, sheet=sheet, moment=FollowMoment.RESULT)
    return locked
