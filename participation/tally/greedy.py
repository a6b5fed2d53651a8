"""Greedy within a budget: the highest score first, as long as the money lasts.

``greedy`` passes over what no longer fits and goes on; ``greedy-stop`` ends at the first that does not fit. An
option nobody chose is never funded. One that costs nothing fits whenever its turn comes, so under ``greedy-stop``
not after the stop.
"""

from itertools import groupby

from .method import Method, Settings
from .outcome import Line, Outcome, Reason, ReasonKind, Tie
from .profile import APPROVAL, POINTS, Profile
from .ties import BY_LIST_ORDER, TieChain

FITS = ReasonKind("fits", "Its turn came with {before} left; it costs {cost}, so it was funded and {after} remained.")
DOES_NOT_FIT = ReasonKind("does-not-fit", "Its turn came with {left} left; it costs {cost}, {missing} too much.")
AFTER_STOP = ReasonKind("after-stop", "The count had stopped before its turn, at {stopped_at}, which did not fit.")
NO_VOTES = ReasonKind("nobody-chose-it", "Nobody chose it, so it cannot be funded.")
NO_BALLOTS = ReasonKind("no-ballots", "No ballot was counted, so nothing is funded.")
LEFT_OVER = ReasonKind("left-over", "{cost} of {budget} is spent; {left} is left.")


def skip(profile: Profile, ties: TieChain, _settings: Settings) -> Outcome:
    return _count("greedy", profile, ties, stops=False)


def stop(profile: Profile, ties: TieChain, _settings: Settings) -> Outcome:
    return _count("greedy-stop", profile, ties, stops=True)


def _count(rule: str, profile: Profile, ties: TieChain, *, stops: bool) -> Outcome:
    scores = profile.scores()
    cost = profile.costs()
    ranks = ties.ranks(profile)
    budget = left = profile.budget or 0
    empty = Reason(NO_VOTES if any(scores.values()) else NO_BALLOTS)
    reasons = dict.fromkeys(scores, empty)
    winners: list[str] = []
    met: list[Tie] = []
    stopped_at = ""
    order = sorted((option for option in scores if scores[option]), key=lambda option: (-scores[option], ranks[option]))
    for _, equal in groupby(order, key=scores.__getitem__):
        tied = tuple(equal)
        if not stopped_at and _order_matters([cost[option] for option in tied], left, stops=stops):
            met.append(Tie(len(winners) + 1, tied, ties.used(profile, tied)))
        for option in tied:
            if stopped_at:
                reasons[option] = Reason(AFTER_STOP, {"stopped_at": stopped_at, "cost": cost[option]})
            elif cost[option] <= left:
                numbers = {"cost": cost[option], "before": left, "after": left - cost[option]}
                reasons[option] = Reason(FITS, numbers)
                left -= cost[option]
                winners.append(option)
            else:
                reasons[option] = Reason(
                    DOES_NOT_FIT, {"cost": cost[option], "left": left, "missing": cost[option] - left}
                )
                stopped_at = option if stops else ""
    places = {option: place for place, option in enumerate(winners, start=1)}
    return Outcome(
        rule=rule,
        winners=tuple(winners),
        scores=scores,
        cost=budget - left,
        ties=tuple(met),
        tie_rules=ties.names,
        lines=tuple(
            Line(option, scores[option], cost[option], places.get(option), reasons[option]) for option in scores
        ),
        course=(Reason(LEFT_OVER, {"cost": budget - left, "budget": budget, "left": left}),),
    )


def _order_matters(costs: list[int], left: int, *, stops: bool) -> bool:
    """Whether options of these costs, equal in score, could be put in an order that funds others of them.

    Any of them that fits on its own is funded when it goes first. So if all orders fund the same ones, those that
    fit on their own fit together, and where the first misfit ends the count there is no misfit, or nothing else.
    """
    fitting = [cost for cost in costs if cost <= left]
    if sum(fitting) > left:
        return True
    return stops and 0 < len(fitting) < len(costs)


_REASONS = (FITS, DOES_NOT_FIT, AFTER_STOP, NO_VOTES, NO_BALLOTS, LEFT_OVER)

METHODS = (
    Method("greedy", (APPROVAL, POINTS), spends=True, ties=BY_LIST_ORDER, reasons=_REASONS, counted=skip),
    Method("greedy-stop", (APPROVAL, POINTS), spends=True, ties=BY_LIST_ORDER, reasons=_REASONS, counted=stop),
)
