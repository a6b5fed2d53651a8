from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations, product
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.operator import account_of
from base.actions.audit_entry import record
from base.refusal import Refusal, refuse_if
from base.two_people import share_mailbox
from participation import sealing, server_seal
from participation.actions.ballot import freeze_ballot, hold_paper
from participation.actions.envelope import empty_box
from participation.actions.head import write_closing_head
from participation.box_rules import (
    box_of,
    is_close_due,
    refusal_of_holders,
    refusal_to_collect,
    refusal_to_hold,
    refusal_to_make,
    refusal_to_open,
    refusal_to_use,
    usual_needed,
)
from participation.certification_rules import refusal_to_destroy
from participation.enums import Keeping
from participation.letter_tasks import tell_of_box
from participation.models import (
    BallotBox,
    BoxHolder,
    ConsultationRound,
    Envelope,
    OpenedEnvelope,
    PaperReading,
    SecondedAct,
)
from participation.queries.seconded_act import waiting_acts
from participation.queries.tally_sheet import newest_sheet
from participation.rules import refusal_to_lead_count
from participation.seconded_rules import refusal_of_one
from participation.voting_enums import WHILE_VOTING, SecondedKind

TEST = '{"test":1}'


@dataclass(frozen=True)
class MadeBox:
    """A new box, and the passphrase that opens it: shown once, kept nowhere. Empty where parts open it."""

    box: BallotBox
    passphrase: str = ""


@transaction.atomic
def make_box(
    *,
    consultation_round: ConsultationRound,
    by: Any,
    at: datetime,
    holders: Sequence[tuple[Any, Any]] = (),
    needed: int | None = None,
    passphrase: str = "",
) -> MadeBox:
    """Makes the ballot box of a vote, or makes it anew for as long as nobody has voted.

    Without `holders` (pairs of holder and deputy or None) a passphrase opens it, made here unless one is given; with them
    as many parts as are `needed`.
    """
    refuse_if(refusal_to_lead_count(by))
    locked = hold_paper(consultation_round=consultation_round)
    refuse_if(refusal_to_make(locked))
    secret = sealing.new_secret()
    if not holders:
        passphrase = passphrase or sealing.new_passphrase()
        cost = {"rounds": settings.BALLOT_BOX["passphrase_rounds"], "memory": settings.BALLOT_BOX["passphrase_memory"]}
        box = _written(locked, secret, at, Keeping.PASSPHRASE, sealing.lock(secret, passphrase, **cost))
    else:
        needed = needed or usual_needed(len(holders))
        refuse_if(refusal_of_holders(len(holders), needed))
        _refuse_doubles(holders)
        box = _written(locked, secret, at, Keeping.PARTS, needed=needed)
        parts = sealing.split(secret, needed=needed, parts=len(holders))
        BoxHolder.objects.bulk_create(
            BoxHolder(
                box=box,
                person=person,
                deputy=deputy,
                part_digest=sealing.digest_of_part(part),
                uncollected=server_seal.keep(part.encode()),
            )
            for (person, deputy), part in zip(holders, parts, strict=True)
        )
        _tell_holders(box)
    record(act="box_made", about=locked.reference, by=by, at=at, keeping=box.keeping, key=box.public_key)
    return MadeBox(box=box, passphrase=passphrase)


def make_public_box(*, consultation_round: ConsultationRound, at: datetime) -> BallotBox:
    """A box for ballots that were public before they came here: nobody needs to hold its key."""
    secret = sealing.new_secret()
    box = _written(consultation_round, secret, at, Keeping.SERVER, server_seal.keep(secret))
    box.tested_at = at
    box.save(update_fields=["tested_at"])
    return box


@transaction.atomic
def try_box(*, consultation_round: ConsultationRound, passphrase: str, by: Any, at: datetime) -> BallotBox:
    """Seals an envelope and opens it with the real passphrase; without that nobody can vote."""
    refuse_if(refusal_to_lead_count(by))
    box = _held_box(consultation_round)
    refuse_if(refusal_to_use(box, box.consultation_round, at))
    if box.tested_at is not None:
        return box
    return _tested(box, _secret(box, passphrase), by, at)


