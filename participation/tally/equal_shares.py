"""Method of Equal Shares, measured in cost: every voter has an equal share of the budget to spend.

An option is bought by those who chose it, who all pay the same, or what they have left if that is less. The option
for which the largest payment is the smallest part of its cost goes first, until no option is within reach of those
who chose it. ``equal-shares`` stops there. ``equal-shares-add1`` starts again with every share one unit higher, for
as long as the whole still costs no more than the budget, and keeps the last outcome that did not.

Stated for what the rule leaves open: an option nobody chose is never funded; one that costs nothing and that
somebody chose is funded, before all others, most votes first; a blank ballot brings no share; where the budget is
enough for everything that was chosen, no outcome is ever too dear, so there is nothing to look for and the shares
are not raised at all.
"""

from collections.abc import Iterable
from fractions import Fraction
from importlib.util import find_spec
from math import lcm

from .method import Method, Settings
from .outcome import Line, Number, Outcome, Reason, ReasonKind, Tie
from .profile import APPROVAL, Profile
from .purchases import Market, Purchase
from .ties import BY_LOWER_COST, TieChain

BOUGHT = ReasonKind(
    "bought",
    "Of those who chose it ({supporters}), {payers} paid: {most} each at most ({most_by} of them that much). "
    "Together they have {left} left.",
)
FREE = ReasonKind("costs-nothing", "It costs nothing and was chosen (by {supporters}), so it was funded.")
OUT_OF_REACH = ReasonKind(
    "out-of-reach",
    "Those who chose it ({supporters}) had {together} left together at the end; it costs {cost}, {missing} more.",
)
NO_VOTES = ReasonKind("nobody-chose-it", "Nobody chose it, so it cannot be funded.")
NO_BALLOTS = ReasonKind("no-ballots", "No ballot was counted, so nothing is funded.")
SHARE = ReasonKind(
    "share", "The budget of {budget} was divided equally: {share} for each of those who voted ({voters})."
)
RAISED = ReasonKind(
    "share-raised",
    "Every share was raised by {units} to {share}; with one unit more the outcome would cost {next_cost}, over the "
    "budget of {budget}.",
)
NO_ROOM = ReasonKind(
    "share-at-its-limit",
    "With one unit more for every voter the outcome would cost {next_cost}, over the budget of {budget}, so the "
    "shares were not raised.",
)
NOT_RAISED = ReasonKind(
    "share-without-limit",
    "Everything that was chosen costs {chosen} together, within the budget of {budget}: no raise can make the "
    "outcome too dear, so the shares were not raised.",
)
LEFT_OVER = ReasonKind("left-over", "{cost} of {budget} is spent; {left} is left.")

WORTHWHILE = 4
"""Where looking for headroom takes long: after a gain of fewer units, wait twice as many counts before looking again."""

MANY_BALLOTS = 3_000
"""From so many different ballots on the large market is the quicker one."""


def market_of(profile: Profile, ties: TieChain) -> Market:
    """Which market it is makes no difference to the outcome. Without numpy the plain one counts everything."""
    if len(profile.ballots) < MANY_BALLOTS or not find_spec("numpy"):
        return Market(profile, ties)
    from .large_market import LargeMarket

    return LargeMarket(profile, ties)


def plain(profile: Profile, ties: TieChain, _settings: Settings) -> Outcome:
    market = market_of(profile, ties)
    if not market.voters:
        return no_ballots("equal-shares", profile, ties)
    return _outcome("equal-shares", profile, ties, market, 0, ())


def add1(profile: Profile, ties: TieChain, _settings: Settings) -> Outcome:
    market = market_of(profile, ties)
    if not market.voters:
        return no_ballots("equal-shares-add1", profile, ties)
    chosen = sum(market.costs[option] for option in market.options)
    if chosen <= market.budget:
        told = Reason(NOT_RAISED, {"chosen": chosen, "budget": market.budget})
        return _outcome("equal-shares-add1", profile, ties, market, 0, (told,))
    rise, next_cost = _highest_rise(market)
    numbers: dict[str, Number] = {
        "units": rise,
        "share": _share(market, rise),
        "next_cost": next_cost,
        "budget": market.budget,
    }
    told = Reason(RAISED if rise else NO_ROOM, numbers)
    return _outcome("equal-shares-add1", profile, ties, market, rise, (told,))


def _share(market: Market, rise: int) -> Fraction:
    return Fraction(market.budget, market.voters) + rise


def _highest_rise(market: Market) -> tuple[int, int]:
    """The last rise before the first one that is too dear, and what that first one costs.

    A later rise may be affordable again, so no rise may be passed over unless its outcome is certain. Ends because
    everything that was chosen is more than the budget, and is bought once the shares are high enough.
    """
    rise, pause, counts_to_go = 0, 1, 0
    while True:
        bought = market.buy(rise)
        cost = market.cost(bought)
        if cost > market.budget:
            return rise - 1, cost
        if counts_to_go:
            counts_to_go -= 1
        else:
            further = market.headroom(rise, bought) or 0
            pause = 1 if further >= WORTHWHILE else min(pause * 2, market.longest_pause)
            counts_to_go = pause - 1
            rise += further
        rise += 1


