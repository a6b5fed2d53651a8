import json
import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import connection, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from base.actions.audit_entry import record
from base.refusal import Refusal, refuse_if
from participation.ballot_rules import refusal_of_choices
from participation.enums import Act, Channel
from participation.models import (
    Ballot,
    BallotChoice,
    ConsultationRound,
    Envelope,
    PollBookEntry,
    RollEntry,
    Subject,
)
from participation.queries.ballot import ballot_subjects, is_ballot_due
from participation.rules import refusal_of_phase, refusal_to_vote

BATCH = 2_000


def hold_paper(*, consultation_round: ConsultationRound) -> ConsultationRound:
    """The round as it is now, which nobody else freezes, changes or votes in before the caller's transaction ends.

    Whoever changes what will be on the paper, or when voting begins, asks it first and then looks whether they still
    may: by the clock they read they may be in time, and yet come after the first voter.
    """
    return ConsultationRound.objects.select_for_update().prefetch_related("phases").get(pk=consultation_round.pk)


@transaction.atomic
def freeze_ballot(*, consultation_round: ConsultationRound, at: datetime) -> ConsultationRound:
    """Writes down the ballot paper once voting has begun, dated at that moment; whatever acts first after it calls this."""
    if not is_ballot_due(consultation_round, at):
        return consultation_round
    locked = hold_paper(consultation_round=consultation_round)
    voting = locked.voting
    # Asked again: somebody may have moved the vote, or frozen the paper, in the meantime.
    if voting is not None and is_ballot_due(locked, at):
        lines = list(ballot_subjects(locked))
        for line, subject in enumerate(lines, start=1):
            subject.ballot_line = line
        Subject.objects.bulk_update(lines, ["ballot_line"])
        locked.ballot_frozen_at = voting.starts_at
        locked.save(update_fields=["ballot_frozen_at"])
        record(
            act="ballot_frozen",
            about=locked.reference,
            by=None,
            at=voting.starts_at,
            lines=[subject.reference.string for subject in lines],
        )
    consultation_round.ballot_frozen_at = locked.ballot_frozen_at
    return consultation_round


@transaction.atomic
def cast_ballot(
    *, consultation_round: ConsultationRound, choices: Mapping[int, int], by: Any, at: datetime
) -> PollBookEntry:
    """Puts a ballot in its envelope, or replaces the one that is there: one per person, held by the database.

    `choices` are values of marks per subject; none is a blank ballot. The audit entry says that somebody voted, never what.
    """
    freeze_ballot(consultation_round=consultation_round, at=at)
    consultation_round = _hold_box(consultation_round)
    refuse_if(refusal_to_vote(by, consultation_round, at))
    options = {subject.pk: subject for subject in ballot_subjects(consultation_round)}
    refuse_if(refusal_of_choices(consultation_round, options, choices))
    roll_entry, _created = RollEntry.objects.get_or_create(consultation_round=consultation_round, person=by)
    entry, first = PollBookEntry.objects.get_or_create(
        roll_entry=roll_entry, defaults={"consultation_round": consultation_round, "cast_at": at}
    )
    if first:
        Envelope.objects.create(poll_book_entry=entry, contents=_sealed(choices))
    else:
        Envelope.objects.filter(poll_book_entry=entry).update(contents=_sealed(choices))
        PollBookEntry.objects.filter(pk=entry.pk).update(cast_at=at, times_replaced=F("times_replaced") + 1)
        entry.refresh_from_db()
    record(act="ballot_cast" if first else "ballot_replaced", about=consultation_round.reference, by=by, at=at)
    return entry


