"""Small counts worked by hand, and many small ones against a slow count written straight from the rule."""

from fractions import Fraction
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from participation.tally.equal_shares import _highest_rise
from participation.tally.outcome import Outcome
from participation.tally.profile import APPROVAL, Option, Profile, approve, grouped
from participation.tally.rules import method
from participation.tally.ties import CHAINS, TieChain

NAMES = ("park", "pool", "path", "lamp", "tree", "bike")


def profile(costs: dict[str, int], ballots: list[str], budget: int) -> Profile:
    options = tuple(Option(name, cost) for name, cost in costs.items())
    return Profile(options, APPROVAL, grouped(approve(one.split()) for one in ballots), budget)


def count(rule: str, costs: dict[str, int], ballots: list[str], budget: int, ties: TieChain | None = None) -> Outcome:
    return method(rule).count(profile(costs, ballots, budget), ties)


def told(outcome: Outcome, option: str) -> tuple[str, dict]:
    line = next(line for line in outcome.lines if line.option == option)
    return line.reason.code, dict(line.reason.numbers)


# Slow and plain: one purse per voter, fractions, everything looked at again at every step.


def slowly_bought(costs: dict[str, int], ballots: list[set[str]], share: Fraction) -> tuple[list[str], list[set[str]]]:
    """Winners in order (without those that cost nothing) and the options tied at each step with a tie."""
    purse = [share] * len(ballots)
    winners, ties = [], []
    while True:
        rates = {}
        for option, cost in costs.items():
            mine = [voter for voter, ballot in enumerate(ballots) if option in ballot]
            if option in winners or not cost or sum(purse[voter] for voter in mine) < cost:
                continue
            due, heads = Fraction(cost), len(mine)
            for voter in sorted(mine, key=purse.__getitem__):
                if purse[voter] * heads >= due:
                    break
                due, heads = due - purse[voter], heads - 1
            rates[option] = due / heads / cost
        if not rates:
            return winners, ties
        best = [option for option in rates if rates[option] == min(rates.values())]
        if len(best) > 1:
            ties.append(set(best))
        winner = min(best, key=lambda option: (costs[option], list(costs).index(option)))
        for voter, ballot in enumerate(ballots):
            if winner in ballot:
                purse[voter] -= min(purse[voter], rates[winner] * costs[winner])
        winners.append(winner)


def slowly_completed(costs: dict[str, int], ballots: list[set[str]], budget: int):
    """Winners, ties and share under add1, raised one unit after the other."""
    share = Fraction(budget, len(ballots))
    best = (*slowly_bought(costs, ballots, share), share)
    if sum(cost for option, cost in costs.items() if any(option in ballot for ballot in ballots)) <= budget:
        return best
    while True:
        share += 1
        winners, ties = slowly_bought(costs, ballots, share)
        if sum(costs[option] for option in winners) > budget:
            return best
        best = (winners, ties, share)


small_profiles = st.integers(1, 5).flatmap(
    lambda options: st.tuples(
        st.lists(st.integers(1, 40), min_size=options, max_size=options),
        st.lists(st.sets(st.integers(0, options - 1), min_size=1), min_size=1, max_size=7),
        st.integers(0, 120),
    )
)


def read(drawn) -> tuple[dict[str, int], list[set[str]], int]:
    costs, ballots, budget = drawn
    return dict(zip(NAMES, costs, strict=False)), [{NAMES[option] for option in one} for one in ballots], budget


@settings(max_examples=400, deadline=None)
@given(small_profiles)
def test_equal_shares_is_the_slow_count(drawn):
    costs, ballots, budget = read(drawn)

    outcome = count("equal-shares", costs, [" ".join(one) for one in ballots], budget)

    winners, ties = slowly_bought(costs, ballots, Fraction(budget, len(ballots)))
    assert (list(outcome.winners), [set(tie.options) for tie in outcome.ties]) == (winners, ties)


@settings(max_examples=400, deadline=None)
@given(small_profiles)
def test_add1_is_the_slow_count_raised_unit_by_unit(drawn):
    costs, ballots, budget = read(drawn)

    outcome = count("equal-shares-add1", costs, [" ".join(one) for one in ballots], budget)

    winners, ties, share = slowly_completed(costs, ballots, budget)
    assert (list(outcome.winners), [set(tie.options) for tie in outcome.ties], outcome.share) == (winners, ties, share)


@pytest.mark.parametrize("seed", range(40))
def test_add1_is_the_slow_count_where_shares_rise_far(seed):
    draw = Random(seed)
    costs = {name: draw.randint(50, 400) for name in NAMES[: draw.randint(3, 6)]}
    ballots = [set(draw.sample(sorted(costs), draw.randint(1, len(costs)))) for _ in range(draw.randint(2, 6))]
    budget = draw.randint(100, sum(costs.values()))

    outcome = count("equal-shares-add1", costs, [" ".join(sorted(one)) for one in ballots], budget)

    winners, _, share = slowly_completed(costs, ballots, budget)
    assert (list(outcome.winners), outcome.share) == (winners, share)


