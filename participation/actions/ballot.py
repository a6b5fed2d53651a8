import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from base.actions.audit_entry import record
from base.refusal import Refusal, refuse_if
from participation.actions.electoral_roll import enrol, publish_roll
from participation.actions.head import write_head
from participation.actions.poll_book import write_in_poll_book
from participation.actions.round_rules import write_rules
from participation.actions.voting_letter import mark_used
from participation.ballot_rules import refusal_of_choices
from participation.box_rules import refusal_of_box
from participation.codes import new_code
from participation.enums import Act, Eligibility
from participation.letter_codes import code_drawn_once, notice_digests
from participation.models import (
    Casting,
    ConsultationRound,
    Envelope,
    PollBookEntry,
    ReplacedBallot,
    RollEntry,
    Subject,
    VotingLetter,
)
from participation.queries.ballot import ballot_subjects, is_ballot_due
from participation.queries.ballot_paper import BallotPaper, paper_kept_open
from participation.queries.head import is_head_due
from participation.rules import ON_PAPER, refusal_of_phase
from participation.sealing import seal
from participation.verify.heads import receipt_digest
from participation.voter_rules import refusal_to_cast
from participation.voting_enums import ReplacedBy, VotingChannel

BATCH = 2_000


@dataclass(frozen=True)
class CastBallot:
    """A ballot that is in the box; `receipt` is its code, for the voter alone. None where a later ballot took the place of what was
    sent once more.
    """

    entry: PollBookEntry
    receipt: str


class _SentBefore(Exception):
    """The very request was answered before: nothing of it is written once more."""

    def __init__(self, entry: PollBookEntry, receipt: str) -> None:
        self.entry = entry
        self.receipt = receipt


def hold_paper(*, consultation_round: ConsultationRound) -> ConsultationRound:
    """The round as it is now, which nobody else freezes, changes or votes in before the caller's transaction ends.

    Whoever changes what will be on the paper, or when voting begins, asks it first and then looks whether they still
    may: by the clock they read they may be in time, and yet come after the first voter.
    """
    return ConsultationRound.objects.select_for_update().prefetch_related("phases").get(pk=consultation_round.pk)


def freeze_ballot(*, consultation_round: ConsultationRound, at: datetime) -> ConsultationRound:
    """Writes down the ballot paper and the rules once voting has begun, dated at that moment; whatever acts first after it
    calls this.
    """
    if is_ballot_due(consultation_round, at):
        consultation_round.ballot_frozen_at = _freeze(consultation_round, at)
    return consultation_round


@transaction.atomic
def _freeze(consultation_round: ConsultationRound, at: datetime) -> datetime | None:
    locked = hold_paper(consultation_round=consultation_round)
    voting = locked.voting
    # Asked again: somebody may have moved the vote, or frozen the paper, in the meantime.
    if voting is None or not is_ballot_due(locked, at):
        return locked.ballot_frozen_at
    lines = list(ballot_subjects(locked))
    for line, subject in enumerate(lines, start=1):
        subject.ballot_line = line
    Subject.objects.bulk_update(lines, ["ballot_line"])
    locked.ballot_frozen_at = voting.starts_at
    locked.save(update_fields=["ballot_frozen_at"])
    rules = write_rules(consultation_round=locked)
    if locked.eligibility == Eligibility.ROLL:
        publish_roll(consultation_round=locked, at=voting.starts_at)
    record(
        act="ballot_frozen",
        about=locked.reference,
        by=None,
        at=voting.starts_at,
        lines=[subject.reference.string for subject in lines],
        rules=rules.sha256,
    )
    return locked.ballot_frozen_at


def cast_ballot(
    *,
    consultation_round: ConsultationRound,
    voter: RollEntry,
    choices: Mapping[int, int],
    at: datetime,
    letter: VotingLetter | None = None,
    channel: VotingChannel = VotingChannel.WEB,
    once: str = "",
) -> CastBallot:
    """Puts a ballot in its envelope, or replaces the one that is there: one per voter, held by the database.

    `choices` are values of marks per subject; none is a blank ballot. `letter` is the one whose code let the voter in, where one
    did. Poll book, envelope, receipt and casting are written together or not at all. The audit entry says that somebody
    voted, never what. `once` was drawn for the page that the ballot was sent from: what is sent twice gets the same receipt, and
    the second time changes nothing.
    """
    try:
        return _cast_ballot(consultation_round, voter, choices, at, letter, channel, once)
    except _SentBefore as sent:
        return CastBallot(entry=PollBookEntry.objects.get(pk=sent.entry.pk), receipt=sent.receipt)