@transaction.atomic
def collect_part(*, holder: BoxHolder, by: Any, at: datetime) -> str:
    """The words of a part, for the only time: after this their holder alone has them."""
    holder = BoxHolder.objects.select_for_update().get(pk=holder.pk)
    refuse_if(refusal_to_collect(holder, by))
    words = _fetched(holder.uncollected)
    holder.uncollected, holder.collected_at = b"", at
    holder.save(update_fields=["uncollected", "collected_at"])
    record(act="part_collected", about=holder.box.consultation_round.reference, by=by, at=at)
    return words


@transaction.atomic
def bring_part(*, holder: BoxHolder, words: str, by: Any, at: datetime) -> BallotBox:
    """Lays a part beside those of the others. Before the vote, the last that is needed tests the box with them.

    It waits sealed with the server's key, and is destroyed with the test or the opening.
    """
    close_box(consultation_round=holder.box.consultation_round, at=at)
    box = _held_box(holder.box.consultation_round)
    holder = BoxHolder.objects.select_for_update().get(pk=holder.pk)
    refuse_if(refusal_to_hold(holder, by))
    refuse_if(refusal_to_use(box, box.consultation_round, at))
    if sealing.digest_of_part(words) != holder.part_digest:
        raise Refusal(_("These are not the words of this part. Look for a typing error, and mind the order."))
    holder.brought, holder.brought_at, holder.lost_at = server_seal.keep(sealing.tidied(words).encode()), at, None
    # Whoever has the words has collected them.
    holder.uncollected, holder.collected_at = b"", holder.collected_at or at
    holder.save()
    _forget_loss(holder)
    record(act="part_brought", about=box.consultation_round.reference, by=by, at=at, holder=str(holder.person))
    brought = [one for one in box.holders.all() if one.brought]
    if box.tested_at is None and len(brought) >= box.needed:
        _tested(box, _secret(box, ""), by, at)
    return box


@transaction.atomic
def report_lost(*, holder: BoxHolder, by: Any, at: datetime, first: Any = None) -> BoxHolder:
    """Says that a part is lost, so that nobody waits for it: its holder or their deputy, or somebody else after `first`."""
    if refusal_to_hold(holder, by):
        refuse_if(refusal_to_lead_count(by) or refusal_of_one(first, by))
    holder = BoxHolder.objects.select_for_update().get(pk=holder.pk)
    if holder.lost_at is None and not holder.brought:
        holder.lost_at = at
        holder.save(update_fields=["lost_at"])
        about = holder.box.consultation_round.reference
        record(act="part_lost", about=about, by=by, at=at, holder=str(holder.person))
    _forget_loss(holder)
    return holder


@transaction.atomic
def close_box(*, consultation_round: ConsultationRound, at: datetime) -> bool:
    """Fixes what is in the box once voting is over, by the closing head. Whoever acts first after the close, or looks, calls this."""
    locked = hold_paper(consultation_round=consultation_round)
    # Of the round as it is held: what the caller read may be older.
    if not is_close_due(locked, at):
        return False
    write_closing_head(consultation_round=locked, at=at)
    waiting_acts(locked).filter(kind__in=WHILE_VOTING).delete()
    if locked.box.is_split:
        _tell_holders(locked.box)
    return True


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
    box = _held_box(consultation_round)
    locked = box.consultation_round
    refuse_if(refusal_to_open(locked, at))
    refuse_if(refusal_of_one(first, by) if box.keeping != Keeping.SERVER else "")
    taken_out, aside = empty_box(consultation_round=locked, open_one=sealing.opener(_secret(box, passphrase)))
    box.holders.update(brought=b"")
    box.opened_at, box.opened_by, box.witness, box.witnesses = at, account_of(by), first, witnesses.strip()
    box.save(update_fields=["opened_at", "opened_by", "witness", "witnesses"])
    # No part is waited for any more, lost or not.
    _waiting_losses(locked).delete()
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
    box = _held_box(consultation_round)
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


def _forget_loss(holder: BoxHolder) -> None:
    """What somebody else said of a part, and nobody need confirm any more."""
    _waiting_losses(holder.box.consultation_round).filter(about=str(holder.pk)).delete()