@settings(deadline=None)
@given(small_profiles, st.randoms(use_true_random=False))
@pytest.mark.parametrize("rule", ["equal-shares", "equal-shares-add1"])
def test_count_is_the_same_in_whatever_order_ballots_and_marks_come(rule, drawn, random):
    costs, ballots, budget = read(drawn)
    before = count(rule, costs, [" ".join(sorted(one)) for one in ballots], budget)

    random.shuffle(ballots)
    after = count(rule, costs, [" ".join(random.sample(sorted(one), len(one))) for one in ballots], budget)

    assert after.as_data() == before.as_data()


@settings(deadline=None)
@given(small_profiles)
@pytest.mark.parametrize("rule", ["equal-shares", "equal-shares-add1"])
def test_count_never_spends_more_than_the_budget(rule, drawn):
    costs, ballots, budget = read(drawn)

    outcome = count(rule, costs, [" ".join(one) for one in ballots], budget)

    assert outcome.cost == sum(costs[option] for option in outcome.winners)
    assert outcome.cost <= budget


@settings(deadline=None)
@given(small_profiles, st.integers(2, 9))
def test_count_is_the_same_when_every_voter_and_the_money_are_multiplied(drawn, times):
    """So grouping equal ballots cannot matter: the shares are the same, and every option has `times` the money."""
    costs, ballots, budget = read(drawn)
    more = {option: cost * times for option, cost in costs.items()}

    once = count("equal-shares", costs, [" ".join(one) for one in ballots], budget)
    often = count("equal-shares", more, [" ".join(one) for one in ballots] * times, budget * times)

    assert (often.winners, often.share) == (once.winners, once.share)


@settings(deadline=None)
@given(st.lists(st.integers(1, 20), min_size=1, max_size=5), st.integers(1, 6), st.integers(0, 60))
def test_equal_shares_funds_as_greedy_does_where_everybody_chose_everything(costs, voters, budget):
    named = dict(zip(NAMES, costs, strict=False))
    ballots = [" ".join(named)] * voters

    shared = count("equal-shares", named, ballots, budget)
    greedy = count("greedy", named, ballots, budget, CHAINS["lower-cost"])

    assert shared.winners == greedy.winners


# By hand.


def test_count_lets_each_pay_the_same_or_all_that_is_left():
    """Shares of 3. The park takes 2 from each of two; one of the pool's two has 1 left then, so the other pays 3."""
    outcome = count("equal-shares", {"park": 4, "pool": 4}, ["park pool", "park", "pool"], 9)

    assert (outcome.winners, outcome.cost, outcome.share) == (("park", "pool"), 8, 3)
    assert told(outcome, "park") == (
        "bought",
        {"supporters": 2, "payers": 2, "most": 2, "most_by": 2, "rate": Fraction(1, 2), "cost": 4, "left": 2},
    )
    assert told(outcome, "pool") == (
        "bought",
        {"supporters": 2, "payers": 2, "most": 3, "most_by": 1, "rate": Fraction(3, 4), "cost": 4, "left": 0},
    )
    assert [reason.sentence for reason in outcome.course] == [
        "The budget of 9 was divided equally: 3 for each of those who voted (3).",
        "8 of 9 is spent; 1 is left.",
    ]
    assert [(tie.step, tie.options, tie.settled_by) for tie in outcome.ties] == [(1, ("park", "pool"), ("list-order",))]
    assert outcome.lines[1].reason.sentence == (
        "Of those who chose it (2), 2 paid: 3 each at most (1 of them that much). Together they have 0 left."
    )


def test_count_counts_as_payer_only_who_had_something_left():
    """Shares of 3, all of which three give for the park; then one of the pool's two is left to pay for it."""
    outcome = count("equal-shares", {"park": 9, "pool": 3}, ["park pool", "park", "park", "pool"], 12)

    assert outcome.winners == ("park", "pool")
    assert told(outcome, "pool") == (
        "bought",
        {"supporters": 2, "payers": 1, "most": 3, "most_by": 1, "rate": 1, "cost": 3, "left": 0},
    )


def test_count_says_how_much_was_missing():
    outcome = count("equal-shares", {"park": 4, "pool": 5}, ["park pool", "park", "pool"], 9)

    assert outcome.winners == ("park",)
    assert told(outcome, "pool") == ("out-of-reach", {"supporters": 2, "together": 4, "cost": 5, "missing": 1})


def test_count_settles_a_tie_for_the_lower_cost_first():
    outcome = count("equal-shares", {"park": 4, "pool": 3}, ["park pool", "park", "pool"], 9)

    assert outcome.winners == ("pool", "park")
    assert [(tie.step, tie.options, tie.settled_by) for tie in outcome.ties] == [(1, ("pool", "park"), ("lower-cost",))]


def test_count_funds_what_costs_nothing_before_all_others_most_votes_first():
    costs = {"park": 2, "tree": 0, "bike": 0, "pool": 0, "lamp": 0}

    outcome = count("equal-shares", costs, ["park pool bike", "park tree", "pool"], 9)

    assert outcome.winners == ("pool", "tree", "bike", "park")
    assert told(outcome, "pool") == ("costs-nothing", {"supporters": 2})
    assert told(outcome, "lamp") == ("nobody-chose-it", {})


