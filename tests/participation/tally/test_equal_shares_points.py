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


def test_who_has_just_enough_may_have_too_little_once_others_have():
    """Shares of 6; two give 4 for the lamp, at 2 a point. Of the pool's 12 the first gives the 2 that are left. At 3 a
    point the second has just enough; but then 10 are left to pay, 6 from the second and 4 from the third."""
    ballots = [{"lamp": 2, "pool": 1}, {"pool": 2}, {"pool": 1}, {"lamp": 2}]
    outcome = method(RULES[0]).count(profile({"lamp": 8, "pool": 12}, ballots, 24))

    assert outcome.winners == ("lamp", "pool")
    assert outcome.lines[1].reason.numbers == {"supporters": 3, "payers": 3, "per_point": 4, "left": 2}
    assert [reason.sentence for reason in outcome.course] == [
        "The budget of 24 was divided equally: 6 for each of those who voted (4).",
        "20 of 24 is spent; 4 is left.",
    ]


def test_only_who_had_something_left_is_a_payer():
    """Shares of 3, all of which three give for the park; then one of the pool's two is left to pay for it."""
    ballots = [{"park": 3, "pool": 1}, {"park": 3}, {"park": 3}, {"pool": 1}]
    outcome = method(RULES[0]).count(profile({"park": 9, "pool": 3}, ballots, 12))

    assert outcome.lines[1].reason.numbers == {"supporters": 2, "payers": 1, "per_point": 3, "left": 0}


def test_equal_prices_are_settled_by_the_tie_rules_and_named():
    costs = {"tree": 0, "park": 2, "pool": 2}
    outcome = method(RULES[0]).count(profile(costs, [{"tree": 1, "park": 1, "pool": 1}], 4))

    assert outcome.winners == ("tree", "park", "pool")
    assert [(tie.step, tie.options, tie.settled_by) for tie in outcome.ties] == [(2, ("park", "pool"), ("list-order",))]


def test_what_costs_nothing_goes_first_most_votes_before_fewer_and_then_by_the_list():
    ballots = [{"park": 1, "pool": 1, "path": 1}, {"park": 1, "tree": 1}, {"pool": 1}]
    outcome = method(RULES[0]).count(profile({"park": 2, "tree": 0, "path": 0, "pool": 0}, ballots, 9))

    assert outcome.winners == ("pool", "tree", "path", "park")
    assert [line.place for line in outcome.lines] == [4, 2, 3, 1]


@pytest.mark.parametrize(
    ("costs", "budget", "winners", "told"),
    [
        # Shares of 5; at 20 the pool is within reach of its one voter.
        (
            {"park": 5, "pool": 20},
            10,
            ("park",),
            "Every share was raised by 14 to 19; with one unit more the outcome would cost 25, over the budget of 10.",
        ),
        # Shares of 1; at 2 both are within reach.
        (
            {"park": 2, "pool": 2},
            2,
            (),
            (
                "With one unit more for every voter the outcome would cost 4, over the budget of 2, so the shares were not "
                "raised."
            ),
        ),
        (
            {"park": 6, "pool": 3, "path": 99},
            10,
            ("pool",),
            (
                "Everything that was chosen costs 9 together, within the budget of 10: no raise can make the outcome too "
                "dear, so the shares were not raised."
            ),
        ),
    ],
)
def test_add1_says_how_far_it_raised_the_shares_and_what_stopped_it(costs, budget, winners, told):
    outcome = method(RULES[1]).count(profile(costs, [{"park": 1}, {"pool": 1}], budget))

    assert (outcome.winners, outcome.course[1].sentence) == (winners, told)
    for line in outcome.lines:
        if line.reason.code == "out-of-reach-by-points":
            assert line.reason.numbers["missing"] == line.cost - outcome.share
