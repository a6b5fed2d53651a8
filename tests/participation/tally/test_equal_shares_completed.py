"""Worked out by hand; with real ballots in ``test_real_budgets`` and beside another library in ``test_oracles``."""

import pytest

from participation.tally.profile import APPROVAL, POINTS, Option, Profile, approve, ballot, grouped
from participation.tally.rules import method


def count(costs: dict[str, int], ballots: list[str], budget: int, rule: str = "equal-shares-add1u"):
    options = tuple(Option(name, cost) for name, cost in costs.items())
    by_points = "points" in rule
    marked = [ballot((one, 1) for one in line.split()) if by_points else approve(line.split()) for line in ballots]
    return method(rule).count(Profile(options, POINTS if by_points else APPROVAL, grouped(marked), budget=budget))


@pytest.mark.parametrize("rule", ["equal-shares-add1u", "equal-shares-points-add1u"])
def test_what_was_chosen_is_all_funded_where_there_is_money_for_it(rule):
    """Shares of 5 buy the pool; of the 7 that it leaves the park takes 6."""
    outcome = count({"park": 6, "pool": 3, "path": 1}, ["park", "pool"], 10, rule)

    assert (outcome.rule, outcome.winners, outcome.cost, outcome.share) == (rule, ("pool", "park"), 9, 5)
    assert [line.place for line in outcome.lines] == [2, 1, None]
    park, _pool, path = (line.reason for line in outcome.lines)
    assert (park.code, dict(park.numbers)) == (
        "funded-from-what-was-left",
        {"supporters": 1, "together": 5, "cost": 6, "missing": 1, "before": 7},
    )
    assert path.code in ("nobody-chose-it", "nobody-gave-points")
    assert [(one.code, dict(one.numbers)) for one in outcome.course[2:]] == [
        ("left-by-shares", {"left": 7, "budget": 10, "cost": 6}),
        ("left-over", {"cost": 9, "budget": 10, "left": 1}),
    ]


def test_what_the_shares_leave_goes_by_most_votes_passes_over_what_does_not_fit_and_tells_its_ties():
    """Shares of 5 buy bench and shed; at 6 the pool would be had, and is too dear. Of the 4 left first the pool, with two votes,
    which does not fit; then lamp and hall, of which one fits: the first of the list."""
    costs = {"bench": 3, "hall": 4, "lamp": 4, "pool": 12, "shed": 3}
    outcome = count(costs, ["bench lamp pool", "hall pool shed"], 10)

    assert (outcome.winners, outcome.cost, outcome.share) == (("bench", "shed", "hall"), 10, 5)
    last = outcome.ties[-1]
    assert (last.step, last.options, last.settled_by) == (3, ("hall", "lamp"), ("list-order",))
    reasons = {line.option: line.reason for line in outcome.lines}
    assert (reasons["bench"].code, reasons["hall"].code) == ("bought", "funded-from-what-was-left")
    numbers = {"supporters": 2, "together": 4, "cost": 12, "missing": 8, "left": 4, "short": 8}
    assert (reasons["pool"].code, dict(reasons["pool"].numbers)) == ("too-dear-for-what-was-left", numbers)
    numbers = {"supporters": 1, "together": 2, "cost": 4, "missing": 2, "left": 0, "short": 4}
    assert (reasons["lamp"].code, dict(reasons["lamp"].numbers)) == ("too-dear-for-what-was-left", numbers)


def test_where_nothing_is_left_to_fund_the_outcome_is_that_of_add1():
    first, then = (
        count({"park": 5, "pool": 5}, ["park", "pool"], 10, rule)
        for rule in ("equal-shares-add1", "equal-shares-add1u")
    )

    assert {**first.as_data(), "rule": "equal-shares-add1u"} == then.as_data()
    assert count({"park": 5}, [""], 10).winners == ()
    assert count({"park": 1}, ["park"], 0).winners == ()