@transaction.atomic
def cast_ballots(
    *,
    consultation_round: ConsultationRound,
    ballots: Iterable[tuple[str, Mapping[int, int]]],
    channel: Channel,
    by: Any,
    at: datetime,
) -> int:
    """Casts many ballots of people who are known by an identifier, under the same rules and constraints. All or none.

    `ballots` are pairs of identifier and choices. Raises Refusal that names the first voter whose ballot breaks a rule;
    django.db.IntegrityError where an identifier is on the roll already.
    """
    freeze_ballot(consultation_round=consultation_round, at=at)
    consultation_round = _hold_box(consultation_round)
    refuse_if(refusal_of_phase(consultation_round, Act.VOTE, at))
    options = {subject.pk: subject for subject in ballot_subjects(consultation_round)}
    waiting, cast = iter(ballots), 0
    while batch := list(islice(waiting, BATCH)):
        for identifier, choices in batch:
            if sentence := refusal_of_choices(consultation_round, options, choices):
                raise Refusal(_("Ballot of voter %(voter)s: %(why)s") % {"voter": identifier, "why": sentence})
        roll = RollEntry.objects.bulk_create(
            RollEntry(consultation_round=consultation_round, identifier=identifier, channel=channel)
            for identifier, _choices in batch
        )
        book = PollBookEntry.objects.bulk_create(
            PollBookEntry(roll_entry=entry, consultation_round=consultation_round, cast_at=at) for entry in roll
        )
        Envelope.objects.bulk_create(
            Envelope(poll_book_entry=entry, contents=_sealed(choices))
            for entry, (_identifier, choices) in zip(book, batch, strict=True)
        )
        cast += len(batch)
    record(act="ballots_cast", about=consultation_round.reference, by=by, at=at, ballots=cast, channel=channel)
    return cast


def open_box(*, consultation_round: ConsultationRound, at: datetime) -> int:
    """Takes every ballot out of its envelope and destroys the link to its voter. The caller holds the transaction.

    Ballots get random keys and are written in a shuffled order. Returns how many there were.
    """
    locked = ConsultationRound.objects.select_for_update().get(pk=consultation_round.pk)
    if locked.box_opened_at is not None:
        raise Refusal(_("This vote has been counted."))
    envelopes = Envelope.objects.filter(poll_book_entry__consultation_round=locked)
    contents = list(envelopes.values_list("contents", flat=True))
    secrets.SystemRandom().shuffle(contents)
    for start in range(0, len(contents), BATCH):
        marked = [json.loads(text) for text in contents[start : start + BATCH]]
        written = Ballot.objects.bulk_create(Ballot(consultation_round=locked) for _ in marked)
        BallotChoice.objects.bulk_create(
            (
                BallotChoice(ballot=ballot, subject_id=int(subject), points=points)
                for ballot, choices in zip(written, marked, strict=True)
                for subject, points in choices.items()
            ),
            batch_size=10 * BATCH,
        )
    envelopes.delete()
    locked.box_opened_at = at
    locked.save(update_fields=["box_opened_at"])
    consultation_round.box_opened_at = at
    return len(contents)


def _hold_box(consultation_round: ConsultationRound) -> ConsultationRound:
    """Keeps the box closed until the caller's transaction ends, or refuses where it has been opened.

    Returns the round as it is now: its phases may have been moved since the caller read them.

    Without it somebody could put a ballot in after the envelopes were taken out: it would be cast and never counted.
    The keys of rows written later do not see to that, since PostgreSQL checks them only at the end of a transaction.
    Voters share this lock and do not wait for each other; whoever opens the box waits for all of them. SQLite has one
    writer at a time. It comes after the freezing of the paper, which wants the row for itself.
    """
    sql, keys = (
        ConsultationRound.objects.filter(pk=consultation_round.pk).values("box_opened_at").query.sql_with_params()
    )
    shared = " FOR KEY SHARE" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(sql + shared, keys)
        (opened_at,) = cursor.fetchone()
    if opened_at is not None:
        raise Refusal(_("Voting is over and the ballot box has been opened. Your ballot came too late."))
    return (
        ConsultationRound.objects.select_related("reference").prefetch_related("phases").get(pk=consultation_round.pk)
    )


def _sealed(choices: Mapping[int, int]) -> str:
    """The envelope's contents, in one order whatever order was clicked."""
    return json.dumps({str(key): choices[key] for key in sorted(choices)}, separators=(",", ":"))
