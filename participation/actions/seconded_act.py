"""What weighs too much for one person: asked by one with a reason, done when another confirms it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from base.actions.audit_entry import record
from base.refusal import Refusal, refuse_if
from participation.actions.ballot import freeze_ballot, hold_paper
from participation.actions.ballot_box import discard_box, report_lost
from participation.actions.box_opening import destroy_envelopes, open_box
from participation.actions.round_change import cancel_round, withdraw_option
from participation.actions.tally_sheet import correct_count
from participation.actions.voting_letter import Printed, renew_run, replace_letter
from participation.box_rules import box_of, refusal_of_also_there, refusal_to_discard, refusal_to_open
from participation.certification_rules import refusal_to_cancel, refusal_to_destroy
from participation.letter_list import Addressee
from participation.letter_tasks import tell_of_seconded
from participation.models import BoxHolder, ConsultationRound, RollEntry, SecondedAct, Subject
from participation.queries.seconded_act import acts_with_rounds, unconfirmed_acts
from participation.queries.tally_sheet import newest_sheet, set_aside_in
from participation.queries.voting_letter import letters_of_run
from participation.round_change_rules import refusal_to_withdraw_option
from participation.rules import refusal_to_correct
from participation.seconded_rules import (
    refusal_of_lapsed,
    refusal_of_second_reason,
    refusal_to_ask_second,
    refusal_to_second,
    refusal_to_take_back,
)
from participation.voting_enums import LetterForm, SecondedKind
from participation.voting_letter_rules import refusal_to_send


@dataclass(frozen=True)
class Made:
    """What comes of an act that makes codes, shown or printed now and never again."""

    code: str = ""
    letters: Sequence[Printed] = ()


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
    freeze_ballot(consultation_round=consultation_round, at=at)
    locked = hold_paper(consultation_round=consultation_round)
    act = SecondedAct(
        consultation_round=locked,
        kind=kind,
        about=about,
        reason=reason.strip(),
        details=details or {},
        first=by,
        first_at=at,
    )
    _refuse(act)
    for earlier in unconfirmed_acts(locked).filter(kind=kind, about=about):
        if not refusal_of_lapsed(earlier, at):
            raise Refusal(_("Somebody asked for this already: it waits for who confirms it."))
        earlier.delete()
    act.save()
    record(act="second_asked", about=locked.reference, by=by, at=at, kind=kind, reason=act.reason)
    transaction.on_commit(lambda: tell_of_seconded.enqueue(act.pk), robust=True)
    return act


@transaction.atomic
def confirm_act(
    *,
    act: SecondedAct,
    by: Any,
    at: datetime,
    reason: str = "",
    passphrase: str = "",
    addressees: Sequence[Addressee] = (),
) -> Made:
    """Does what somebody else asked for, as the second person, with a `reason` of their own where it is never undone. `passphrase`
    opens a box that is kept under one; a print run is made anew for `addressees`.
    """
    consultation_round = hold_paper(consultation_round=act.consultation_round)
    act = acts_with_rounds().select_for_update(of=("self",)).get(pk=act.pk)
    refuse_if(refusal_to_second(act, by, at) or refusal_of_second_reason(act, reason))
    act.second, act.second_at, act.second_reason = by, at, reason.strip()
    act.save(update_fields=["second", "second_at", "second_reason"])
    record(
        act="second_confirmed",
        about=consultation_round.reference,
        by=by,
        at=at,
        kind=act.kind,
        reason=act.second_reason,
    )
    about: dict[str, Any] = {"consultation_round": consultation_round}
    who: dict[str, Any] = {"first": act.first, "by": by, "at": at}
    match SecondedKind(act.kind):
        case SecondedKind.DESTROY:
            destroy_envelopes(**about, **who)
        case SecondedKind.CORRECT:
            take_back = set_aside_in(consultation_round).filter(key__in=act.details.get("take_back", []))
            value = act.details.get("public_value", "")
            correct_count(**about, **who, reason=act.reason, take_back=list(take_back), public_value=value)
        case SecondedKind.LOST_PART:
            report_lost(holder=_holder(consultation_round, act.about), **who)
        case SecondedKind.OPEN:
            open_box(**about, **who, witnesses=act.details.get("also", ""), passphrase=passphrase)
        case SecondedKind.CANCEL:
            cancel_round(**about, **who, reason=act.reason)
        case SecondedKind.OPTION:
            withdraw_option(subject=_subject(consultation_round, act.about), **who, reason=act.reason)
        case SecondedKind.NEW_BOX:
            discard_box(**about, **who)
        case SecondedKind.NEW_CODE:
            form, language = LetterForm(act.details["form"]), act.details["language"]
            entry = _entry(consultation_round, act.about)
            said: dict[str, Any] = {"form": form, "language": language, "reason": act.reason}
            return Made(code=replace_letter(entry=entry, **said, by=by, at=at, act=act))
        case SecondedKind.NEW_CODES:
            return Made(letters=renew_run(act=act, addressees=addressees, by=by, at=at))
    return Made()


@transaction.atomic
def take_act_back(*, act: SecondedAct, by: Any, at: datetime) -> None:
    """What was asked for is not done. Who asked, or who was to confirm it, says so."""
    hold_paper(consultation_round=act.consultation_round)
    act = SecondedAct.objects.select_related("consultation_round__reference", "first").get(pk=act.pk)
    refuse_if(refusal_to_take_back(act, by))
    act.delete()
    record(act="second_not_asked", about=act.consultation_round.reference, by=by, at=at, kind=act.kind)


def _refuse(act: SecondedAct) -> None:
    """Of what could not be done now, whoever confirms it."""
    held, at = act.consultation_round, act.first_at
    match act.kind:
        case SecondedKind.DESTROY:
            refuse_if(refusal_to_destroy(held, newest_sheet(held)))
        case SecondedKind.CORRECT:
            refuse_if(refusal_to_correct(held, act.reason))
        case SecondedKind.LOST_PART:
            _holder(held, act.about)
        case SecondedKind.OPEN:
            refuse_if(refusal_to_open(held, at) or refusal_of_also_there(act.details.get("also", ""), act.first))
        case SecondedKind.CANCEL:
            refuse_if(refusal_to_cancel(held, newest_sheet(held)))
        case SecondedKind.OPTION:
            refuse_if(refusal_to_withdraw_option(held, _subject(held, act.about), at))
        case SecondedKind.NEW_BOX:
            refuse_if(refusal_to_discard(held, at))
            if act.about != str(held.box.pk):
                raise Refusal(_("Another ballot box was made meanwhile. Load the page again."))
        case SecondedKind.NEW_CODE:
            _entry(held, act.about)
            refuse_if(refusal_to_send(act.first, held, at))
        case SecondedKind.NEW_CODES:
            refuse_if(refusal_to_send(act.first, held, at))
            if not letters_of_run(held, act.about).filter(replaced_at=None).exists():
                raise Refusal(_("Every letter of this print run was replaced already."))


def _holder(consultation_round: ConsultationRound, key: str) -> BoxHolder:
    box = box_of(consultation_round)
    holder = box.holders.filter(pk=key).first() if box is not None and key.isdecimal() else None
    if holder is None or holder.lost_at is not None or holder.brought:
        raise Refusal(_("This part is not waited for any more."))
    return holder


def _subject(consultation_round: ConsultationRound, key: str) -> Subject:
    subject = consultation_round.subjects.filter(pk=key).first() if key.isdecimal() else None
    if subject is None:
        raise Refusal(_("This is not on the ballot paper."))
    return subject


def _entry(consultation_round: ConsultationRound, key: str) -> RollEntry:
    entry = RollEntry.objects.filter(consultation_round=consultation_round, pk=key).first() if key.isdecimal() else None
    if entry is None:
        raise Refusal(_("This line is not on the electoral roll any more."))
    return entry
