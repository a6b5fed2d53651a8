"""Small counts worked by hand, and many small ones against a slow count written straight from the rule."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from participation.tally.profile import POINTS, Option, Profile, ballot, grouped
from participation.tally.rules import method

NAMES = ("park", "pool", "path", "lamp", "tree")
RULES = ("equal-shares-points", "equal-shares-points-add1")


def profile(costs: dict[str, int], ballots: list[dict[str, int]], budget: int) -> Profile:
    options = tuple(Option(name, cost) for name, cost in costs.items())
    return Profile(options, POINTS, grouped(ballot(one.items()) for one in ballots), budget)


def slowly_bought(costs: dict[str, int], ballots: list[dict[str, int]], share: Fraction) -> list[tuple[str, Fraction]]:
    """Winners in order, without those that cost nothing, each with the price of a point."""
    purse = [share] * len(ballots)
    bought: list[tuple[str, Fraction]] = []
    while True:
        rates = {}
        for option, cost in costs.items():
            mine = [voter for voter, one in enumerate(ballots) if one.get(option)]
            if option in dict(bought) or not cost or sum(purse[voter] for voter in mine) < cost:
                continue
            due, points = Fraction(cost), sum(ballots[voter][option] for voter in mine)
            for voter in sorted(mine, key=lambda voter: purse[voter] / ballots[voter][option]):
                if purse[voter] * points >= due * ballots[voter][option]:
                    break
                due, points = due - purse[voter], points - ballots[voter][option]
            rates[option] = due / points
        if not rates:
            return bought
        best = min(rates, key=lambda option: (rates[option], costs[option], list(costs).index(option)))
        for voter, one in enumerate(ballots):
            if one.get(best):
                purse[voter] -= min(purse[voter], rates[best] * one[best])
        bought.append((best, rates[best]))


drawn_budgets = st.integers(1, 5).flatmap(
    lambda options: st.tuples(
        st.lists(st.integers(0, 40), min_size=options, max_size=options),
        st.lists(st.dictionaries(st.integers(0, options - 1), st.integers(0, 5), min_size=1), min_size=1, max_size=7),
        st.integers(0, 120),
    )
)


def read(drawn) -> tuple[dict[str, int], list[dict[str, int]], int]:
    costs, ballots, budget = drawn
    named = [{NAMES[option]: points for option, points in one.items()} for one in ballots]
    return dict(zip(NAMES, costs, strict=False)), named, budget


@settings(max_examples=100, deadline=None)
@given(drawn_budgets)
def test_plain_is_the_slow_count(drawn):
    costs, ballots, budget = read(drawn)

    outcome = method(RULES[0]).count(profile(costs, ballots, budget))

    expected = slowly_bought(costs, ballots, Fraction(budget, len(ballots)))
    assert [one for one in outcome.winners if costs[one]] == [option for option, _ in expected]
    rates = {line.option: line.reason.numbers.get("per_point") for line in outcome.lines}
    assert [rates[option] for option, _ in expected] == [rate for _, rate in expected]


@settings(max_examples=50, deadline=None)
@given(drawn_budgets)
def test_add1_is_the_slow_count_raised_unit_by_unit(drawn):
    costs, ballots, budget = read(drawn)

    outcome = method(RULES[1]).count(profile(costs, ballots, budget))

    share = Fraction(budget, len(ballots))
    chosen = sum(cost for option, cost in costs.items() if any(one.get(option) for one in ballots))
    best = slowly_bought(costs, ballots, share)
    while chosen > budget:
        following = slowly_bought(costs, ballots, share + 1)
        if sum(costs[option] for option, _ in following) > budget:
            break
        best, share = following, share + 1
    assert [one for one in outcome.winners if costs[one]] == [option for option, _ in best]
    assert outcome.share == share


@settings(max_examples=50, deadline=None)
@given(drawn_budgets)
@pytest.mark.parametrize("rule", RULES)
def test_nothing_is_spent_beyond_the_budget_nor_twice_and_nobody_could_have_paid_for_another(rule, drawn):
    """Priceability: what is bought is paid for by those who gave it points, out of equal shares, to the last unit."""
    costs, ballots, budget = read(drawn)

    outcome = method(rule).count(profile(costs, ballots, budget))

    assert outcome.cost == sum(costs[option] for option in outcome.winners) <= budget
    assert len(set(outcome.winners)) == len(outcome.winners)
    for line in outcome.lines:
        if line.reason.code == "out-of-reach-by-points":
            assert line.reason.numbers["missing"] > 0
    assert outcome.as_data() == method(rule).count(profile(costs, ballots[::-1], budget)).as_data()


def test_points_decide_who_pays_how_much():
    """Shares of 6. The park costs 6: twice the points pay twice as much, 4 and 2. The pool then has 2 + 4 left."""
    outcome = method(RULES[0]).count(
        profile({"park": 6, "pool": 6, "path": 7}, [{"park": 2, "pool": 1}, {"park": 1, "pool": 1, "path": 9}], 12)
    )

    assert outcome.winners == ("park", "pool")
    assert outcome.lines[0].reason.sentence == (
        "Of those who gave it points (2), 2 paid: 2 for each point, or all they had left. Together they have 6 left."
    )
    assert (outcome.lines[1].reason.numbers["per_point"], outcome.lines[1].reason.numbers["left"]) == (4, 0)
    assert outcome.lines[2].reason.numbers == {"supporters": 1, "together": 0, "cost": 7, "missing": 7}


def test_equal_prices_are_settled_by_the_tie_rules_and_named():
    outcome = method(RULES[0]).count(profile({"park": 2, "pool": 2}, [{"park": 1, "pool": 1}], 2))

    assert (outcome.winners, outcome.ties[0].settled_by) == (("park",), ("list-order",))