def _waiting_losses(consultation_round: ConsultationRound) -> QuerySet[SecondedAct]:
    return waiting_acts(consultation_round).filter(kind=SecondedKind.LOST_PART)


def _written(
    consultation_round: ConsultationRound,
    secret: bytes,
    at: datetime,
    keeping: Keeping,
    locked_key: bytes = b"",
    needed: int = 1,
) -> BallotBox:
    _waiting_losses(consultation_round).delete()
    BallotBox.objects.filter(consultation_round=consultation_round).delete()
    signing_key, verify_key = sealing.new_signing_key()
    box = BallotBox.objects.create(
        consultation_round=consultation_round,
        keeping=keeping,
        public_key=sealing.public_key(secret),
        locked_key=locked_key,
        needed=needed,
        signing_key=server_seal.keep(signing_key),
        verify_key=verify_key,
        made_at=at,
    )
    consultation_round.box = box
    return box


def _refuse_doubles(holders: Sequence[tuple[Any, Any]]) -> None:
    people = [person.pk for person, _deputy in holders]
    if len(set(people)) < len(people):
        raise Refusal(_("Somebody is named twice: each holds one part."))
    if any(deputy is not None and deputy.pk in people for _person, deputy in holders):
        raise Refusal(_("A deputy holds no part of their own: otherwise one person would bring two."))
    deputies = [deputy.pk for _person, deputy in holders if deputy is not None]
    if len(set(deputies)) < len(deputies):
        raise Refusal(_("Somebody is the deputy of two: otherwise one person would bring two parts."))
    for (person, deputy), (other, its_deputy) in combinations(holders, 2):
        for one, another in product(filter(None, (person, deputy)), filter(None, (other, its_deputy))):
            if share_mailbox(one, another):
                raise Refusal(
                    _(
                        "%(one)s and %(another)s have the same mail address: whoever reads it could bring two parts. Choose people with a mail address of their own."
                    )
                    % {"one": one, "another": another}
                )


def _tell_holders(box: BallotBox) -> None:
    transaction.on_commit(lambda: tell_of_box.enqueue(box.pk), robust=True)


def _held_box(consultation_round: ConsultationRound) -> BallotBox:
    """The box as it is now, which nobody else fills, opens or makes anew before the caller's transaction ends."""
    locked = hold_paper(consultation_round=consultation_round)
    box = box_of(locked)
    if box is None:
        raise Refusal(_("This round has no ballot box yet."))
    return box


def _tested(box: BallotBox, secret: bytes, by: Any, at: datetime) -> BallotBox:
    sealed = sealing.seal(box.public_key, TEST, len(TEST))
    try:
        is_whole = sealing.opener(secret)(sealed) == TEST
    except sealing.CannotOpen:
        is_whole = False
    if not is_whole:
        raise Refusal(_("The test envelope could not be opened. Make the box anew."))
    box.tested_at = at
    box.save(update_fields=["tested_at"])
    box.holders.update(brought=b"", brought_at=None)
    record(act="box_tested", about=box.consultation_round.reference, by=by, at=at)
    return box


def _secret(box: BallotBox, passphrase: str) -> bytes:
    try:
        secret = _kept_secret(box, passphrase)
    except sealing.CannotOpen as error:
        raise Refusal(
            _("This does not open the box. Look for a typing error, and mind the order of the words.")
        ) from error
    if sealing.public_key(secret) != box.public_key:
        raise Refusal(
            _("The key of this box was replaced by another one: no envelope would open. Restore it from a backup.")
        )
    return secret


def _kept_secret(box: BallotBox, passphrase: str) -> bytes:
    if box.keeping == Keeping.PASSPHRASE:
        return sealing.unlock(bytes(box.locked_key), passphrase)
    if box.keeping == Keeping.SERVER:
        return server_seal.fetch(box.locked_key)
    brought = [_fetched(one.brought) for one in box.holders.all() if one.brought]
    return sealing.join(brought[: box.needed])


def _fetched(kept: bytes | memoryview) -> str:
    try:
        return server_seal.fetch(kept).decode()
    except sealing.CannotOpen as error:
        raise Refusal(
            _("A part cannot be read any more, because the key of the server was replaced. Bring it again.")
        ) from error
