"""What goes into a count: the options, and the ballots with how often each was cast."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, TypeAlias


class ProfileError(ValueError):
    """The options and ballots do not belong together; the message is a sentence."""


class Mark(NamedTuple):
    """One mark on a ballot. What the value means is up to its kind: 1 for an approval, points, a rank, a stance."""

    option: str
    value: int


Ballot: TypeAlias = tuple[Mark, ...]
"""The marks of one ballot, sorted by option, so that equal ballots are equal values. Empty means blank."""


@dataclass(frozen=True, slots=True)
class BallotKind:
    """A way to mark a ballot. ``mistake`` says in words what is wrong with a ballot of this kind, or ""."""

    name: str
    mistake: Callable[[Ballot], str]


def _approval_mistake(ballot: Ballot) -> str:
    return "" if all(value == 1 for _, value in ballot) else "An approval is worth exactly 1."


def _points_mistake(ballot: Ballot) -> str:
    return "" if all(value >= 0 for _, value in ballot) else "Points cannot be negative."


def _ranked_mistake(ballot: Ballot) -> str:
    return "" if all(value >= 1 for _, value in ballot) else "Ranks are whole numbers from 1 up."


def _stance_mistake(ballot: Ballot) -> str:
    return "" if all(-1 <= value <= 1 for _, value in ballot) else "A stance is 1 (for), 0 (neutral) or -1 (against)."


APPROVAL = BallotKind("approval", _approval_mistake)
POINTS = BallotKind("points", _points_mistake)
RANKED = BallotKind("ranked", _ranked_mistake)
"""What a gap between ranks or a shared rank means is up to the method."""
STANCES = BallotKind("stances", _stance_mistake)
"""For, neutral or against each option; yes and no are the outer two. No mark is no opinion."""


@dataclass(frozen=True, slots=True)
class Option:
    """A line of the ballot paper. ``cost`` is in whole units of the budget's currency; 0 where nothing is spent."""

    id: str
    cost: int = 0


@dataclass(frozen=True)
class Profile:
    """Everything a method may look at. The options stand in ballot-paper order; there are no voters in it.

    ``budget`` is in the same units as the costs, None where nothing is spent; ``seats`` is how many options may
    win, None where the method decides. ``emptied`` is how many of the empty ballots had marks for nothing but what was
    withdrawn since: no method tells them from blank ones. Raises ProfileError when the parts contradict each other.
    """

    options: tuple[Option, ...]
    kind: BallotKind
    ballots: Mapping[Ballot, int]
    budget: int | None = None
    seats: int | None = None
    emptied: int = 0

    def __post_init__(self) -> None:
        known = {option.id for option in self.options}
        if len(known) < len(self.options):
            raise ProfileError("Two options have the same identifier.")
        if any(option.cost < 0 for option in self.options):
            raise ProfileError("An option cannot have a negative cost.")
        if self.budget is not None and self.budget < 0:
            raise ProfileError("A budget cannot be negative.")
        if self.seats is not None and self.seats < 1:
            raise ProfileError("There must be at least one seat.")
        if not 0 <= self.emptied <= self.ballots.get((), 0):
            raise ProfileError("More ballots were emptied by a withdrawal than are empty.")
        for ballot, times in self.ballots.items():
            marked = {mark.option for mark in ballot}
            if times < 1:
                raise ProfileError("A ballot must have been cast at least once to be counted.")
            if len(marked) < len(ballot):
                raise ProfileError("A ballot marks the same option twice.")
            if not marked <= known:
                raise ProfileError(f"A ballot marks {min(marked - known)!r}, which is not among the options.")
            if mistake := self.kind.mistake(ballot):
                raise ProfileError(mistake)

    @property
    def voters(self) -> int:
        """How many ballots mark something. A blank ballot counts for turnout only."""
        return sum(times for ballot, times in self.ballots.items() if ballot)

    @property
    def blank(self) -> int:
        """On how many ballots nothing was marked at all."""
        return self.ballots.get((), 0) - self.emptied

    def costs(self) -> dict[str, int]:
        return {option.id: option.cost for option in self.options}

    def votes(self) -> dict[str, int]:
        """Per option, on how many ballots it is marked with more than nothing."""
        return dict(self._votes)

    def scores(self) -> dict[str, int]:
        """Per option, the sum of its marks: approvals or points."""
        return dict(self._scores)

    @cached_property
    def _votes(self) -> dict[str, int]:
        total = {option.id: 0 for option in self.options}
        for ballot, times in self.ballots.items():
            for option, value in ballot:
                if value > 0:
                    total[option] += times
        return total

    @cached_property
    def _scores(self) -> dict[str, int]:
        if self.kind is APPROVAL:
            return self._votes
        total = {option.id: 0 for option in self.options}
        for ballot, times in self.ballots.items():
            for option, value in ballot:
                total[option] += value * times
        return total


def ballot(marks: Iterable[tuple[str, int]]) -> Ballot:
    return tuple(sorted(Mark(option, value) for option, value in marks))


def approve(options: Iterable[str]) -> Ballot:
    return ballot((option, 1) for option in options)


def grouped(ballots: Iterable[Ballot]) -> dict[Ballot, int]:
    """Equal ballots once, with how often each was cast."""
    return dict(Counter(ballots))
