"""How much further every share can rise while the Method of Equal Shares is certain to buy the same options.

Raising the shares unit by unit is what the rule add1 says, but with few voters and a large budget that is a million
counts, nearly all alike. Here the purchases at one share are gone through once more with money that grows: every
purse holds ``now + per_unit * rise``. As long as a number of comparisons between such sums keep their answer, the
purchases stay the same; how long that is follows from each by one division. The answer is never too high. It may be
too low, since a rival is compared by a bound that is exact only where the rise begins.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from math import gcd
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from .purchases import Market, Purchase

Some = TypeVar("Some")
"""A number of purses."""


@dataclass(slots=True)
class Growing:
    """An amount of money over some denominator: ``now + per_unit * rise``."""

    now: int
    per_unit: int

    def stays_positive_for(self) -> int | None:
        """The largest rise at which this is not below 0, given that it is not now. None: however far."""
        if self.now < 0:
            return 0
        return None if self.per_unit >= 0 else self.now // -self.per_unit


@dataclass(slots=True)
class Payment(Generic[Some]):
    """What buys an option: the poor give all, each of ``heads`` rich voters gives due / heads."""

    option: int
    due: Growing
    heads: int
    poor: Some
    rich: Some


@dataclass(slots=True)
class Bound:
    """What voters can pay for an option: at most ``given`` over ``denominator``, and the largest payment by each of
    ``heads``. Once true it stays true, since purses only get lighter."""

    given: Growing
    denominator: int
    heads: int


class Replay(ABC, Generic[Some]):
    """The purses of a market at a share, and ``limit``: how far the share can rise as far as is known by now."""

    def __init__(self, market: "Market", rise: int, denominator: int, of_option: dict[int, Some]) -> None:
        self.market = market
        self.everyone = market.budget + rise * market.voters
        self.denominator, self.of_option = denominator, of_option
        self.waiting = list(of_option)
        self.bounds: dict[int, Bound] = {}
        self.limit: int | None = None

    @abstractmethod
    def together(self, purses: Some) -> Growing:
        """What is in these purses, or no less than that."""

    @abstractmethod
    def payment(self, purchase: "Purchase") -> Payment[Some]:
        """What is paid, as long as the same purses give all they have: limits the rise to where they do."""

    @abstractmethod
    def bound(self, rival: int, payment: Payment[Some]) -> Bound:
        """What could be paid for a rival at the rate of this payment."""

    @abstractmethod
    def pay(self, payment: Payment[Some]) -> None: ...

    def hold(self, reach: int | None) -> None:
        if reach is not None and (self.limit is None or reach < self.limit):
            self.limit = reach

    def reach(self, bought: list["Purchase"]) -> int | None:
        for option in self.market.options:
            if option not in self.of_option:  # out of reach even of whole shares
                votes, cost = self.market.votes[option], self.market.costs[option]
                missing = Growing(cost * self.market.voters - votes * self.everyone - 1, -votes * self.market.voters)
                self.hold(missing.stays_positive_for())
        for purchase in bought:
            self.waiting.remove(purchase.option)
            payment = self.payment(purchase)
            for rival in self.waiting:
                self.check_rival(rival, payment)
            if self.limit == 0:
                return 0
            self.pay(payment)
        for option in self.waiting:
            money = self.together(self.of_option[option])
            missing = Growing(self.market.costs[option] * self.denominator - money.now - 1, -money.per_unit)
            self.hold(missing.stays_positive_for())
        return self.limit

    def check_rival(self, rival: int, payment: Payment[Some]) -> None:
        """Limits the rise to where this rival does not go before the option that is being paid for."""
        known = 0
        if rival in self.bounds:
            reach = self._behind(rival, payment).stays_positive_for()
            if reach is None or (self.limit is not None and reach >= self.limit):
                return
            known = reach
        self.bounds[rival] = self.bound(rival, payment)
        sharp = self._behind(rival, payment).stays_positive_for()
        self.hold(None if sharp is None else max(sharp, known))

    def _behind(self, rival: int, payment: Payment[Some]) -> Growing:
        """Cost of the rival less what can be paid for it at the rate of this payment: below 0 it might go first.

        At 0 the two may be tied, and the tie rule decides; but where all would give all they have, 0 only says that
        they can just afford it, perhaps by a smaller largest payment.
        """
        bound, costs, ranks = self.bounds[rival], self.market.costs, self.market.ranks
        mine, theirs = costs[payment.option], costs[rival]
        scale = payment.heads * mine
        given = self.denominator // bound.denominator * scale
        each = bound.heads * theirs
        strict = 1 if not bound.heads or ranks[rival] < ranks[payment.option] else 0
        return Growing(
            theirs * scale * self.denominator - bound.given.now * given - each * payment.due.now - strict,
            -bound.given.per_unit * given - each * payment.due.per_unit,
        )


class PlainReplay(Replay[list[int]]):
    def __init__(self, market: "Market", rise: int) -> None:
        purses = market.purses_at(rise)
        super().__init__(market, rise, market.voters, purses.of_option)
        self.voters = purses.voters
        self.now = [self.everyone] * len(self.voters)
        self.per_unit = [market.voters] * len(self.voters)

    def together(self, purses: list[int]) -> Growing:
        voters, now, per_unit = self.voters, self.now, self.per_unit
        return Growing(
            sum([now[purse] * voters[purse] for purse in purses]),
            sum([per_unit[purse] * voters[purse] for purse in purses]),
        )

    def payment(self, purchase: "Purchase") -> Payment[list[int]]:
        most, parts = purchase.most.numerator * self.denominator, purchase.most.denominator
        mine, now, per_unit = self.of_option[purchase.option], self.now, self.per_unit
        poor = [purse for purse in mine if now[purse] * parts < most]
        rich = [purse for purse in mine if now[purse] * parts >= most]
        given = self.together(poor)
        due = Growing(self.market.costs[purchase.option] * self.denominator - given.now, -given.per_unit)
        heads = sum([self.voters[purse] for purse in rich])
        for purse in poor:
            rest = Growing(due.now - now[purse] * heads, due.per_unit - per_unit[purse] * heads)
            self.hold(rest.stays_positive_for())
        # The rich stay rich: no purse ever shrinks with a rise, so what is due does not grow.
        return Payment(purchase.option, due, heads, poor, rich)

    def bound(self, rival: int, payment: Payment[list[int]]) -> Bound:
        most = payment.due.now * self.market.costs[rival]
        parts = payment.heads * self.market.costs[payment.option]
        mine = [purse for purse in self.of_option[rival] if self.now[purse] or self.per_unit[purse]]
        poor = [purse for purse in mine if self.now[purse] * parts < most]
        heads = sum([self.voters[purse] for purse in mine if self.now[purse] * parts >= most])
        return Bound(self.together(poor), self.denominator, heads)

    def pay(self, payment: Payment[list[int]]) -> None:
        shortest = gcd(payment.due.now, payment.due.per_unit, payment.heads)
        heads = payment.heads // shortest
        if heads > 1:
            self.now = [amount * heads for amount in self.now]
            self.per_unit = [amount * heads for amount in self.per_unit]
            self.denominator *= heads
        for purse in payment.rich:
            self.now[purse] -= payment.due.now // shortest
            self.per_unit[purse] -= payment.due.per_unit // shortest
        for purse in payment.poor:
            self.now[purse] = self.per_unit[purse] = 0
