"""Ballots on paper and by telephone: entered by two people who do not see what the other wrote, all of them or a drawn sample
as the rules say, and cast with the rest.

Between the two readings lie sealed; no audit entry holds a mark or a voter.
"""

import hashlib
import json
import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from base.actions.audit_entry import record
from base.file_content import checked
from base.refusal import Refusal, refuse_if
from participation import server_seal
from participation.actions.ballot import cast_ballot, freeze_ballot, hold_paper
from participation.ballot_rules import refusal_of_choices
from participation.models import ConsultationRound, PaperBatch, PaperReading, PollBookEntry
from participation.models.electoral_roll import identifier_key
from participation.paper_rules import (
    refusal_to_cast_batch,
    refusal_to_correct_papers,
    refusal_to_open_batch,
    refusal_to_read,
    refusal_to_write,
    sample_of,
    takes_sample,
    why_set_aside,
)
from participation.queries.ballot import ballot_subjects
from participation.queries.electoral_roll import entry_by_identifier
from participation.queries.paper_batch import (
    JudgedPaper,
    bearing_one_identifier,
    judged,
    read_papers,
    told_aside_in,
)
from participation.voting_enums import SetAside, VotingChannel

SCANNED = ("jpg", "png", "pdf")


@transaction.atomic
def open_batch(
    *,
    consultation_round: ConsultationRound,
    channel: VotingChannel,
    papers: int,
    received_at: datetime,
    scan: bytes,
    by: Any,
    at: datetime,
) -> PaperBatch:
    """Numbers a batch and keeps its scan: as many papers as were counted by hand."""
    freeze_ballot(consultation_round=consultation_round, at=at)
    locked = hold_paper(consultation_round=consultation_round)
    refuse_if(refusal_to_open_batch(by, locked, papers, received_at, at))
    content = checked(scan)
    refuse_if("" if content.extension in SCANNED else _("Choose a JPEG, PNG, WebP or PDF file for the scan."))
    batch = PaperBatch(
        consultation_round=locked,
        number=locked.paper_batches.count() + 1,
        channel=channel,
        papers=papers,
        received_at=received_at,
        extension=content.extension,
        sha256=hashlib.sha256(content.data).hexdigest(),
        made_at=at,
    )
    batch.scan.save(f"scan.{content.extension}", ContentFile(content.data), save=False)
    batch.save(force_insert=True)
    record(
        act="paper_batch_opened",
        about=locked.reference,
        by=by,
        at=at,
        number=batch.number,
        papers=papers,
        scan=batch.sha256,
    )
    return batch


@transaction.atomic
def read_paper(
    *, batch: PaperBatch, place: int, voter: str, choices: Mapping[int, int] | None, by: Any, at: datetime
) -> None:
    """What one person reads on a paper, in the place of what they entered before; `choices` is None where it is to be set aside,
    with or without somebody on the roll whose it is.
    """
    batch = _held(batch)
    refuse_if(refusal_to_read(by, batch, place, at))
    consultation_round = batch.consultation_round
    entry = entry_by_identifier(consultation_round, voter)
    if entry is None and choices is not None:
        raise Refusal(
            _(
                "Nobody on this roll has this identifier. Type dashes and other signs as they stand on the roll. If it is right on the paper, set the paper aside."
            )
        )
    options = {subject.pk: subject for subject in ballot_subjects(consultation_round)}
    refuse_if(refusal_of_choices(consultation_round, options, choices or {}))
    marks = None if choices is None else {options[key].reference.string: value for key, value in choices.items()}
    sealed = server_seal.keep(
        json.dumps([entry.identifier if entry else identifier_key(voter), marks], sort_keys=True).encode()
    )
    readings = list(batch.readings.filter(place=place).select_related("reader"))
    refuse_if(refusal_to_write(batch, place, [one.reader for one in readings], by))
    own = next((one for one in readings if one.reader_id == by.pk), None)
    if own is not None:
        own.sealed = sealed
        own.save(update_fields=["sealed"])
    else:
        PaperReading.objects.create(batch=batch, place=place, turn=len(readings) + 1, reader=by, sealed=sealed)
    if takes_sample(batch):
        _look_at_sample(batch, by, at)


