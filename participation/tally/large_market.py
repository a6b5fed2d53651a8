"""The same market for many different ballots: the same purchases and payments, by numpy's whole numbers of 64 bits.

Money is kept in such small parts of a unit that all of it together still fits, rounded down, with how much that can be
too little. Nearly every comparison is certain all the same. Where one is not, and for what is paid, amounts are worked
out exactly: whoever still has money has the share less what every bought option on the ballot took, so the sum over
many voters follows from how many of them chose which.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from heapq import heapify, heappop, heappush
from math import gcd
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from .headroom import Bound, Growing, Payment, Replay
from .profile import Profile
from .purchases import KEY_BITS, Market, Purchase
from .ties import TieChain

Purses: TypeAlias = NDArray[np.intp]
Money: TypeAlias = NDArray[np.int64]

MONEY_BITS = 62
GONE = -(1 << MONEY_BITS)
"""What stands for the money in a purse that gave all it had."""


@dataclass(frozen=True, slots=True)
class Deal(Purchase):
    """``poor`` gave all they had, each voter of ``rich`` paid ``most``, which changes by ``growth`` per unit of rise."""

    poor: Purses
    rich: Purses
    growth: Fraction


@dataclass(slots=True)
class _Seen:
    """An option within reach: its rate is from ``key`` to ``highest``, and exactly due / (heads * cost)."""

    key: int
    highest: int
    option: int
    poor: Purses
    rich: Purses
    heads: int


class LargeMarket(Market):
    """Equal ballots share a purse."""

    longest_pause = 1

    def __init__(self, profile: Profile, ties: TieChain) -> None:
        super().__init__(profile, ties)
        lengths = np.fromiter((len(ballot) for ballot, _ in self.ballots), np.intp, len(self.ballots))
        marks = np.fromiter((option for ballot, _ in self.ballots for option in ballot), np.int32, lengths.sum())
        by_option = np.argsort(marks, kind="stable")
        purses = np.repeat(np.arange(len(lengths)), lengths)[by_option]
        ends = np.cumsum(np.bincount(marks, minlength=len(self.costs)))
        self.heads = np.fromiter((times for _, times in self.ballots), np.int64, len(self.ballots))
        self.supporters: list[Purses] = np.split(purses, ends[:-1])

    def scale(self, rise: int) -> int:
        """Money is kept in parts of 2 ** -scale unit, so that not even all of it together is too much for 64 bits."""
        return MONEY_BITS - (self.budget + (rise + 1) * self.voters).bit_length()

    def payers(self, rise: int) -> dict[int, Purses]:
        """Per option within reach the purses of those who chose it."""
        return {option: self.supporters[option] for option in self.within_reach(rise)}

    def buy(self, rise: int) -> list[Purchase]:
        return list(_Run(self, rise).bought()) if self.scale(rise) >= 0 else super().buy(rise)

    def headroom(self, rise: int, bought: list[Purchase]) -> int | None:
        return LargeReplay(self, rise).reach(bought) if self.scale(rise) >= 0 else super().headroom(rise, bought)


class _Run:
    """The purses while the money of one share is being spent: rounded down, and exactly."""

    def __init__(self, market: LargeMarket, rise: int) -> None:
        everyone = market.budget + rise * market.voters
        self.market, self.scale = market, market.scale(rise)
        self.money: Money = np.full(len(market.heads), (everyone << self.scale) // market.voters, np.int64)
        self.slack = 1
        self.parts, self.share = market.voters, everyone
        self.taken: dict[int, int] = {}
        self.growth: dict[int, int] = {}
        self.payers = market.payers(rise)
        self.is_meant = np.zeros(len(market.heads), np.bool_)

    def bought(self) -> Iterator[Deal]:
        waiting = [((1 << KEY_BITS + self.scale) // self.market.votes[option], option) for option in self.payers]
        heapify(waiting)
        while waiting:
            best: int | None = None
            looked_at: list[_Seen] = []
            while waiting and (best is None or waiting[0][0] <= best):
                key, option = heappop(waiting)
                seen = self.look(option, key, best)
                if isinstance(seen, _Seen):
                    looked_at.append(seen)
                    best = seen.highest if best is None else min(best, seen.highest)
                elif seen is not None:
                    heappush(waiting, (seen, option))
            if best is None:
                return
            deal = self.pay(looked_at, best)
            for seen in looked_at:
                if seen.option != deal.option:
                    heappush(waiting, (seen.key, seen.option))
            yield deal

    def look(self, option: int, key: int, best: int | None) -> _Seen | int | None:
        """What an option would take if its rate may be the best; else what that is at least. None: out of reach for good."""
        cost = self.market.costs[option]
        mine = self.payers[option]
        have = self.money[mine]
        if np.any(spent := have == GONE):
            mine, have = mine[~spent], have[~spent]
            self.payers[option] = mine
        poor: list[Purses] = [mine[:0]]
        due, unsure, heads = cost << self.scale, 0, self.together(mine)
        while heads:
            lowest = due - unsure
            key = max(key, (lowest << KEY_BITS) // (heads * cost))
            if best is not None and key > best:
                return key
            payment = max(key * cost >> KEY_BITS, lowest // heads)
            gives_all = have <= min(payment, 1 << MONEY_BITS) - self.slack
            if not gives_all.any():
                gives_all = have < -(-due // heads)
                if gives_all.any():  # or may have to: to be seen exactly
                    gives_all[gives_all] = self.is_poor(mine[gives_all], option, np.concatenate(poor), heads)
                if not gives_all.any():
                    highest = -((-due << KEY_BITS) // (heads * cost))
                    return _Seen(key, highest, option, np.concatenate(poor), mine, heads)
            poor.append(mine[gives_all])
            voters = self.together(poor[-1])
            due -= int(self.market.heads[poor[-1]] @ have[gives_all])
            unsure += voters * self.slack
            heads -= voters
            mine, have = mine[~gives_all], have[~gives_all]
        return None

    def together(self, purses: Purses) -> int:
        return int(self.market.heads[purses].sum())

    def due(self, option: int, poor: Purses) -> tuple[int, int]:
        """What is left to pay once the poor gave all they have, and its growth per unit of rise, in exact parts."""
        market, voters = self.market, self.together(poor)
        now, growth = voters * self.share, voters * self.parts
        if self.taken:
            self.is_meant[poor] = True
            for bought, taken in self.taken.items():
                chose = market.supporters[bought]
                times = self.together(chose[self.is_meant[chose]])
                now -= taken * times
                growth -= self.growth[bought] * times
            self.is_meant[poor] = False
        return market.costs[option] * self.parts - now, -growth

    def is_poor(self, purses: Purses, option: int, poor: Purses, heads: int) -> NDArray[np.bool_]:
        """Of each of these purses, whether a voter has less than the payment if the poor give all."""
        due, _ = self.due(option, poor)
        chose = np.zeros((len(self.taken), len(purses)), np.bool_)
        for row, bought in enumerate(self.taken):
            self.is_meant[self.market.supporters[bought]] = True
            chose[row] = self.is_meant[purses]
            self.is_meant[self.market.supporters[bought]] = False
        alike, place = np.unique(chose, axis=1, return_inverse=True)
        taken = list(self.taken.values())
        has_less = [
            (self.share - sum(taken[row] for row in np.flatnonzero(column))) * heads < due for column in alike.T
        ]
        return np.array(has_less, np.bool_)[place.ravel()]

    def pay(self, looked_at: list[_Seen], best: int) -> Deal:
        near = [(seen, *self.due(seen.option, seen.poor)) for seen in looked_at if seen.key <= best]
        rates = [Fraction(due, seen.heads * self.market.costs[seen.option]) for seen, due, _ in near]
        tied = [one for one, rate in zip(near, rates, strict=True) if rate == min(rates)]
        tied.sort(key=lambda one: self.market.ranks[one[0].option])
        seen, due, growth = tied[0]
        shortest = gcd(due, growth, seen.heads)
        finer = seen.heads // shortest
        self.parts, self.share = self.parts * finer, self.share * finer
        self.taken = {option: amount * finer for option, amount in self.taken.items()}
        self.growth = {option: amount * finer for option, amount in self.growth.items()}
        self.taken[seen.option], self.growth[seen.option] = due // shortest, growth // shortest
        self.money[seen.poor] = GONE
        self.money[seen.rich] -= -(-(due // shortest << self.scale) // self.parts)
        self.slack += 1
        return Deal(
            seen.option,
            tuple(one.option for one, _, _ in tied),
            Fraction(due // shortest, self.parts),
            seen.poor,
            seen.rich,
            Fraction(growth // shortest, self.parts),
        )


class LargeReplay(Replay[Purses]):
    """The purses with money that grows, both rounded down, each by less than ``slack``.

    What decides something is taken as low as it can be, so the answer can only be lower than that of the plain one.
    """

    def __init__(self, market: LargeMarket, rise: int) -> None:
        scale, everyone = market.scale(rise), market.budget + rise * market.voters
        super().__init__(market, rise, 1 << scale, market.payers(rise))
        self.heads = market.heads
        self.now: Money = np.full(len(self.heads), (everyone << scale) // market.voters, np.int64)
        self.per_unit: Money = np.full(len(self.heads), 1 << scale, np.int64)
        self.slack = 1

    def together(self, purses: Purses) -> Growing:
        purses = purses[self.now[purses] != GONE]
        heads = self.heads[purses]
        unsure = int(heads.sum()) * self.slack
        return Growing(int(heads @ self.now[purses]) + unsure, int(heads @ self.per_unit[purses]) + unsure)

    def payment(self, purchase: Purchase) -> Payment[Purses]:
        if not isinstance(purchase, Deal):
            raise TypeError("The purchases of a large market are deals.")
        heads = int(self.heads[purchase.rich].sum())
        # The poor keep less than is paid; the rich have more, and get more of each unit than the payment grows by.
        now = self._down(purchase.most) - self.slack - self.now[purchase.poor]
        per_unit = self._down(purchase.growth) - self.slack - self.per_unit[purchase.poor]
        if len(now):
            self.hold(int((np.maximum(now, 0) // -per_unit).min()))
        due = Growing(-self._down(-purchase.most * heads), -self._down(-purchase.growth * heads))
        return Payment(purchase.option, due, heads, purchase.poor, purchase.rich)

    def bound(self, rival: int, payment: Payment[Purses]) -> Bound:
        mine = self.of_option[rival]
        costs = self.market.costs
        most = payment.due.now * costs[rival] // (payment.heads * costs[payment.option])
        self.of_option[rival] = mine = mine[self.now[mine] != GONE]
        is_poor = self.now[mine] < min(most, 1 << MONEY_BITS)
        return Bound(self.together(mine[is_poor]), self.denominator, int(self.heads[mine[~is_poor]].sum()))

    def pay(self, payment: Payment[Purses]) -> None:
        self.now[payment.rich] -= -(-payment.due.now // payment.heads)
        self.per_unit[payment.rich] -= -(-payment.due.per_unit // payment.heads)
        self.now[payment.poor] = GONE
        # The payment was rounded up twice.
        self.slack += 2

    def _down(self, amount: Fraction) -> int:
        return amount.numerator * self.denominator // amount.denominator