@transaction.atomic
def _cast_ballot(
    consultation_round: ConsultationRound,
    voter: RollEntry,
    choices: Mapping[int, int],
    at: datetime,
    letter: VotingLetter | None,
    channel: VotingChannel,
    once: str,
) -> CastBallot:
    if voter.consultation_round_id != consultation_round.pk or (
        letter is not None and letter.roll_entry_id != voter.pk
    ):
        raise ValueError("A voter votes in the round on whose roll they are, with the letter that is theirs.")
    freeze_ballot(consultation_round=consultation_round, at=at)
    paper = _open_paper(consultation_round)
    consultation_round = paper.consultation_round
    refuse_if(refusal_to_cast(voter, consultation_round, at))
    # A paper was filled in when it was; what was withdrawn since counts as if it was not marked.
    options = paper.lines if channel in ON_PAPER else paper.options
    refuse_if(refusal_of_choices(consultation_round, options, choices))
    if letter is not None:
        mark_used(letter=letter, at=at)
        channel = VotingChannel.LETTER
    replaced_by = _takes_over(voter, letter, channel)
    entry = write_in_poll_book(voter=enrol(voter=voter), channel=channel, at=at)
    reference = consultation_round.reference.string
    sealed = _sealed(paper, choices)
    code = code_drawn_once(once, entry.roll_entry_id, reference) if once else new_code()
    notice = notice_digests(code, reference)[0]
    casting = Casting(
        consultation_round=consultation_round,
        envelope=sha256(sealed).hexdigest(),
        receipt=receipt_digest(reference, code),
    )
    written: list[Model] = [casting]
    if entry.times_replaced:
        envelope = Envelope.objects.get(poll_book_entry=entry)
        # After the line of the poll book: of two at once the second waited there for the first.
        if once and Casting.objects.filter(consultation_round=consultation_round, receipt=casting.receipt).exists():
            raise _SentBefore(entry, code if envelope.notice == notice else "")
        casting.replaces = sha256(envelope.sealed).hexdigest()
        if replaced_by is not None:
            ReplacedBallot.objects.create(
                consultation_round=consultation_round, notice=envelope.notice, replaced_by=replaced_by
            )
        envelope.sealed, envelope.notice = sealed, notice
        envelope.save(update_fields=["sealed", "notice"])
    else:
        written.append(Envelope(poll_book_entry=entry, sealed=sealed, notice=notice))
    record(
        *written,
        act="ballot_replaced" if entry.times_replaced else "ballot_cast",
        about=consultation_round.reference,
        by=None if channel in ON_PAPER else voter.person,
        at=at,
    )
    if is_head_due(consultation_round.box, at):
        # Apart from the ballot: it is in the box whether or not a head can be written now.
        transaction.on_commit(lambda: write_head(consultation_round=consultation_round, at=at), robust=True)
    return CastBallot(entry=entry, receipt=code)


def _takes_over(voter: RollEntry, letter: VotingLetter | None, channel: VotingChannel) -> ReplacedBy | None:
    """How a ballot of this voter that lies in the box is replaced by another than who holds its receipt: on paper, or by a new code
    made after it, typed as it is or in the account that they vote by now."""
    if channel in ON_PAPER:
        return ReplacedBy.PAPER
    if letter is None and voter.identifier and voter.person_id is not None:
        letter = VotingLetter.objects.filter(roll_entry=voter, replaced_at=None, used_at__isnull=False).first()
    if letter is None or letter.act_id is None:
        return None
    # Held: of two tabs at once the second replaces what the first just cast.
    book = PollBookEntry.objects.select_for_update().filter(roll_entry=voter, cast_at__lt=letter.issued_at)
    return ReplacedBy.NEW_CODE if book.first() is not None else None


@transaction.atomic
def cast_ballots(
    *,
    consultation_round: ConsultationRound,
    ballots: Iterable[tuple[str, Mapping[int, int]]],
    channel: VotingChannel,
    by: Any,
    at: datetime,
) -> int:
    """Casts many ballots of people who are known by an identifier, under the same rules and constraints. All or none.

    `ballots` are pairs of identifier and choices; nobody gets a receipt. Raises Refusal that names the first voter whose
    ballot breaks a rule; django.db.IntegrityError where an identifier is on the roll already.
    """
    freeze_ballot(consultation_round=consultation_round, at=at)
    paper = _open_paper(consultation_round)
    consultation_round = paper.consultation_round
    refuse_if(refusal_of_phase(consultation_round, Act.VOTE, at))
    waiting, cast = iter(ballots), 0
    while batch := list(islice(waiting, BATCH)):
        for identifier, choices in batch:
            if sentence := refusal_of_choices(consultation_round, paper.options, choices):
                raise Refusal(_("Ballot of voter %(voter)s: %(why)s") % {"voter": identifier, "why": sentence})
        roll = RollEntry.objects.bulk_create(
            RollEntry(consultation_round=consultation_round, identifier=identifier, channel=channel)
            for identifier, _choices in batch
        )
        book = PollBookEntry.objects.bulk_create(
            PollBookEntry(roll_entry=entry, consultation_round=consultation_round, channel=channel, cast_at=at)
            for entry in roll
        )
        envelopes = Envelope.objects.bulk_create(
            Envelope(poll_book_entry=entry, sealed=_sealed(paper, choices))
            for entry, (_identifier, choices) in zip(book, batch, strict=True)
        )
        Casting.objects.bulk_create(
            Casting(consultation_round=consultation_round, envelope=sha256(one.sealed).hexdigest()) for one in envelopes
        )
        cast += len(batch)
    record(act="ballots_cast", about=consultation_round.reference, by=by, at=at, ballots=cast, channel=channel)
    return cast


def _sealed(paper: BallotPaper, choices: Mapping[int, int]) -> bytes:
    """In one order whatever order was clicked, and as long as the fullest ballot can be, whatever was withdrawn since."""
    marks = {paper.lines[key].reference.string: value for key, value in choices.items()}
    text = json.dumps(marks, sort_keys=True, separators=(",", ":"))
    return seal(paper.consultation_round.box.public_key, text, paper.room)


def _open_paper(consultation_round: ConsultationRound) -> BallotPaper:
    """The paper as it is now, with its box kept from being closed, or a refusal where nothing can be put in.

    Without the lock somebody could put a ballot in after the closing head fixed the box: it would be cast and never counted.
    It comes after the freezing of the paper, which wants the row for itself.
    """
    paper = paper_kept_open(consultation_round)
    refuse_if(refusal_of_box(paper.consultation_round))
    return paper
