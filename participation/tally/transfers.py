"""The single transferable vote itself, count by count: what the methods stv, stv-scottish and irv have in common.

A paper stands with its first continuing option. Who reaches the quota is elected; what they have above it goes on from
all their papers alike (weighted inclusive Gregory). Where no surplus is left to move, who has least is excluded and
their papers go on at the value they had. Values are exact fractions, or whole numbers of the last decimal, truncated.

Stated for what the rules leave open: an option that no paper ranks takes no part and cannot win; a paper whose further
preferences are all elected or excluded is non-transferable; where more reach the quota than there are seats (which only
Hare's quota permits), those with most votes are elected.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from typing import TypeAlias

from .method import Settings
from .outcome import Count, Tie
from .profile import Profile
from .ranking import Paper, papers
from .ties import EARLIER_COUNTS, TieChain

Value: TypeAlias = int | Fraction
"""Votes: fractions where the arithmetic is exact, otherwise whole numbers of the last decimal."""


@dataclass(frozen=True, slots=True)
class _Bundle:
    """Papers of one value at one option: each with how many there are."""

    value: Value
    papers: list[tuple[Paper, int]]


class Transfers:
    """A count, done once it is made. ``continuing`` stands in ballot-paper order, ``elected`` in order of election,
    ``reached`` holds those of them that were elected by the quota, ``excluded`` in which count the others went."""

    def __init__(self, profile: Profile, ties: TieChain, settings: Settings) -> None:
        self.profile, self.ties, self.settings = profile, ties, settings
        self.ranks = ties.ranks(profile)
        self.seats = profile.seats or 1
        decimals = settings["decimals"]
        self.exact = decimals is None
        self.unit = 1 if decimals is None else 10 ** int(decimals)
        read = papers(profile, settings)
        ranked = {option for paper in read for option in paper}
        self.continuing = [option.id for option in profile.options if option.id in ranked]
        self.elected: list[str] = []
        self.reached: set[str] = set()
        self.excluded: dict[str, int] = {}
        self.pending: list[str] = []
        self.votes: dict[str, Value] = dict.fromkeys(self.continuing, 0)
        self.piles: dict[str, list[_Bundle]] = {option: [] for option in self.continuing}
        self.non_transferable: Value = 0
        self.remainder: Value = 0
        self.history: list[dict[str, Value]] = []
        self.counts: list[Count] = []
        self.met: list[Tie] = []
        self.ballots = sum(read.values())
        if self.ballots:
            self._deal(self.unit, read.items())
            self.first = {option: self._figure(votes).numerator for option, votes in self.votes.items()}
            self.quota = self._quota()
            self._close("first-preferences", (), dict(self.votes))
            self._run()

    @property
    def tie_rules(self) -> tuple[str, ...]:
        return (
            self.ties.names if self.settings["earlier_counts"] == "ignore" else (EARLIER_COUNTS.name, *self.ties.names)
        )

    @property
    def vacancies(self) -> int:
        return self.seats - len(self.elected)

    def _quota(self) -> Value:
        rule = self.settings["quota"]
        if rule == "majority":
            return int(sum(self.votes[option] for option in self.continuing)) // 2 + 1
        if rule == "hare":
            return max(self.ballots // self.seats, 1) * self.unit
        if rule == "droop":
            return (self.ballots // (self.seats + 1) + 1) * self.unit
        return Fraction(self.ballots * self.unit, self.seats + 1)

    def _reaches(self, option: str) -> bool:
        votes = self.votes[option]
        return votes > self.quota if self.settings["quota"] == "droop-exact" else votes >= self.quota

    def _run(self) -> None:
        shows_idle = self.settings["idle_surpluses"] == "count"
        while (self.vacancies and self.continuing) or (shows_idle and self.pending):
            before = dict(self.votes)
            if self.pending:
                of = self._next_surpluses()
                for option in of:
                    self.pending.remove(option)
                    self._pass_on_surplus(option)
                self._close("surplus", of, before)
            else:
                lowest = self._lowest()
                self.continuing.remove(lowest)
                self.excluded[lowest] = len(self.counts) + 1
                bundles = self.piles.pop(lowest)
                del self.votes[lowest]
                for bundle in bundles:
                    self._deal(bundle.value, bundle.papers)
                self._close("exclusion", (lowest,), before)

    def _deal(self, value: Value, sheets: Iterable[tuple[Paper, int]]) -> Value:
        """Puts papers, each now worth ``value``, with their first continuing options; returns what they are worth."""
        going: dict[str, list[tuple[Paper, int]]] = {}
        dealt = stuck = 0
        standing = set(self.continuing)
        for paper, times in sheets:
            dealt += times
            for option in paper:
                if option in standing:
                    going.setdefault(option, []).append((paper, times))
                    break
            else:
                stuck += times
        for option, moved in going.items():
            self.votes[option] += value * sum(times for _, times in moved)
            self.piles[option].append(_Bundle(value, moved))
        self.non_transferable += value * stuck
        return value * dealt

    def _pass_on_surplus(self, option: str) -> None:
        votes = self.votes[option]
        surplus = votes - self.quota
        moved: Value = 0
        for bundle in self.piles.pop(option):
            moved += self._deal(self._part(bundle.value, surplus, votes), bundle.papers)
        self.remainder += surplus - moved
        self.votes[option] = self.quota

    def _part(self, value: Value, surplus: Value, votes: Value) -> Value:
        return Fraction(value * surplus) / votes if self.exact else value * surplus // votes

    def _close(self, event: str, of: tuple[str, ...], before: dict[str, Value]) -> None:
        """Elects whom this count brings to the quota, or to the last seats, and writes the count down."""
        self.history.append(dict(self.votes))
        if self.settings["quota"] == "majority":
            self.quota = self._quota()
        here = self._elect([option for option in self.continuing if self._reaches(option)])
        self.reached.update(here)
        if len(self.continuing) <= self.vacancies and self.settings["below_quota"] == "elect":
            here += self._elect(self.continuing)
        idle = self.settings["idle_surpluses"] == "count"
        self.pending += [
            one for one in here if self.votes[one] > self.quota or (idle and self.votes[one] == self.quota)
        ]
        moved = {
            option: self._figure(votes - before[option])
            for option, votes in self.votes.items()
            if option not in of and votes != before[option]
        }
        self.counts.append(
            Count(
                number=len(self.counts) + 1,
                event=event,
                of=of,
                moved=moved,
                votes={option: self._figure(votes) for option, votes in self.votes.items()},
                non_transferable=self._figure(self.non_transferable),
                remainder=self._figure(self.remainder),
                quota=self._figure(self.quota),
                elected=tuple(here),
            )
        )

    def _elect(self, options: Sequence[str]) -> list[str]:
        elected = self._in_order(options, "seat")[: self.vacancies]
        self.elected += elected
        self.continuing = [option for option in self.continuing if option not in elected]
        return elected

    def _next_surpluses(self) -> tuple[str, ...]:
        if self.settings["surpluses"] == "together":
            return tuple(self.pending)
        largest = max(self.votes[option] for option in self.pending)
        return (self._in_order([option for option in self.pending if self.votes[option] == largest], "surplus")[0],)

    def _lowest(self) -> str:
        least = min(self.votes[option] for option in self.continuing)
        return self._in_order([option for option in self.continuing if self.votes[option] == least], "exclusion")[-1]

    def _in_order(self, options: Sequence[str], about: str) -> list[str]:
        """Most votes first. Equal ones by what they had in other counts, then by the chain; each tie is kept."""
        order = sorted(options, key=self.ranks.__getitem__)
        order.sort(key=self._record, reverse=True)
        for _, equal in groupby(order, key=self.votes.__getitem__):
            tied = tuple(equal)
            if len(tied) > 1:
                step = len(self.history) + (about != "seat")
                self.met.append(Tie(step, tied, self._settled_by(tied), about))
        return order

    def _record(self, option: str) -> list[Value]:
        """What an option has now, then in the other counts in the order in which the rules look at them."""
        earlier = [votes[option] for votes in self.history]
        looked_at = {"backward": earlier[::-1], "forward": earlier, "ignore": []}[str(self.settings["earlier_counts"])]
        return [self.votes[option], *looked_at]

    def _settled_by(self, tied: tuple[str, ...]) -> tuple[str, ...]:
        alike = [tuple(group) for _, group in groupby(tied, key=self._record)]
        chain = dict.fromkeys(name for group in alike for name in self.ties.used(self.profile, group))
        return (*([EARLIER_COUNTS.name] if len(alike) > 1 else []), *chain)

    def _figure(self, value: Value) -> Fraction:
        return Fraction(value) / self.unit
