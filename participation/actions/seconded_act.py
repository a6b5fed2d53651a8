"""What weighs too much for one person: asked by one with a reason, done when another confirms it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from base.actions.audit_entry import record
from base.refusal import Refusal, refuse_if
from participation.actions.ballot import hold_paper
from participation.actions.ballot_box import destroy_envelopes, report_lost
from participation.actions.tally_sheet import correct_count
from participation.box_rules import box_of
from participation.certification_rules import refusal_to_destroy
from participation.letter_tasks import tell_of_seconded
from participation.models import BoxHolder, ConsultationRound, SecondedAct
from participation.queries.seconded_act import waiting_acts
from participation.queries.tally_sheet import newest_sheet, set_aside_in
from participation.rules import refusal_to_correct
from participation.seconded_rules import refusal_to_ask_second, refusal_to_second
from participation.voting_enums import SecondedKind


@transaction.atomic
def ask_second(
    *,
    consultation_round: ConsultationRound,
    kind: SecondedKind,
    reason: str,
    by: Any,
    at: datetime,
    about: str = "",
    details: Mapping[str, Any] | None = None,
) -> SecondedAct:
    """Asks for an act that somebody else must confirm; nothing of it is done yet. Raises Refusal where it cannot be done."""
    refuse_if(refusal_to_ask_second(by, reason))
    locked = hold_paper(consultation_round=consultation_round)
    if kind == SecondedKind.DESTROY:
        refuse_if(refusal_to_destroy(locked, newest_sheet(locked)))
    elif kind == SecondedKind.CORRECT:
        refuse_if(refusal_to_correct(locked, reason))
    else:
        _holder(locked, about)
    if waiting_acts(locked).filter(kind=kind, about=about).exists():
        raise Refusal(_("Somebody asked for this already: it waits for who confirms it."))
    act = SecondedAct.objects.create(
        consultation_round=locked,
        kind=kind,
        about=about,
        reason=reason.strip(),
        details=details or {},
        first=by,
        first_at=at,
    )
    record(act="second_asked", about=locked.reference, by=by, at=at, kind=kind, reason=act.reason)
    transaction.on_commit(lambda: tell_of_seconded.enqueue(act.pk), robust=True)
    return act


@transaction.atomic
def confirm_act(*, act: SecondedAct, by: Any, at: datetime) -> SecondedAct:
    """Does what somebody else asked for, as the second person."""
    consultation_round = hold_paper(consultation_round=act.consultation_round)
    act = SecondedAct.objects.select_for_update(of=("self",)).select_related("first").get(pk=act.pk)
    refuse_if(refusal_to_second(act, by))
    act.second, act.second_at = by, at
    act.save(update_fields=["second", "second_at"])
    who: dict[str, Any] = {"first": act.first, "by": by, "at": at}
    if act.kind == SecondedKind.DESTROY:
        destroy_envelopes(consultation_round=consultation_round, **who)
    elif act.kind == SecondedKind.CORRECT:
        take_back = set_aside_in(consultation_round).filter(key__in=act.details.get("take_back", []))
        value = act.details.get("public_value", "")
        correct_count(
            consultation_round=consultation_round,
            reason=act.reason,
            take_back=list(take_back),
            public_value=value,
            **who,
        )
    else:
        report_lost(holder=_holder(consultation_round, act.about), **who)
    return act


@transaction.atomic
def take_act_back(*, act: SecondedAct, by: Any, at: datetime) -> None:
    """What was asked for is not done. Who asked, or who was to confirm it, says so."""
    hold_paper(consultation_round=act.consultation_round)
    act = SecondedAct.objects.select_related("consultation_round__reference", "first").get(pk=act.pk)
    if act.first_id != by.pk:
        refuse_if(refusal_to_second(act, by))
    elif act.second_at is not None:
        raise Refusal(_("This was confirmed and done."))
    act.delete()
    record(act="second_not_asked", about=act.consultation_round.reference, by=by, at=at, kind=act.kind)


def _holder(consultation_round: ConsultationRound, key: str) -> BoxHolder:
    box = box_of(consultation_round)
    holder = box.holders.filter(pk=key).first() if box is not None and key.isdecimal() else None
    if holder is None or holder.lost_at is not None or holder.brought:
        raise Refusal(_("This part is not waited for any more."))
    return holder
