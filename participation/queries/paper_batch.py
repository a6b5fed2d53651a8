import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from participation import server_seal
from participation.models import ConsultationRound, PaperBatch, RollEntry
from participation.models.electoral_roll import identifier_key
from participation.queries.electoral_roll import entries_named
from participation.voting_enums import OF_THE_PAPER, SetAside


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


@dataclass(frozen=True)
class JudgedPaper:
    """A paper that was entered, the voter whose it is, and why it is set aside whoever voted elsewhere; one of `OF_THE_PAPER`."""

    place: int
    reading: Reading
    voter: RollEntry | None
    why: SetAside | None


def judged(batch: PaperBatch, papers: Iterable[ReadPaper]) -> list[JudgedPaper]:
    """What becomes of the papers of a batch by what stands on them. Two queries."""
    entered = [(one.place, one.first) for one in papers if one.first is not None]
    named = entries_named(batch.consultation_round, [reading.voter for _place, reading in entered])
    found: list[JudgedPaper] = []
    for place, reading in entered:
        voter = named.get(identifier_key(reading.voter))
        why = None
        if voter is None:
            why = SetAside.NO_VOTER
        elif reading.marks is None:
            why = SetAside.UNREADABLE
        elif any(one.voter == voter and one.why is None for one in found):
            why = SetAside.TWICE
        found.append(JudgedPaper(place, reading, voter, why))
    return found


def bearing_one_identifier(papers: Iterable[ReadPaper]) -> list[int]:
    """The places of papers that share an identifier with another, as they were entered first."""
    places: dict[str, list[int]] = defaultdict(list)
    for one in papers:
        if one.first is not None and one.first.voter:
            places[one.first.voter].append(one.place)
    return sorted(place for shared in places.values() if len(shared) > 1 for place in shared)


def same_voter_as(batch: PaperBatch, papers: Iterable[ReadPaper], place: int, reader: Any) -> list[int]:
    """The other papers that bear the identifier that `reader` entered at a place; of those that they may see: which they entered
    too, or which two people did."""
    readers = readers_in(batch)
    seen = [
        (one.place, reading.voter, who)
        for one in papers
        for who, reading in zip(readers[one.place], (one.first, one.second), strict=False)
        if reading is not None and (who == reader or one.is_read)
    ]
    own = {voter for at, voter, who in seen if at == place and who == reader} - {""}
    return sorted({at for at, voter, _who in seen if at != place and voter in own})


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


def told_aside_in(batch: PaperBatch) -> list[tuple[int, SetAside]]:
    """Those of which a screen may say which paper it was."""
    return [(place, why) for place, why in set_aside_in(batch) if why in OF_THE_PAPER]


def readers_in(batch: PaperBatch) -> dict[int, list[Any]]:
    """Per paper who entered it, in the order of their turns."""
    readers: dict[int, list[Any]] = {place: [] for place in range(1, batch.papers + 1)}
    for one in batch.readings.select_related("reader"):
        readers[one.place].append(one.reader)
    return readers
