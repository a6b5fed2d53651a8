"""After the close: the ballot box is opened, and later what could lead back to a voter is destroyed."""

from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.operator import account_of
from base.actions.audit_entry import record
from base.refusal import refuse_if
from participation import sealing
from participation.actions.ballot import freeze_ballot
from participation.actions.ballot_box import close_box, held_box, secret_of
from participation.actions.envelope import empty_box
from participation.box_rules import refusal_of_also_there, refusal_to_open
from participation.certification_rules import refusal_to_destroy
from participation.enums import Keeping
from participation.models import BallotBox, ConsultationRound, Envelope, OpenedEnvelope, PaperReading
from participation.queries.tally_sheet import newest_sheet
from participation.rules import refusal_to_lead_count
from participation.seconded_rules import refusal_of_one


@transaction.atomic
def open_box(
    *,
    consultation_round: ConsultationRound,
    by: Any,
    at: datetime,
    first: Any = None,
    witnesses: str = "",
    passphrase: str = "",
) -> int:
    """Takes every ballot out of its envelope and destroys the link to its voter: whole, or not at all.

    `first` asked for it and is the witness, `by` confirms; `witnesses` names who else is there. Only of ballots that were public
    elsewhere, whose key no person holds, nobody asks it. Every envelope is checked against the poll book, the roll and the castings that the heads commit to. Ballots get random
    keys and are written in a shuffled order; so are the seals, in another one. What cannot be counted is set aside. Returns how
    many ballots can be.
    """
    refuse_if(refusal_to_lead_count(by))
    freeze_ballot(consultation_round=consultation_round, at=at)
    close_box(consultation_round=consultation_round, at=at)
    box = held_box(consultation_round)
    locked = box.consultation_round
    refuse_if(refusal_to_open(locked, at))
    refuse_if(refusal_of_one(first, by) if box.keeping != Keeping.SERVER else "")
    refuse_if(refusal_of_also_there(witnesses, by))
    taken_out, aside = empty_box(consultation_round=locked, open_one=sealing.opener(secret_of(box, passphrase)))
    box.holders.update(brought=b"")
    box.opened_at, box.opened_by, box.witness, box.witnesses = at, account_of(by), first, witnesses.strip()
    box.save(update_fields=["opened_at", "opened_by", "witness", "witnesses"])
    record(
        act="box_opened",
        about=locked.reference,
        by=by,
        at=at,
        ballots=taken_out - aside,
        set_aside=aside,
        witness=str(first or ""),
        witnesses=box.witnesses,
    )
    return taken_out - aside


@transaction.atomic
def destroy_envelopes(*, consultation_round: ConsultationRound, first: Any, by: Any, at: datetime) -> BallotBox:
    """Destroys the seals of the ballots, the keys and the parts: from then on only backups could restore the link.

    Of a vote that was cancelled the envelopes too, which were never opened. `first` asked for it, `by` confirms.
    """
    refuse_if(refusal_to_lead_count(by) or refusal_of_one(first, by))
    box = held_box(consultation_round)
    refuse_if(refusal_to_destroy(box.consultation_round, newest_sheet(box.consultation_round)))
    OpenedEnvelope.objects.filter(consultation_round=box.consultation_round).delete()
    Envelope.objects.filter(poll_book_entry__consultation_round=box.consultation_round).delete()
    # Of papers that were entered and never cast.
    PaperReading.objects.filter(batch__consultation_round=box.consultation_round).delete()
    box.holders.update(brought=b"", uncollected=b"")
    box.locked_key, box.signing_key, box.destroyed_at = b"", b"", at
    box.save(update_fields=["locked_key", "signing_key", "destroyed_at"])
    record(act="envelopes_destroyed", about=box.consultation_round.reference, by=by, at=at)
    return box