@transaction.atomic
def correct_papers(*, batch: PaperBatch, papers: int, reason: str, by: Any, at: datetime) -> None:
    """How many papers a batch holds after all, where they were miscounted. The reason stands in the audit trail."""
    batch = _held(batch)
    refuse_if(refusal_to_correct_papers(by, batch, papers, at))
    refuse_if("" if reason.strip() else _("Say how it came that the papers were counted wrong."))
    before, batch.papers = batch.papers, papers
    batch.save(update_fields=["papers"])
    record(
        act="paper_batch_recounted",
        about=batch.consultation_round.reference,
        by=by,
        at=at,
        number=batch.number,
        before=before,
        papers=papers,
        reason=reason.strip(),
    )
    if takes_sample(batch):
        _look_at_sample(batch, by, at)


def _look_at_sample(batch: PaperBatch, by: Any, at: datetime) -> None:
    """Draws the sample once every paper was entered, so that nobody knew it who entered them. One paper that is read
    differently settles that the whole batch is entered again, whatever is corrected afterwards.
    """
    papers = read_papers(batch)
    about = batch.consultation_round.reference
    if not batch.seed and all(one.first for one in papers):
        batch.seed, batch.doubled = secrets.token_hex(16), bearing_one_identifier(papers)
        batch.save(update_fields=["seed", "doubled"])
        drawn = sorted(sample_of(batch))
        record(act="paper_sample_drawn", about=about, by=by, at=at, number=batch.number, seed=batch.seed, papers=drawn)
    elif any(one.differs for one in papers):
        batch.differed_at = at
        batch.save(update_fields=["differed_at"])
        record(act="paper_sample_differed", about=about, by=by, at=at, number=batch.number)


@transaction.atomic
def cast_batch(*, batch: PaperBatch, by: Any, at: datetime) -> PaperBatch:
    """Puts the papers of a batch in the ballot box, all in one act, and sets aside what the rules of the round say."""
    # Nobody votes on the site between the judging of a paper and its casting.
    hold_paper(consultation_round=batch.consultation_round)
    batch = _held(batch)
    papers = read_papers(batch)
    refuse_if(refusal_to_cast_batch(by, batch, papers, at))
    aside = [{"place": one.place, "why": why.value} for one in judged(batch, papers) if (why := _cast(batch, one, at))]
    batch.cast_at, batch.counted, batch.set_aside = at, batch.papers - len(aside), aside
    batch.save(update_fields=["cast_at", "counted", "set_aside"])
    batch.readings.all().delete()
    record(
        act="paper_batch_cast",
        about=batch.consultation_round.reference,
        by=by,
        at=at,
        number=batch.number,
        set_aside=len(told_aside_in(batch)),
    )
    return batch


def _cast(batch: PaperBatch, paper: JudgedPaper, at: datetime) -> SetAside | None:
    """Why the paper was set aside; None where it is in the box."""
    if paper.why is not None or paper.voter is None or paper.reading.marks is None:
        return paper.why
    if why := why_set_aside(batch, PollBookEntry.objects.filter(roll_entry=paper.voter).first()):
        return why
    keys = {one.reference.string: one.pk for one in ballot_subjects(batch.consultation_round)}
    cast_ballot(
        consultation_round=batch.consultation_round,
        voter=paper.voter,
        choices={keys[reference]: value for reference, value in paper.reading.marks.items()},
        channel=VotingChannel(batch.channel),
        at=at,
    )
    return None


def _held(batch: PaperBatch) -> PaperBatch:
    """As it is now; nobody else enters or casts before the caller's transaction ends."""
    batches = PaperBatch.objects.select_related("consultation_round__reference").select_for_update(of=("self",))
    return batches.get(pk=batch.pk)