def test_count_gives_a_blank_ballot_no_share():
    outcome = count("equal-shares", {"park": 4}, ["park", "", ""], 4)

    assert (outcome.winners, outcome.share) == (("park",), 4)


def test_add1_stops_at_the_first_rise_that_is_too_dear_though_a_later_one_is_affordable():
    """Shares of 3, 4, 5 and 6 buy for 4, 10, 9 and 15."""
    costs, ballots = {"park": 5, "pool": 6, "path": 4}, ["park path", "park pool path", "pool"]

    outcome = count("equal-shares-add1", costs, ballots, 9)

    assert (outcome.winners, outcome.share) == (("path",), 3)
    assert (outcome.course[1].code, outcome.course[1].numbers["next_cost"]) == ("share-at-its-limit", 10)


def test_add1_raises_to_the_last_affordable_share_even_where_that_buys_nothing_more():
    """Shares of 5. The park takes 10; the pool is in reach of its one voter at 20, and too dear then."""
    outcome = count("equal-shares-add1", {"park": 5, "pool": 20}, ["park", "pool"], 10)

    assert (outcome.winners, outcome.share) == (("park",), 19)
    assert outcome.course[1].code == "share-raised"
    assert dict(outcome.course[1].numbers) == {"units": 14, "share": 19, "next_cost": 25, "budget": 10}


def test_add1_does_not_raise_where_everything_chosen_fits():
    outcome = count("equal-shares-add1", {"park": 6, "pool": 3, "path": 99}, ["park", "pool"], 10)

    assert (outcome.winners, outcome.share) == (("pool",), 5)
    assert (outcome.course[1].code, dict(outcome.course[1].numbers)) == (
        "share-without-limit",
        {"chosen": 9, "budget": 10},
    )


def test_add1_counts_few_voters_and_a_large_budget_without_counting_every_unit():
    """By units this would be 116 million counts: the park comes within reach at shares of 650 million."""
    costs = {"park": 900_000_000, "pool": 800_000_000, "path": 700_000_001}

    outcome = count("equal-shares-add1", costs, ["park pool", "pool path", "park"], 1_600_000_000)

    assert (outcome.winners, outcome.share) == (("pool",), Fraction(1_949_999_998, 3))


def test_count_looks_on_where_those_with_little_make_another_look_as_good_as_the_best():
    """Shares of 10, of which the lamp takes 7 and the path 5: then 3, 10 and 10 for the park, 3, 5 and 10 for the pool.

    The park takes 3 and twice 6, two fifths of its cost. So does the pool as long as only the 3 count as too little, but
    5 is less than 6 as well, and the third pays 7.
    """
    costs = {"lamp": 154, "path": 105, "park": 15, "pool": 15}
    ballots = ["lamp park", "park", "park", "lamp pool", "path pool", "pool", *["lamp"] * 20, *["path"] * 20]

    outcome = count("equal-shares", costs, ballots, 460)

    assert (outcome.winners, outcome.ties) == (("lamp", "path", "park", "pool"), ())
    assert [told(outcome, option)[1]["most"] for option in costs] == [7, 5, 6, 7]


def test_count_is_exact_to_the_last_unit_of_amounts_beyond_what_a_float_holds():
    """Everybody pays all they have: for the pool, one of whose three has paid 1 for the lamp, and for the park."""
    share = 2**52 + 1
    pool = count(
        "equal-shares", {"lamp": 5, "pool": 3 * share - 1}, ["lamp pool", "pool", "pool", *["lamp"] * 4], 7 * share
    )

    assert pool.winners == ("lamp", "pool")
    assert told(pool, "pool")[1]["most"] == share
    share = 2**53 + 1
    assert count("equal-shares", {"park": 3 * share}, ["park"] * 3, 3 * share).winners == ("park",)


class Priced:
    """A market that buys too much from 45 units on, and gains so much headroom at each of these units."""

    budget, longest_pause = 100, 4

    def __init__(self) -> None:
        self.gains = {0: 3, 5: 10, 16: 4, 21: 3, 26: 0, 30: None, 34: 7, 42: 0, 44: 0}
        self.counted: list[int] = []
        self.looked: list[int] = []

    def buy(self, rise: int) -> int:
        self.counted.append(rise)
        return rise

    def cost(self, bought: int) -> int:
        return 101 if bought >= 45 else 100

    def headroom(self, rise: int, bought: int) -> int | None:
        assert bought == rise
        self.looked.append(rise)
        return self.gains[rise]


def test_add1_passes_over_what_is_certain_and_waits_twice_as_long_each_time_that_gains_little():
    """Little is less than 4 units; after so little it looks at the second count, then the fourth, which is the longest."""
    market = Priced()

    assert _highest_rise(market) == (44, 101)
    assert market.looked == list(market.gains)
    assert market.counted == [0, 4, 5, 16, 21, *range(25, 35), 42, 43, 44, 45]
