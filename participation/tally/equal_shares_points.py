"""Method of Equal Shares with points: every voter has an equal share to spend, and pays for an option by the points.

An option is bought by those who gave it points, each paying the same for every point, or all they have left if that is
less. The option with the lowest price of a point goes first, until none is within reach of those who gave it points.
``equal-shares-points`` stops there; ``equal-shares-points-add1`` raises every share by one unit, again and again, and keeps
the last outcome before the first one that costs more than the budget. What the rule leaves open is settled as
in ``equal_shares``.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import gcd

from .equal_shares import (
    FREE,
    LEFT_OVER,
    NO_BALLOTS,
    NO_ROOM,
    NOT_RAISED,
    RAISED,
    SHARE,
    no_ballots,
)
from .method import Method, Settings
from .outcome import Line, Number, Outcome, Reason, ReasonKind, Tie
from .points import EACH, TOO_MANY_EACH, overstep
from .profile import POINTS, Profile
from .ties import BY_LOWER_COST, TieChain

BOUGHT = ReasonKind(
    "bought-by-points",
    "Of those who gave it points ({supporters}), {payers} paid: {per_point} for each point, or all they had left. "
    "Together they have {left} left.",
)
OUT_OF_REACH = ReasonKind(
    "out-of-reach-by-points",
    "Those who gave it points ({supporters}) had {together} left together at the end; it costs {cost}, {missing} more.",
)
NO_POINTS = ReasonKind("nobody-gave-points", "Nobody gave it points, so it cannot be funded.")


@dataclass(frozen=True, slots=True)
class Bought:
    """``rate`` is the price of a point, ``tied`` what could be had as cheaply then, ``left`` what its voters kept."""

    option: str
    rate: Fraction
    tied: tuple[str, ...]
    payers: int
    left: Fraction


class Purses:
    """The money of those who voted, in whole parts of one denominator, so that nothing is ever rounded."""

    def __init__(self, profile: Profile, ties: TieChain) -> None:
        self.profile, self.ranks = profile, ties.ranks(profile)
        self.voters, self.budget = profile.voters, profile.budget or 0
        self.costs = profile.costs()
        self.times = [times for ballot, times in profile.ballots.items() if ballot]
        self.points: dict[str, list[tuple[int, int]]] = {option: [] for option in self.costs}
        for purse, ballot in enumerate(ballot for ballot in profile.ballots if ballot):
            for option, value in ballot:
                if value:
                    self.points[option].append((purse, value))
        self.chosen = [option for option, cost in self.costs.items() if cost and self.points[option]]

    def buy(self, rise: int) -> list[Bought]:
        """All purchases, in order, with every share ``rise`` units above budget / voters.

        The price of a point never falls while money is spent: who was dearer than the best when last looked at still is.
        """
        self.money = [self.budget + rise * self.voters] * len(self.times)
        self.denominator = self.voters
        known = dict.fromkeys(self.chosen, Fraction(0))
        bought: list[Bought] = []
        while True:
            best: dict[str, Fraction] = {}
            for option in sorted(known, key=known.__getitem__):
                lowest = min(best.values(), default=None)
                if lowest is not None and known[option] > lowest:
                    break
                rate = self._rate(option)
                if rate is None:
                    del known[option]
                else:
                    known[option] = best[option] = rate
            if not best:
                return bought
            lowest = min(best.values())
            tied = sorted((option for option in best if best[option] == lowest), key=self.ranks.__getitem__)
            bought.append(self._pay(tied[0], lowest, tuple(tied)))
            del known[tied[0]]

    def together(self, option: str) -> Fraction:
        parts = sum(self.money[purse] * self.times[purse] for purse, _ in self.points[option])
        return Fraction(parts, self.denominator)

    def _rate(self, option: str) -> Fraction | None:
        """The price of a point at which its voters can just pay for it, in parts of the denominator; None: never."""
        money, times = self.money, self.times
        cost = self.costs[option] * self.denominator
        payers, given = self.points[option], 0
        if sum(money[purse] * times[purse] for purse, _ in payers) < cost:
            return None
        while True:
            due, weight = cost - given, sum(times[purse] * points for purse, points in payers)
            poor = [purse for purse, points in payers if money[purse] * weight < due * points]
            if not poor:
                return Fraction(due, weight * self.denominator)
            given += sum(money[purse] * times[purse] for purse in poor)
            payers = [(purse, points) for purse, points in payers if money[purse] * weight >= due * points]

    def _pay(self, option: str, rate: Fraction, tied: tuple[str, ...]) -> Bought:
        before = self.together(option)
        finer = rate.denominator // gcd(rate.denominator, self.denominator)
        if finer > 1:
            self.money = [parts * finer for parts in self.money]
            self.denominator *= finer
        for_a_point = (rate * self.denominator).numerator
        payers = 0
        for purse, points in self.points[option]:
            payment = min(self.money[purse], for_a_point * points)
            payers += self.times[purse] if payment else 0
            self.money[purse] -= payment
        left = self.together(option)
        if before - left != self.costs[option]:
            raise ArithmeticError(f"The payments for {option!r} do not add up to its cost.")
        return Bought(option, rate, tied, payers, left)

    def cost(self, bought: Iterable[Bought]) -> int:
        return sum(self.costs[one.option] for one in bought)


def plain(profile: Profile, ties: TieChain, _settings: Settings) -> Outcome:
    rule = "equal-shares-points"
    purses = Purses(profile, ties)
    return _outcome(rule, purses, ties, 0, ()) if purses.voters else no_ballots(rule, profile, ties)


def add1(profile: Profile, ties: TieChain, _settings: Settings) -> Outcome:
    rule = "equal-shares-points-add1"
    purses = Purses(profile, ties)
    if not purses.voters:
        return no_ballots(rule, profile, ties)
    chosen = sum(purses.costs[option] for option in purses.chosen)
    if chosen <= purses.budget:
        told = Reason(NOT_RAISED, {"chosen": chosen, "budget": purses.budget})
        return _outcome(rule, purses, ties, 0, (told,))
    rise = 0
    while (cost := purses.cost(purses.buy(rise))) <= purses.budget:
        rise += 1
    rise -= 1
    share = Fraction(purses.budget, purses.voters) + rise
    numbers: dict[str, Number] = {"units": rise, "share": share, "next_cost": cost, "budget": purses.budget}
    return _outcome(rule, purses, ties, rise, (Reason(RAISED if rise else NO_ROOM, numbers),))


def _outcome(rule: str, purses: Purses, ties: TieChain, rise: int, course: tuple[Reason, ...]) -> Outcome:
    profile, costs, votes, ranks = purses.profile, purses.costs, purses.profile.votes(), purses.ranks
    bought = purses.buy(rise)
    free = sorted(
        (option for option in costs if votes[option] and not costs[option]),
        key=lambda option: (-votes[option], ranks[option]),
    )
    winners = (*free, *(one.option for one in bought))
    by_option = {one.option: one for one in bought}
    places = {option: place for place, option in enumerate(winners, start=1)}

    def reason(option: str) -> Reason:
        supporters = votes[option]
        if not supporters:
            return Reason(NO_POINTS)
        if not costs[option]:
            return Reason(FREE, {"supporters": supporters})
        if paid := by_option.get(option):
            return Reason(
                BOUGHT,
                {"supporters": supporters, "payers": paid.payers, "per_point": paid.rate, "left": paid.left},
            )
        money = purses.together(option)
        return Reason(
            OUT_OF_REACH,
            {
                "supporters": supporters,
                "together": money,
                "cost": costs[option],
                "missing": costs[option] - money,
            },
        )

    share = Fraction(purses.budget, purses.voters)
    cost = purses.cost(bought)
    scores = profile.scores()
    return Outcome(
        rule=rule,
        winners=winners,
        scores=scores,
        cost=cost,
        ties=tuple(
            Tie(step, one.tied, ties.used(profile, one.tied))
            for step, one in enumerate(bought, start=len(free) + 1)
            if len(one.tied) > 1
        ),
        tie_rules=ties.names,
        lines=tuple(
            Line(option, scores[option], costs[option], places.get(option), reason(option)) for option in costs
        ),
        course=(
            Reason(SHARE, {"budget": purses.budget, "share": share, "voters": purses.voters}),
            *course,
            Reason(LEFT_OVER, {"cost": cost, "budget": purses.budget, "left": purses.budget - cost}),
        ),
        share=share + rise,
    )


REASONS = (
    BOUGHT,
    FREE,
    OUT_OF_REACH,
    NO_POINTS,
    NO_BALLOTS,
    SHARE,
    RAISED,
    NO_ROOM,
    NOT_RAISED,
    LEFT_OVER,
    TOO_MANY_EACH,
)

METHODS = tuple(
    Method(
        name,
        kinds=(POINTS,),
        spends=True,
        ties=BY_LOWER_COST,
        reasons=REASONS,
        counted=counted,
        parameters=(EACH,),
        overstep=overstep,
    )
    for name, counted in (("equal-shares-points", plain), ("equal-shares-points-add1", add1))
)
