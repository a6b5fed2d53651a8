import json
import secrets
from collections import Counter
from collections.abc import Callable
from functools import lru_cache
from hashlib import sha256
from typing import Any
from uuid import uuid4

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from base.batches import batches
from base.refusal import Refusal, refuse_if
from participation import sealing
from participation.ballot_rules import refusal_of_choices
from participation.models import (
    Ballot,
    ConsultationRound,
    Envelope,
    OpenedEnvelope,
    PollBookEntry,
    SetAsideEnvelope,
    Subject,
)
from participation.queries.ballot import ballot_subjects
from participation.queries.head import castings_in
from participation.voting_enums import SetAsideGround

BATCH = 2_000
# So many different ballots are remembered at once.
DISTINCT = 50_000
# So many are set aside without a question; of more, at most one in so many. Beyond that it is not an envelope that is wrong.
FEW, ONE_IN = 3, 10

Judgement = tuple[str, SetAsideGround | None]


def empty_box(*, consultation_round: ConsultationRound, open_one: Callable[[bytes], str]) -> tuple[int, int]:
    """Takes every ballot out of its envelope, within the transaction of the opening: how many there were, and how many were set
    aside.

    Poll book, roll, castings and envelopes must be as many. One that cannot be counted is set aside with its ground; where that
    happens to many the box stays closed, since then they can still be restored.
    """
    envelopes = Envelope.objects.filter(poll_book_entry__consultation_round=consultation_round)
    keys = list(envelopes.values_list("pk", flat=True))
    book = PollBookEntry.objects.filter(consultation_round=consultation_round)
    on_roll = book.filter(roll_entry__consultation_round=consultation_round)
    inside = set(castings_in(consultation_round).values_list("envelope", flat=True).iterator())
    if not len(keys) == len(inside) == book.count() == on_roll.count():
        raise Refusal(_mismatch(len(keys), book.count(), len(inside)))
    judge = _judge(consultation_round, inside, open_one)
    aside: list[tuple[str, SetAsideGround]] = []
    chance = secrets.SystemRandom()
    chance.shuffle(keys)
    for batch in batches(keys, BATCH):
        judged = [judge(seal) for seal in _seals(batch)]
        aside += [(text, ground) for text, ground in judged if ground]
        texts = [text for text, ground in judged if not ground]
        chance.shuffle(texts)
        _write_under_new_keys(consultation_round, texts)
    refuse_if(_refusal_of_many(aside, len(keys)))
    chance.shuffle(aside)
    SetAsideEnvelope.objects.bulk_create(
        SetAsideEnvelope(consultation_round=consultation_round, ground=ground, marks=text) for text, ground in aside
    )
    _keep_seals(consultation_round, len(keys))
    envelopes.delete()
    return len(keys), len(aside)


def refusal_of_text(consultation_round: ConsultationRound, options: dict[str, Subject], text: str) -> str:
    """Why what was in an envelope is no ballot that the rules allow; `options` by their reference."""
    choices = {options[reference].pk: value for reference, value in json.loads(text).items()}
    return refusal_of_choices(consultation_round, {one.pk: one for one in options.values()}, choices)


def _judge(
    consultation_round: ConsultationRound, inside: set[str], open_one: Callable[[bytes], str]
) -> Callable[[bytes], Judgement]:
    paper = {subject.pk: subject for subject in ballot_subjects(consultation_round)}
    keys = {subject.reference.string: key for key, subject in paper.items()}

    def judge(seal: bytes) -> Judgement:
        ground: SetAsideGround | None
        try:
            text = open_one(seal)
        except sealing.CannotOpen:
            text, ground = "", SetAsideGround.UNREADABLE
        else:
            ground = _ground_of(text)
        digest = sha256(seal).hexdigest()
        if digest not in inside:
            # Of two that are alike the second was not cast either.
            return ("" if ground else text), SetAsideGround.CHANGED
        inside.remove(digest)
        return ("" if ground in (SetAsideGround.UNREADABLE, SetAsideGround.NO_BALLOT) else text), ground

    # Equal ballots are alike: each is looked at once.
    @lru_cache(DISTINCT)
    def _ground_of(text: str) -> SetAsideGround | None:
        try:
            choices = {keys[reference]: value for reference, value in json.loads(text).items()}
        except (ValueError, KeyError, AttributeError, RecursionError):
            return SetAsideGround.NO_BALLOT
        if not all(type(value) is int for value in choices.values()):
            return SetAsideGround.NO_BALLOT
        return SetAsideGround.AGAINST_RULES if refusal_of_choices(consultation_round, paper, choices) else None

    return judge


def _refusal_of_many(aside: list[tuple[str, SetAsideGround]], envelopes: int) -> str:
    if len(aside) <= max(FEW, envelopes // ONE_IN):
        return ""
    grounds = Counter(ground for _text, ground in aside)
    return ngettext(
        "%(count)d envelope cannot be counted (%(why)s). The box stays closed: restore the envelopes from a backup.",
        "%(count)d envelopes cannot be counted (%(why)s). The box stays closed: restore the envelopes from a backup.",
        len(aside),
    ) % {"count": len(aside), "why": "; ".join(f"{times}: {ground.label}" for ground, times in grounds.items())}


def _write_under_new_keys(consultation_round: ConsultationRound, texts: list[str]) -> None:
    """What bulk_create does, in a fraction of the time: of hundreds of thousands that is what the opening takes."""
    key = Ballot._meta.get_field("key")
    keys = [key.get_db_prep_save(uuid4(), connection) for _ in texts]
    into = f"INSERT INTO {Ballot._meta.db_table} (key, consultation_round_id, marks)"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            pairs = "SELECT key, %s, marks FROM unnest(%s::uuid[], %s::text[]) AS row (key, marks)"
            cursor.execute(f"{into} {pairs}", [consultation_round.pk, keys, texts])
        else:
            rows = [(one, consultation_round.pk, text) for one, text in zip(keys, texts, strict=True)]
            cursor.executemany(f"{into} VALUES (%s, %s, %s)", rows)


# A key of 122 or 128 random bits from a generator that is made for secrets, as each database has its own.
_NEW_KEY = {"postgresql": "gen_random_uuid()", "sqlite": "lower(hex(randomblob(16)))"}


def _keep_seals(consultation_round: ConsultationRound, envelopes: int) -> None:
    """Under keys of their own and in the order of these, which is another one: otherwise the place of a seal would tell its ballot.

    They never leave the database: of hundreds of thousands carrying them out and in again is most of the opening.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            INSERT INTO {OpenedEnvelope._meta.db_table} (key, consultation_round_id, sealed)
            SELECT {_NEW_KEY[connection.vendor]} AS new_key, book.consultation_round_id, envelope.sealed
            FROM {Envelope._meta.db_table} AS envelope
            JOIN {PollBookEntry._meta.db_table} AS book ON book.id = envelope.poll_book_entry_id
            WHERE book.consultation_round_id = %s ORDER BY new_key
            """,  # noqa: S608 - names of tables and a function, nothing that anybody typed
            [consultation_round.pk],
        )
        if cursor.rowcount != envelopes:
            raise RuntimeError(f"{cursor.rowcount} seals were kept of {envelopes} envelopes.")


def _seals(keys: Any) -> list[bytes]:
    return [bytes(seal) for seal in Envelope.objects.filter(pk__in=keys).values_list("sealed", flat=True)]


def _mismatch(envelopes: int, book: int, castings: int) -> str:
    return _(
        "Envelopes, poll book and castings do not fit: %(envelopes)d, %(book)d and %(castings)d. The box stays closed."
    ) % {"envelopes": envelopes, "book": book, "castings": castings}
