"""The buying inside the Method of Equal Shares, exact and quick: what is bought, in which order, at a given share.

Every voter starts with the same money. An option is bought by those who chose it, each paying the same amount or
all they have left, and the one for which that largest payment is the smallest part of its cost goes first. Money
is kept as integers over one denominator that all purses share, so that nothing is ever rounded. Equal ballots
share a purse, and ballots that differ only in options out of reach do too.
"""

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from heapq import heapify, heappop, heappush
from math import gcd

from .headroom import PlainReplay
from .profile import Profile
from .ties import TieChain

KEY_BITS = 64
"""Rates are first compared as integers of this fineness, rounded down; exactly where that shows no difference."""


@dataclass(frozen=True, slots=True)
class Purses:
    """One purse for all voters who chose the same options within reach. Per purse its voters, per option its purses."""

    voters: list[int]
    of_option: dict[int, list[int]]


@dataclass(frozen=True, slots=True)
class Purchase:
    """``tied``: the options that were equally good then, ``option`` first. ``most``: what one voter paid at most."""

    option: int
    tied: tuple[int, ...]
    most: Fraction


class Market:
    """The options that cost something and that somebody chose, by their place in the profile, and who chose them.

    ``rise`` is the number of whole units by which every voter's share exceeds budget / voters. ``longest_pause``: after so
    many counts it is worth the time to look for headroom again.
    """

    longest_pause = 64

    def __init__(self, profile: Profile, ties: TieChain) -> None:
        place = {option.id: index for index, option in enumerate(profile.options)}
        ranks, votes = ties.ranks(profile), profile.votes()
        self.budget = profile.budget or 0
        self.voters = profile.voters
        self.costs = [option.cost for option in profile.options]
        self.ranks = [ranks[option.id] for option in profile.options]
        self.votes = [votes[option.id] for option in profile.options]
        self.options = [index for index, cost in enumerate(self.costs) if cost and self.votes[index]]
        self.ballots = [
            (tuple(place[mark.option] for mark in ballot if mark.value), times)
            for ballot, times in profile.ballots.items()
            if ballot
        ]
        self._purses: tuple[list[int], Purses] = ([], Purses([], {}))

    def within_reach(self, rise: int) -> list[int]:
        """The options that those who chose it can pay for with whole shares."""
        everyone = self.budget + rise * self.voters
        return [option for option in self.options if self.votes[option] * everyone >= self.costs[option] * self.voters]

    def purses_at(self, rise: int) -> Purses:
        """The purses at this share; the last answer is kept, since few rises bring another option within reach."""
        within_reach = self.within_reach(rise)
        if within_reach != self._purses[0]:
            self._purses = (within_reach, self._grouped(within_reach))
        return self._purses[1]

    def _grouped(self, within_reach: list[int]) -> Purses:
        wanted = set(within_reach)
        voters: Counter[tuple[int, ...]] = Counter()
        for ballot, times in self.ballots:
            if kept := tuple([option for option in ballot if option in wanted]):
                voters[kept] += times
        of_option: dict[int, list[int]] = {option: [] for option in within_reach}
        for purse, options in enumerate(voters):
            for option in options:
                of_option[option].append(purse)
        return Purses(list(voters.values()), of_option)

    def buy(self, rise: int) -> list[Purchase]:
        """All purchases at this share, in order.

        An option's rate (largest payment / cost) never falls while money is being spent. So the options wait in a
        heap by the rate they had when last looked at, and only those that could still be best are looked at again.
        """
        purses = self.purses_at(rise)
        voters, costs, of_option = purses.voters, self.costs, dict(purses.of_option)
        denominator = self.voters
        money = [self.budget + rise * self.voters] * len(voters)
        waiting = [((1 << KEY_BITS) // self.votes[option], option) for option in of_option]
        heapify(waiting)
        bought: list[Purchase] = []
        while waiting:
            best: int | None = None
            looked_at: list[tuple[int, int, int, int]] = []
            while waiting and (best is None or waiting[0][0] <= best):
                key, option = heappop(waiting)
                cost = costs[option] * denominator
                of_option[option] = payers = [purse for purse in of_option[option] if money[purse]]
                due, heads = cost, sum(map(voters.__getitem__, payers))
                payment = max(key * cost >> KEY_BITS, -(-due // heads)) if heads else 0
                # Who has less than the payment gives all; leaving them out raises the payment for the others.
                while poor := [purse for purse in payers if money[purse] < payment]:
                    due -= sum([money[purse] * voters[purse] for purse in poor])
                    heads -= sum(map(voters.__getitem__, poor))
                    if not heads or (best is not None and (due << KEY_BITS) // (heads * cost) > best):
                        break
                    payers = [purse for purse in payers if money[purse] >= payment]
                    payment = -(-due // heads)
                if not heads:
                    continue  # out of reach from here on: purses only get lighter
                key = (due << KEY_BITS) // (heads * cost)
                if best is not None and key > best:
                    heappush(waiting, (key, option))
                    continue
                looked_at.append((key, option, due, heads))
                best = key
            if not looked_at:
                break
            tied = self._best(looked_at)
            _, option, due, heads = tied[0]
            for seen in looked_at:
                if seen[1] != option:
                    heappush(waiting, (seen[0], seen[1]))
            bought.append(Purchase(option, tuple(seen[1] for seen in tied), Fraction(due, heads * denominator)))
            shortest = gcd(due, heads)
            due, heads = due // shortest, heads // shortest
            if heads > 1:
                money = [amount * heads for amount in money]
                denominator *= heads
            for purse in of_option[option]:
                amount = money[purse]
                money[purse] = amount - due if amount > due else 0
        return bought

    def _best(self, looked_at: list[tuple[int, int, int, int]]) -> list[tuple[int, int, int, int]]:
        """Of (key, option, due, heads) those with exactly the lowest due / (heads * cost), by the tie rule."""
        lowest = min(looked_at)[0]
        near = [seen for seen in looked_at if seen[0] == lowest]
        if len(near) == 1:
            return near
        rates = {seen[1]: Fraction(seen[2], seen[3] * self.costs[seen[1]]) for seen in near}
        best = min(rates.values())
        return sorted((seen for seen in near if rates[seen[1]] == best), key=lambda seen: self.ranks[seen[1]])

    def headroom(self, rise: int, bought: list[Purchase]) -> int | None:
        """By how many units the share can certainly rise further with the same purchases. None: without end.

        ``bought`` is what ``buy(rise)`` gave.
        """
        return PlainReplay(self, rise).reach(bought)

    def cost(self, bought: list[Purchase]) -> int:
        return sum(self.costs[purchase.option] for purchase in bought)
