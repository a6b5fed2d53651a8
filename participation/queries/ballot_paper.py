"""The paper that people vote on, as who casts a ballot needs it: as few statements as there can be, at any hour."""

import copy
from collections.abc import Mapping, Set
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from base.compiled import Compiled
from participation.models import ConsultationRound, Phase, RoundChange, Subject
from participation.queries.ballot import ballot_subjects, withdrawn_keys
from participation.sealing import room_for

# Rounds of which a process keeps what stands fast.
KEPT = 64


@dataclass(frozen=True)
class BallotPaper:
    """A vote as it is now. `lines` are all that was put to the vote, by key and in their order, `options` those of them that were not
    withdrawn since; `room` is how long the fullest ballot can be."""

    consultation_round: ConsultationRound
    lines: Mapping[int, Subject]
    room: int
    withdrawn: Set[int | None] = frozenset()

    @cached_property
    def options(self) -> Mapping[int, Subject]:
        if not self.withdrawn:
            return self.lines
        return {key: line for key, line in self.lines.items() if key not in self.withdrawn}


# The rules of a vote that has begun, which cannot change, and what of its round still can.
_COLUMNS = (
    "pk",
    "rules__sha256",
    "box__public_key",
    "paused_at",
    "cancelled_at",
    "counted_at",
    "result_published_at",
    "box__tested_at",
    "box__closed_at",
    "box__head_at",
    "has_withdrawn",
    "phases__pk",
    "phases__kind",
    "phases__starts_at",
    "phases__ends_at",
)


def _now(**known: int | str) -> QuerySet[ConsultationRound, tuple[Any, ...]]:
    """A line for each phase."""
    withdrawn = RoundChange.objects.filter(consultation_round=OuterRef("pk"), subject__isnull=False)
    rounds = ConsultationRound.objects.filter(**known).annotate(has_withdrawn=Exists(withdrawn))
    return rounds.order_by("phases__starts_at", "phases__pk").values_list(*_COLUMNS)


_as_read = Compiled(lambda reference: _now(reference__string=reference))
_share = Compiled(lambda pk: ConsultationRound.objects.filter(pk=pk).values_list("pk"), shares=ConsultationRound)
_as_shared = Compiled(lambda pk: _now(pk=pk), after=_share)


def keep_from_closing(consultation_round: ConsultationRound) -> None:
    """Keeps the box of a round open until the caller's transaction ends.

    Who puts something in shares this lock with all others who do; whoever closes the box waits for all of them.
    """
    _share(consultation_round.pk)


def paper_by_reference(reference: str) -> BallotPaper | None:
    return _paper(_as_read(reference))


def paper_kept_open(consultation_round: ConsultationRound) -> BallotPaper:
    """As it is now, whatever the caller read of the round before, with its box kept from closing."""
    paper = _paper(_as_shared(consultation_round.pk))
    if paper is None:
        raise ConsultationRound.DoesNotExist
    return paper


def _paper(rows: list[tuple[Any, ...]]) -> BallotPaper | None:
    if not rows:
        return None
    pk, rules, box_key, *moments, tested_at, closed_at, head_at, has_withdrawn = rows[0][:-4]
    if rules is None or box_key is None:
        # Voting has not begun: nothing stands fast.
        paper = _as_it_stands(ConsultationRound.objects.for_voting().get(pk=pk))
    else:
        paper = what_stands_fast(pk, rules, box_key)
        found = copy.copy(paper.consultation_round)
        found.paused_at, found.cancelled_at, found.counted_at, found.result_published_at = moments
        found.box = box = copy.copy(found.box)
        box.tested_at, box.closed_at, box.head_at = tested_at, closed_at, head_at
        found.keep_phases(
            Phase(pk=key, consultation_round=found, kind=kind, starts_at=starts_at, ends_at=ends_at)
            for key, kind, starts_at, ends_at in (row[-4:] for row in rows)
            if key is not None
        )
        paper = replace(paper, consultation_round=found)
    return replace(paper, withdrawn=withdrawn_keys(paper.consultation_round)) if has_withdrawn else paper


def _as_it_stands(consultation_round: ConsultationRound) -> BallotPaper:
    lines = {line.pk: line for line in ballot_subjects(consultation_round)}
    return BallotPaper(consultation_round, lines, room_for([line.reference.string for line in lines.values()]))


@lru_cache(maxsize=KEPT)
def what_stands_fast(pk: int, rules: str, box_key: str) -> BallotPaper:
    """With all its lines. Kept by each process under the hash of the rules and the key of the box: with either it is another vote. Raises
    ConsultationRound.DoesNotExist where no vote has them."""
    asked = ConsultationRound.objects.for_voting().filter(rules__sha256=rules, box__public_key=box_key)
    return _as_it_stands(asked.get(pk=pk))
