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
from participation.actions.ballot import hold_paper
from participation.actions.head import write_closing_head
from participation.box_rules import (
    box_of,
    is_close_due,
    parts_left,
    refusal_of_holders,
    refusal_to_collect,
    refusal_to_discard,
    refusal_to_hold,
    refusal_to_make,
    refusal_to_use,
    usual_needed,
)
from participation.enums import Keeping
from participation.letter_tasks import tell_of_box, tell_of_discarded, tell_of_few_parts
from participation.models import (
    BallotBox,
    BoxHolder,
    ConsultationRound,
    SecondedAct,
)
from participation.queries.ballot_box import holders_of
from participation.queries.seconded_act import unconfirmed_acts
from participation.rules import refusal_to_lead_count
from participation.seconded_rules import refusal_of_one
from participation.voting_enums import SecondedKind

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
    """Makes the ballot box of a vote, or makes one anew that was not tested yet.

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
def discard_box(*, consultation_round: ConsultationRound, first: Any, by: Any, at: datetime) -> None:
    """Takes a tested box away, so that another one can be made, and tells who held a part. `first` asked for it, `by` confirms."""
    refuse_if(refusal_to_lead_count(by) or refusal_of_one(first, by))
    box = held_box(consultation_round)
    refuse_if(refusal_to_discard(box.consultation_round, at))
    _take_away(box)
    record(act="box_discarded", about=box.consultation_round.reference, by=by, at=at, key=box.public_key)


@transaction.atomic
def try_box(*, consultation_round: ConsultationRound, passphrase: str, by: Any, at: datetime) -> BallotBox:
    """Seals an envelope and opens it with the real passphrase; without that nobody can vote."""
    refuse_if(refusal_to_lead_count(by))
    box = held_box(consultation_round)
    refuse_if(refusal_to_use(box, box.consultation_round, at))
    if box.tested_at is not None:
        return box
    return _tested(box, secret_of(box, passphrase), by, at)


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
    box = held_box(holder.box.consultation_round)
    holder = BoxHolder.objects.select_for_update().get(pk=holder.pk)
    refuse_if(refusal_to_hold(holder, by))
    refuse_if(refusal_to_use(box, box.consultation_round, at))
    _refuse_other_words(holder, words)
    other = next((one for one in holders_of(box) if one.brought and one.pk != holder.pk and _is_same(one, by)), None)
    if other is not None:
        raise Refusal(
            _("You, or somebody at your mail address, brought the part of %(holder)s: nobody brings two.")
            % {"holder": other.person}
        )
    holder.brought, holder.brought_at, holder.lost_at = server_seal.keep(sealing.tidied(words).encode()), at, None
    holder.brought_by = account_of(by)
    _tried(holder, by, at)
    holder.save()
    _forget_loss(holder)
    record(act="part_brought", about=box.consultation_round.reference, by=by, at=at, holder=str(holder.person))
    brought = [one for one in box.holders.all() if one.brought]
    if box.tested_at is None and len(brought) >= box.needed:
        _tested(box, secret_of(box, ""), by, at)
    return box


@transaction.atomic
def try_part(*, holder: BoxHolder, words: str, by: Any, at: datetime) -> BoxHolder:
    """Whether the words on somebody's paper are those of their part, said while the box was not opened yet; nothing of them is kept."""
    box = held_box(holder.box.consultation_round)
    holder = BoxHolder.objects.select_for_update().get(pk=holder.pk)
    refuse_if(refusal_to_hold(holder, by) or (_("The ballot box has been opened.") if box.opened_at else ""))
    _refuse_other_words(holder, words)
    _tried(holder, by, at)
    holder.save()
    record(act="part_tried", about=box.consultation_round.reference, by=by, at=at, holder=str(holder.person))
    return holder


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
        # Not from two parts on, but from the moment at which none can be missed.
        if parts_left(holders_of(holder.box)) <= holder.box.needed:
            transaction.on_commit(lambda: tell_of_few_parts.enqueue(holder.box_id), robust=True)
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
    if locked.box.is_split:
        _tell_holders(locked.box)
    return True


def _forget_loss(holder: BoxHolder) -> None:
    """What somebody else said of a part, and nobody need confirm any more."""
    _waiting_losses(holder.box.consultation_round).filter(about=str(holder.pk)).delete()


def _waiting_losses(consultation_round: ConsultationRound) -> QuerySet[SecondedAct]:
    return unconfirmed_acts(consultation_round).filter(kind=SecondedKind.LOST_PART)


def _refuse_other_words(holder: BoxHolder, words: str) -> None:
    if sealing.digest_of_part(words) != holder.part_digest:
        raise Refusal(_("These are not the words of this part. Look for a typing error, and mind the order."))


def _tried(holder: BoxHolder, by: Any, at: datetime) -> None:
    """Whoever has the words has collected them."""
    holder.uncollected, holder.collected_at = b"", holder.collected_at or at
    if by.pk == holder.person_id:
        holder.tried_at = at
    else:
        holder.deputy_tried_at = at


def _is_same(holder: BoxHolder, person: Any) -> bool:
    return holder.brought_by is not None and bool(refusal_of_one(holder.brought_by, person))


def _take_away(box: BallotBox) -> None:
    """With its parts; who held one, or was a deputy, hears that it opens nothing any more."""
    holders = list(box.holders.all())
    people = {key for one in holders for key in (one.person_id, one.deputy_id) if key is not None}
    about, told = [box.pk, box.consultation_round_id], sorted(people)
    _waiting_losses(box.consultation_round).delete()
    BallotBox.objects.filter(pk=box.pk).delete()
    if told:
        transaction.on_commit(lambda: tell_of_discarded.enqueue([*about, *told]), robust=True)


def _written(
    consultation_round: ConsultationRound,
    secret: bytes,
    at: datetime,
    keeping: Keeping,
    locked_key: bytes = b"",
    needed: int = 1,
) -> BallotBox:
    if (earlier := box_of(consultation_round)) is not None:
        _take_away(earlier)
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


def held_box(consultation_round: ConsultationRound) -> BallotBox:
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
    box.holders.update(brought=b"", brought_at=None, brought_by=None)
    record(act="box_tested", about=box.consultation_round.reference, by=by, at=at)
    return box


def secret_of(box: BallotBox, passphrase: str) -> bytes:
    """What opens it: under the passphrase, of the parts that were brought, or kept by the server. Raises Refusal."""
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