def _outcome(
    rule: str, profile: Profile, ties: TieChain, market: Market, rise: int, course: tuple[Reason, ...]
) -> Outcome:
    names = [option.id for option in profile.options]
    votes, costs = profile.votes(), profile.costs()
    bought = market.buy(rise)
    free = sorted(
        (option for option in names if votes[option] and not costs[option]),
        key=lambda option: (-votes[option], market.ranks[names.index(option)]),
    )
    winners = (*free, *(names[purchase.option] for purchase in bought))
    places = {option: place for place, option in enumerate(winners, start=1)}
    reasons = {option: Reason(FREE, {"supporters": votes[option]}) for option in free}
    reasons |= _paid(profile, _share(market, rise), ((names[purchase.option], purchase) for purchase in bought))
    cost = market.cost(bought)
    share = Reason(SHARE, {"budget": market.budget, "share": _share(market, 0), "voters": market.voters})
    left = Reason(LEFT_OVER, {"cost": cost, "budget": market.budget, "left": market.budget - cost})
    return Outcome(
        rule=rule,
        winners=winners,
        scores=profile.scores(),
        cost=cost,
        ties=_ties(profile, ties, len(free), bought),
        tie_rules=ties.names,
        lines=tuple(
            Line(option, votes[option], costs[option], places.get(option), reasons[option]) for option in names
        ),
        course=(share, *course, left),
        share=_share(market, rise),
    )


def _ties(profile: Profile, ties: TieChain, free: int, bought: list[Purchase]) -> tuple[Tie, ...]:
    met = []
    for step, purchase in enumerate(bought, start=free + 1):
        if len(purchase.tied) > 1:
            tied = tuple(profile.options[option].id for option in purchase.tied)
            met.append(Tie(step, tied, ties.used(profile, tied)))
    return tuple(met)


def _paid(profile: Profile, share: Fraction, bought: Iterable[tuple[str, Purchase]]) -> dict[str, Reason]:
    """Who paid what, gone through once more ballot by ballot, apart from the quick count and so a check of it."""
    costs, votes, purchases = profile.costs(), profile.votes(), list(bought)
    # Money is in whole parts of one denominator that every payment has.
    parts = lcm(share.denominator, *(purchase.most.denominator for _, purchase in purchases))
    times = list(profile.ballots.values())
    purse = [int(share * parts)] * len(times)
    supporters: dict[str, list[int]] = {option: [] for option in costs}
    for place, ballot in enumerate(profile.ballots):
        for mark in ballot:
            supporters[mark.option].append(place)
    reasons: dict[str, Reason] = {}

    def together(option: str) -> Fraction:
        return Fraction(sum([purse[place] * times[place] for place in supporters[option]]), parts)

    for option, purchase in purchases:
        before, most = together(option), int(purchase.most * parts)
        payers = most_by = 0
        for place in supporters[option]:
            payment = min(purse[place], most)
            payers += times[place] if payment else 0
            most_by += times[place] if payment == most else 0
            purse[place] -= payment
        left = together(option)
        if before - left != costs[option]:
            raise ArithmeticError(f"The payments for {option!r} do not add up to its cost.")
        reasons[option] = Reason(
            BOUGHT,
            {
                "supporters": votes[option],
                "payers": payers,
                "most": purchase.most,
                "most_by": most_by,
                "rate": purchase.most / costs[option],
                "cost": costs[option],
                "left": left,
            },
        )
    for option, cost in costs.items():
        if not votes[option]:
            reasons[option] = Reason(NO_VOTES)
        elif cost and option not in reasons:
            money = together(option)
            reasons[option] = Reason(
                OUT_OF_REACH,
                {"supporters": votes[option], "together": money, "cost": cost, "missing": cost - money},
            )
    return reasons


def no_ballots(rule: str, profile: Profile, ties: TieChain) -> Outcome:
    return Outcome(
        rule=rule,
        winners=(),
        scores=profile.scores(),
        cost=0,
        ties=(),
        tie_rules=ties.names,
        lines=tuple(Line(option.id, 0, option.cost, None, Reason(NO_BALLOTS)) for option in profile.options),
    )


_REASONS = (BOUGHT, FREE, OUT_OF_REACH, NO_VOTES, NO_BALLOTS, SHARE, RAISED, NO_ROOM, NOT_RAISED, LEFT_OVER)

METHODS = (
    Method("equal-shares", (APPROVAL,), spends=True, ties=BY_LOWER_COST, reasons=_REASONS, counted=plain),
    Method("equal-shares-add1", (APPROVAL,), spends=True, ties=BY_LOWER_COST, reasons=_REASONS, counted=add1),
)
