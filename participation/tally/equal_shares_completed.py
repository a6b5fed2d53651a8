"""Method of Equal Shares completed twice: by add1, then by most votes with what is still left (add1u).

What add1 leaves is money that the shares of no group of voters reach. ``equal-shares-add1u`` and
``equal-shares-points-add1u`` spend it as ``greedy`` does, on what was chosen and is not funded: the highest score first,
passing over what no longer fits. So nothing that somebody chose is refused while there is money for it.
"""

from collections import Counter
from dataclasses import replace

from .equal_shares import LEFT_OVER
from .equal_shares import METHODS as BY_APPROVALS
from .equal_shares_points import METHODS as BY_POINTS
from .greedy import skip
from .method import Method, Settings
from .outcome import Line, Outcome, Reason, ReasonKind, Tie
from .profile import Profile
from .ties import TieChain

LEFT_BY_SHARES = ReasonKind(
    "left-by-shares",
    "The shares left {left} of {budget}, which went by most votes or points to what still fitted: {cost}.",
)
FUNDED = ReasonKind(
    "funded-from-what-was-left",
    "Those who chose it ({supporters}) had {together} left together, {missing} less than it costs. Of the rest of the "
    "budget, which goes by most votes or points, {before} was left at its turn, so it was funded.",
)
TOO_DEAR = ReasonKind(
    "too-dear-for-what-was-left",
    "Those who chose it ({supporters}) had {together} left together, {missing} less than it costs. Of the rest of the "
    "budget, which goes by most votes or points, {left} was left at its turn, {short} too little.",
)


def _completed(first: Method) -> Method:
    name = f"{first.name}u"

    def counted(profile: Profile, ties: TieChain, settings: Settings) -> Outcome:
        return _spend_the_rest(name, first.counted(profile, ties, settings), profile, ties, settings)

    return replace(first, name=name, reasons=(*first.reasons, LEFT_BY_SHARES, FUNDED, TOO_DEAR), counted=counted)


def _spend_the_rest(rule: str, shared: Outcome, profile: Profile, ties: TieChain, settings: Settings) -> Outcome:
    votes, budget = profile.votes(), profile.budget or 0
    waiting = {option for option in votes if votes[option] and option not in shared.winners}
    if not waiting:
        return replace(shared, rule=rule)
    spent = skip(_without(profile, waiting, budget - shared.cost), ties, settings)
    winners, cost = (*shared.winners, *spent.winners), shared.cost + spent.cost
    places = {option: place for place, option in enumerate(winners, start=1)}
    second = {line.option: line.reason.numbers for line in spent.lines}

    def line(one: Line) -> Line:
        if one.option not in waiting:
            return one
        turn = second[one.option]
        if one.option in places:
            return replace(
                one,
                place=places[one.option],
                reason=Reason(FUNDED, {**one.reason.numbers, "before": turn["before"]}),
            )
        numbers = {**one.reason.numbers, "left": turn["left"], "short": turn["missing"]}
        return replace(one, reason=Reason(TOO_DEAR, numbers))

    return replace(
        shared,
        rule=rule,
        winners=winners,
        cost=cost,
        ties=(*shared.ties, *(Tie(one.step + len(shared.winners), one.options, one.settled_by) for one in spent.ties)),
        lines=tuple(line(one) for one in shared.lines),
        course=(
            *shared.course[:-1],
            Reason(LEFT_BY_SHARES, {"left": budget - shared.cost, "budget": budget, "cost": spent.cost}),
            Reason(LEFT_OVER, {"cost": cost, "budget": budget, "left": budget - cost}),
        ),
    )


def _without(profile: Profile, kept: set[str], budget: int) -> Profile:
    ballots: Counter = Counter()
    for ballot, times in profile.ballots.items():
        ballots[tuple(mark for mark in ballot if mark.option in kept)] += times
    options = tuple(option for option in profile.options if option.id in kept)
    return Profile(options, profile.kind, ballots, budget=budget)


METHODS = tuple(_completed(one) for one in (*BY_APPROVALS, *BY_POINTS) if one.name.endswith("add1"))
