import csv
import io
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet

from participation.codes import readings, typed_code
from participation.letter_codes import notice_digests
from participation.models import BallotBox, Casting, ConsultationRound, ReplacedBallot
from participation.verify.heads import leaf, receipt_digest
from participation.voting_enums import ReplacedBy

COLUMNS = ("head", "envelope", "receipt", "replaces")


def is_head_due(box: BallotBox, at: datetime) -> bool:
    interval = timedelta(minutes=settings.BALLOT_BOX["minutes_between_heads"])
    return box.closed_at is None and (box.head_at is None or box.head_at + interval <= at)


def castings_in(consultation_round: ConsultationRound) -> QuerySet[Casting]:
    """Those whose envelope no other replaced: what is in the box."""
    castings = Casting.objects.filter(consultation_round=consultation_round)
    return castings.exclude(envelope__in=castings.exclude(replaces="").values("replaces"))


def receipts_in(consultation_round: ConsultationRound) -> Iterator[str]:
    """The hashes of the receipts of what is in the box, in the order of the alphabet."""
    found = castings_in(consultation_round).exclude(receipt="").order_by("receipt")
    return found.values_list("receipt", flat=True).iterator()


def is_receipt_in(consultation_round: ConsultationRound, typed: str) -> bool:
    code, reference = typed_code(typed), consultation_round.reference.string
    digests = [receipt_digest(reference, reading) for reading in readings(code)]
    return bool(code) and castings_in(consultation_round).filter(receipt__in=digests).exists()


def replaced_by(consultation_round: ConsultationRound, typed: str) -> ReplacedBy | None:
    """What took the place of the ballot of this receipt, where its voter may not know."""
    code, reference = typed_code(typed), consultation_round.reference.string
    if not code:
        return None
    notices = [notice for reading in readings(code) for notice in notice_digests(reading, reference)]
    replaced = ReplacedBallot.objects.filter(consultation_round=consultation_round, notice__in=notices).first()
    return ReplacedBy(replaced.replaced_by) if replaced is not None else None


def leaves(castings: QuerySet[Casting]) -> list[str]:
    return sorted(leaf(*row) for row in castings.values_list("envelope", "receipt", "replaces").iterator())


def heads_as_data(consultation_round: ConsultationRound, box: BallotBox) -> dict[str, object]:
    heads = consultation_round.heads.values("content", "sha256", "signature")
    return {
        "round": consultation_round.reference.string,
        "public_key": box.public_key,
        "verify_key": box.verify_key,
        "heads": list(heads),
    }


def castings_as_csv(consultation_round: ConsultationRound) -> Iterator[str]:
    """Every casting, line by line; which head holds it, and in that the order of the hashes."""
    rows = (
        Casting.objects.filter(consultation_round=consultation_round)
        .order_by("head__number", "envelope")
        .values_list("head__number", "envelope", "receipt", "replaces")
    )
    line = io.StringIO()
    writer = csv.writer(line, lineterminator="\n")
    for row in (COLUMNS, *rows.iterator()):
        writer.writerow(row)
        yield line.getvalue()
        line.seek(0)
        line.truncate()
