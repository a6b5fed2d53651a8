import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from participation.tally.profile import APPROVAL, Option, Profile, approve, grouped
from participation.tally.purchases import Market
from participation.tally.ties import BY_LOWER_COST

profiles = st.integers(1, 5).flatmap(
    lambda options: st.tuples(
        st.lists(st.integers(1, 60), min_size=options, max_size=options),
        st.lists(st.sets(st.integers(0, options - 1), min_size=1), min_size=1, max_size=7),
        st.integers(0, 120),
        st.integers(0, 30),
    )
)


def market(costs: list[int], ballots: list[set[int]], budget: int) -> Market:
    options = tuple(Option(str(place), cost) for place, cost in enumerate(costs))
    return Market(Profile(options, APPROVAL, grouped(approve(map(str, one)) for one in ballots), budget), BY_LOWER_COST)


A = 10**17 + 8  # a float takes three times this for 24 less
ENDS = [
    # Shares of 100: the first leaves its four 10, the second its three nothing. For the third, of 110, one has those
    # 10 and another pays 100; the fourth, of 60, would take all from that other. At 12 units more it is as good: the
    # third takes 88 there, the fourth 48, since the one who had nothing has 12.
    (800, [360, 300, 110, 60], [{0, 2}, {0}, {0}, {0}, {1, 3}, {1}, {1}, {2, 3}], [0, 1, 2], 11, [0, 1, 3]),
    # Shares of 300: the first leaves its four nothing, the second its three 75. For the third, of 300, one has those
    # 75 and another pays 225. Three quarters of the fourth, of 100, would be just those 75. At 38 units more the third
    # takes 187 of the other, more of its cost than the fourth takes, which is 62.
    (2400, [1200, 675, 300, 100], [{0, 3}, {0}, {0}, {0}, {1, 2, 3}, {1}, {1}, {2}], [0, 1, 2], 37, [0, 1, 3, 2]),
    # Shares of 41/4: the first, of 10, leaves its three 83/4 together: 95/4 at one unit more, a quarter too little for 24.
    (41, [10, 24, 1000], [*[{0, 1}] * 3, {2}], [0], 1, [0, 1]),
    # Shares of 10, so 20: at one unit more just enough for 23.
    (40, [10, 23, 1000], [*[{0, 1}] * 3, {2}], [0], 0, [0, 1]),
    # Shares of 100: the first leaves its five 10. Of the second, of 110, one pays those 10 and two pay 50 each, who have 50
    # left: 80 at 20 units more, as one pays 30 of it then. The third, of 161, is had with 163 at 21.
    (700, [450, 110, 161], [{0, 1, 2}, *[{0}] * 4, {1, 2}, {1, 2}], [0, 1], 20, [0, 1, 2]),
    # Shares of 10: the first leaves its five 2, so for the second, of 10, another pays 8; at 3 units more they pay the same.
    (60, [40, 10], [{0, 1}, *[{0}] * 4, {1}], [0, 1], 3, [0, 1]),
    # The first three leave their seven 18/7 of 3 * A + 3, so for the last, of 7, another pays 31/7; at one unit more 25/7
    # would be more than the other has to pay.
    (
        24 * A + 24,
        [7 * A + 1, 7 * A + 1, 7 * A + 1, 7],
        [{0, 1, 2, 3}, *[{0, 1, 2}] * 6, {3}],
        [0, 1, 2, 3],
        0,
        [0, 1, 2, 3],
    ),
]
"""Budget, costs, who chose what, what is bought, by how much the share can rise, and what is bought one unit later."""


@settings(max_examples=150, deadline=None)
@given(profiles)
def test_headroom_never_passes_a_rise_that_buys_otherwise(drawn):
    costs, ballots, budget, rise = drawn
    shop = market(costs, ballots, budget)
    bought = shop.buy(rise)
    further = shop.headroom(rise, bought)
    assume(further)

    options = [purchase.option for purchase in bought]

    for step in range(1, min(further, 80) + 1):
        assert [purchase.option for purchase in shop.buy(rise + step)] == options


def test_headroom_reaches_to_the_unit_before_the_next_option_comes_within_reach():
    shop = market([500, 90], [{0}, {1}], 100)

    assert shop.headroom(0, shop.buy(0)) == 39
    assert shop.headroom(40, shop.buy(40)) == 409
    assert shop.headroom(450, shop.buy(450)) is None


def test_headroom_of_one_voter_ends_one_unit_before_the_next_option_can_be_paid():
    """With one voter every part of a cost is alike, so the cheaper option goes first and the money left is plain."""
    for costs, further in (([500], 399), ([40, 102], 1), ([60, 90], 49)):
        shop = market(costs, [set(range(len(costs)))], 100)

        assert shop.headroom(0, shop.buy(0)) == further


def test_headroom_ends_before_a_rival_draws_level_that_the_tie_rule_puts_first():
    """One unit more, and the second option costs its voters as small a part as the first, and is the cheaper one."""
    shop = market([11, 9, 3], [{2}, {0}, {1, 2}, {0, 1}], 23)

    assert [purchase.option for purchase in shop.buy(0)] == [2, 0]
    assert shop.headroom(0, shop.buy(0)) == 0
    assert [purchase.option for purchase in shop.buy(1)] == [2, 1]


@pytest.mark.parametrize(("budget", "costs", "ballots", "before", "further", "after"), ENDS)
def test_headroom_ends_before_a_rival_overtakes_or_is_had_and_where_who_had_too_little_has_enough(
    budget, costs, ballots, before, further, after
):
    shop = market(costs, ballots, budget)

    assert [purchase.option for purchase in shop.buy(0)] == before
    assert [purchase.option for purchase in shop.buy(further)] == before
    assert [purchase.option for purchase in shop.buy(further + 1)] == after
    assert shop.headroom(0, shop.buy(0)) == further
