"""How much further every share can rise while the Method of Equal Shares is certain to buy the same options.

Raising the shares unit by unit is what the rule add1 says, but with few voters and a large budget that is a million
counts, nearly all alike. Here the purchases at one share are gone through once more with money that grows: every
purse holds ``now + per_unit * rise``. As long as a number of comparisons between such sums keep their answer, the
purchases stay the same; how long that is follows from each by one division. The answer is never too high. It may be
too low, since a rival is compared by a bound that is exact only where the rise begins.
"""

from dataclasses import dataclass
from math import gcd

from .purchases import Market, Purchase


@dataclass(slots=True)
class _Growing:
    """An amount of money over some denominator: ``now + per_unit * rise``."""

    now: int
    per_unit: int

    def stays_positive_for(self) -> int | None:
        """The largest rise at which this is not below 0, given that it is not now. None: however far."""
        if self.now < 0:
            return 0
        return None if self.per_unit >= 0 else self.now // -self.per_unit


@dataclass(slots=True)
class _Payment:
    """What buys an option: the poor give all, each of ``heads`` rich voters gives due / heads."""

    option: int
    due: _Growing
    heads: int
    poor: list[int]
    rich: list[int]


@dataclass(slots=True)
class _Bound:
    """What voters can pay for an option: at most ``given`` over ``denominator``, and the largest payment by each of
    ``heads``. Once true it stays true, since purses only get lighter."""

    given: _Growing
    denominator: int
    heads: int


class _Replay:
    """The purses of a market at a share, and ``limit``: how far the share can rise as far as is known by now."""

    def __init__(self, market: Market, rise: int) -> None:
        purses = market.purses_at(rise)
        self.market = market
        self.voters, self.of_option = purses.voters, purses.of_option
        self.waiting = list(self.of_option)
        self.denominator = market.voters
        self.now = [market.budget + rise * market.voters] * len(self.voters)
        self.per_unit = [market.voters] * len(self.voters)
        self.bounds: dict[int, _Bound] = {}
        self.limit: int | None = None

    def hold(self, reach: int | None) -> None:
        if reach is not None and (self.limit is None or reach < self.limit):
            self.limit = reach

    def together(self, purses: list[int]) -> _Growing:
        voters, now, per_unit = self.voters, self.now, self.per_unit
        return _Growing(
            sum([now[purse] * voters[purse] for purse in purses]),
            sum([per_unit[purse] * voters[purse] for purse in purses]),
        )

    def payment(self, purchase: Purchase) -> _Payment:
        """What is paid, as long as the same purses give all they have."""
        most, parts = purchase.most.numerator * self.denominator, purchase.most.denominator
        mine, now, per_unit = self.of_option[purchase.option], self.now, self.per_unit
        poor = [purse for purse in mine if now[purse] * parts < most]
        rich = [purse for purse in mine if now[purse] * parts >= most]
        given = self.together(poor)
        due = _Growing(self.market.costs[purchase.option] * self.denominator - given.now, -given.per_unit)
        heads = sum([self.voters[purse] for purse in rich])
        for purse in poor:
            rest = _Growing(due.now - now[purse] * heads, due.per_unit - per_unit[purse] * heads)
            self.hold(rest.stays_positive_for())
        for purse in rich:
            rest = _Growing(now[purse] * heads - due.now, per_unit[purse] * heads - due.per_unit)
            self.hold(rest.stays_positive_for())
        return _Payment(purchase.option, due, heads, poor, rich)

    def check_rival(self, rival: int, payment: _Payment) -> None:
        """Limits the rise to where this rival does not go before the option that is being paid for."""
        known = 0
        if rival in self.bounds:
            reach = self._behind(rival, payment).stays_positive_for()
            if reach is None or (self.limit is not None and reach >= self.limit):
                return
            known = reach
        self.bounds[rival] = self._sharp(rival, payment)
        sharp = self._behind(rival, payment).stays_positive_for()
        self.hold(None if sharp is None else max(sharp, known))

    def _behind(self, rival: int, payment: _Payment) -> _Growing:
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
        return _Growing(
            theirs * scale * self.denominator - bound.given.now * given - each * payment.due.now - strict,
            -bound.given.per_unit * given - each * payment.due.per_unit,
        )

    def _sharp(self, rival: int, payment: _Payment) -> _Bound:
        most = payment.due.now * self.market.costs[rival]
        parts = payment.heads * self.market.costs[payment.option]
        mine = [purse for purse in self.of_option[rival] if self.now[purse] or self.per_unit[purse]]
        poor = [purse for purse in mine if self.now[purse] * parts < most]
        heads = sum([self.voters[purse] for purse in mine if self.now[purse] * parts >= most])
        return _Bound(self.together(poor), self.denominator, heads)

    def pay(self, payment: _Payment) -> None:
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


def headroom(market: Market, rise: int, bought: list[Purchase]) -> int | None:
    """By how many units the share can certainly rise further with the same purchases. None: without end.

    ``bought`` is what ``market.buy(rise)`` gave.
    """
    replay = _Replay(market, rise)
    everyone = market.budget + rise * market.voters
    for option in market.options:
        if option not in replay.of_option:  # out of reach even of whole shares
            votes, cost = market.votes[option], market.costs[option]
            missing = _Growing(cost * market.voters - votes * everyone - 1, -votes * market.voters)
            replay.hold(missing.stays_positive_for())
    for purchase in bought:
        replay.waiting.remove(purchase.option)
        payment = replay.payment(purchase)
        for rival in replay.waiting:
            replay.check_rival(rival, payment)
        if replay.limit == 0:
            return 0
        replay.pay(payment)
    for option in replay.waiting:
        money = replay.together(replay.of_option[option])
        missing = _Growing(market.costs[option] * replay.denominator - money.now - 1, -money.per_unit)
        replay.hold(missing.stays_positive_for())
    return replay.limit
