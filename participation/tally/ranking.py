"""Ranked ballots as papers: the options in order of preference, as far as the rules let a paper be read."""

from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter
from typing import TypeAlias

from .method import Parameter, Settings
from .outcome import Reason, ReasonKind
from .profile import Ballot, Mark, Profile

Paper: TypeAlias = tuple[str, ...]

SKIPPED_RANK = ReasonKind("skipped-rank", "Rank {rank} is missing; ranks run from 1 without a gap.")
EQUAL_RANKS = ReasonKind("equal-ranks", "Rank {rank} is given to more than one; each needs a rank of its own.")

READINGS = ("pass-over", "stop", "refuse")
SKIPPED = Parameter("skipped_ranks", "whether a ballot is read on after a rank that is missing", "pass-over", READINGS)
EQUAL = Parameter("equal_ranks", "whether a ballot is read on after a rank that is given twice", "pass-over", READINGS)
RANK_REASONS = (SKIPPED_RANK, EQUAL_RANKS)


def overstep(ballot: Ballot, settings: Settings) -> Reason | None:
    if "refuse" not in settings.values():
        return None
    due = 1
    for rank, marks in _by_rank(ballot):
        if rank > due and settings["skipped_ranks"] == "refuse":
            return Reason(SKIPPED_RANK, {"rank": due})
        if len(marks) > 1 and settings["equal_ranks"] == "refuse":
            return Reason(EQUAL_RANKS, {"rank": rank})
        due = rank + 1
    return None


def papers(profile: Profile, settings: Settings) -> dict[Paper, int]:
    """Equal papers once, with how many there are. A ballot on which nothing can be read is not among them."""
    found: Counter[Paper] = Counter()
    for ballot, times in profile.ballots.items():
        if paper := read(ballot, settings):
            found[paper] += times
    return dict(found)


def read(ballot: Ballot, settings: Settings) -> Paper:
    marks = sorted(ballot, key=attrgetter("value"))
    if [mark.value for mark in marks] == list(range(1, len(marks) + 1)):
        return tuple([mark.option for mark in marks])
    order: list[str] = []
    due = 1
    for rank, marks in _by_rank(ballot):
        if rank > due and settings["skipped_ranks"] == "stop":
            break
        if len(marks) == 1:
            order.append(marks[0].option)
        elif settings["equal_ranks"] == "stop":
            break
        due = rank + 1
    return tuple(order)


def _by_rank(ballot: Ballot) -> Iterator[tuple[int, list[Mark]]]:
    for rank, marks in groupby(sorted(ballot, key=attrgetter("value")), key=attrgetter("value")):
        yield rank, list(marks)
