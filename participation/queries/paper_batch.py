import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from participation import server_seal
from participation.models import ConsultationRound, PaperBatch
from participation.voting_enums import SetAside


@dataclass(frozen=True)
class Reading:
    """What one person read on one paper: whose it is, and values of marks per reference; None where it cannot be read."""

    voter: str
    marks: dict[str, int] | None


@dataclass(frozen=True)
class ReadPaper:
    """A paper with its readings, of the first turn and the second."""

    place: int
    first: Reading | None
    second: Reading | None

    @property
    def is_read(self) -> bool:
        return self.first is not None and self.second is not None

    @property
    def differs(self) -> bool:
        return self.is_read and self.first != self.second


def read_papers(batch: PaperBatch) -> list[ReadPaper]:
    """Every paper of a batch as it was entered so far."""
    readings: dict[tuple[int, int], Reading] = {}
    for one in batch.readings.all():
        voter, marks = json.loads(server_seal.fetch(one.sealed))
        readings[one.place, one.turn] = Reading(voter, marks)
    return [
        ReadPaper(place, readings.get((place, 1)), readings.get((place, 2))) for place in range(1, batch.papers + 1)
    ]


def reading_by(batch: PaperBatch, place: int, reader: Any) -> Reading | None:
    """What this person entered of a paper."""
    one = batch.readings.filter(place=place, reader=reader).first()
    return Reading(*json.loads(server_seal.fetch(one.sealed))) if one is not None else None


def batches_of(consultation_round: ConsultationRound) -> list[PaperBatch]:
    return list(PaperBatch.objects.filter(consultation_round=consultation_round))


def papers_set_aside(batches: Iterable[PaperBatch]) -> list[tuple[int, int, SetAside]]:
    """Batch, place in it and why, of every paper that was not counted."""
    return [(batch.number, place, why) for batch in batches for place, why in set_aside_in(batch)]


def papers_not_cast(batches: Iterable[PaperBatch]) -> int:
    """In batches that were not put in the ballot box."""
    return sum(batch.papers for batch in batches if batch.cast_at is None)


def set_aside_in(batch: PaperBatch) -> list[tuple[int, SetAside]]:
    return [(int(one["place"]), SetAside(one["why"])) for one in batch.set_aside]


def readers_in(batch: PaperBatch) -> dict[int, list[Any]]:
    """Per paper who entered it, in the order of their turns."""
    readers: dict[int, list[Any]] = {place: [] for place in range(1, batch.papers + 1)}
    for one in batch.readings.select_related("reader"):
        readers[one.place].append(one.reader)
    return readers
