from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from participation.tally.profile import APPROVAL, POINTS, Option, Profile, approve, ballot, grouped
from participation.tally.rules import method
from participation.tally.ties import CHAINS


def votes(counts: dict[str, int]) -> dict:
    """A profile's ballots in which each option is approved this often, by ballots that approve nothing else."""
    return {approve([option]): times for option, times in counts.items() if times}


def profile(costs: dict[str, int], counts: dict[str, int], budget: int) -> Profile:
    return Profile(tuple(Option(option, cost) for option, cost in costs.items()), APPROVAL, votes(counts), budget)


PROGRAMME = profile({"park": 60, "pool": 50, "path": 40, "lamp": 10}, {"park": 9, "pool": 7, "path": 5, "lamp": 2}, 100)


def test_count_skips_what_no_longer_fits_and_goes_on():
    outcome = method("greedy").count(PROGRAMME)

    assert (outcome.winners, outcome.cost) == (("park", "path"), 100)
    assert [(line.place, line.reason.code, dict(line.reason.numbers)) for line in outcome.lines] == [
        (1, "fits", {"cost": 60, "before": 100, "after": 40}),
        (None, "does-not-fit", {"cost": 50, "left": 40, "missing": 10}),
        (2, "fits", {"cost": 40, "before": 40, "after": 0}),
        (None, "does-not-fit", {"cost": 10, "left": 0, "missing": 10}),
    ]
    assert outcome.lines[1].reason.sentence == "Its turn came with 40 left; it costs 50, 10 too much."
    assert [line.score for line in outcome.lines] == [9, 7, 5, 2]


def test_count_stops_at_the_first_that_does_not_fit_under_greedy_stop():
    outcome = method("greedy-stop").count(PROGRAMME)

    assert (outcome.winners, outcome.cost) == (("park",), 60)
    assert [line.reason.code for line in outcome.lines] == ["fits", "does-not-fit", "after-stop", "after-stop"]
    assert outcome.lines[3].reason.numbers == {"stopped_at": "pool", "cost": 10}
    assert [reason.sentence for reason in outcome.course] == ["60 of 100 is spent; 40 is left."]


def test_count_ranks_by_points_where_ballots_carry_them():
    ballots = grouped([ballot([("park", 1), ("pool", 3)]), ballot([("park", 1)])])
    outcome = method("greedy").count(Profile((Option("park", 5), Option("pool", 5)), POINTS, ballots, budget=5))

    assert (outcome.winners, outcome.scores) == (("pool",), {"park": 2, "pool": 3})


def test_count_names_a_tie_that_decides_who_is_funded():
    tied = profile({"park": 60, "pool": 50, "path": 40}, {"park": 9, "pool": 5, "path": 5}, 110)

    outcome = method("greedy").count(tied)

    assert outcome.winners == ("park", "pool")
    assert [(tie.step, tie.options, tie.settled_by) for tie in outcome.ties] == [(2, ("pool", "path"), ("list-order",))]
    assert method("greedy").count(tied, CHAINS["lower-cost"]).winners == ("park", "path")


@pytest.mark.parametrize(
    ("costs", "ties", "ties_of_stop"),
    [
        # Together they cost what is left, or one of them alone: whatever the order, the same are funded.
        ((30, 20), 0, 0),
        ((60, 70), 0, 0),
        # 30 and 40 do not fit together.
        ((30, 40), 1, 1),
        # 20 is funded unless 60, before it, ends the count.
        ((20, 60), 0, 1),
        ((60, 20), 0, 1),
    ],
)
def test_count_names_no_tie_that_decides_nothing(costs, ties, ties_of_stop):
    tied = profile({"park": costs[0], "pool": costs[1], "path": 1}, {"park": 3, "pool": 3}, 50)

    assert len(method("greedy").count(tied).ties) == ties
    outcome = method("greedy-stop").count(tied)
    assert len(outcome.ties) == ties_of_stop
    assert outcome.lines[2].reason.code == "nobody-chose-it"


@pytest.mark.parametrize("rule", ["greedy", "greedy-stop"])
@settings(deadline=None)
@given(costs=st.lists(st.integers(0, 6), min_size=2, max_size=4), budget=st.integers(0, 14), rest=st.integers(0, 6))
def test_count_names_a_tie_exactly_when_another_order_would_fund_others(rule, costs, budget, rest):
    names = [f"o{place}" for place in range(len(costs))]
    counts = dict.fromkeys(names, 3) | {"rest": 1}

    def funded(order):
        listed = {name: costs[names.index(name)] for name in order} | {"rest": rest}
        return method(rule).count(profile(listed, counts, budget))

    outcomes = {frozenset(funded(order).winners) for order in permutations(names)}

    assert bool(funded(names).ties) == (len({one - {"rest"} for one in outcomes}) > 1)


@settings(deadline=None)
@given(
    costs=st.lists(st.integers(0, 30), min_size=1, max_size=6),
    counts=st.lists(st.integers(0, 4), min_size=6, max_size=6),
    budget=st.integers(0, 80),
)
def test_count_spends_no_more_than_the_budget_and_leaves_nothing_that_fits(costs, counts, budget):
    named = {f"o{place}": cost for place, cost in enumerate(costs)}
    outcome = method("greedy").count(profile(named, dict(zip(named, counts, strict=False)), budget))

    left = budget - sum(named[option] for option in outcome.winners)
    passed_over = [option for option in named if outcome.scores[option] and option not in outcome.winners]

    assert outcome.cost == budget - left
    assert left >= 0
    assert [option for option in passed_over if named[option] <= left] == []
