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


OVERTAKEN = [
    # Shares of 100: the first leaves its four 10, the second its three nothing. For the third, of 110, one has those
    # 10 and another pays 100; the fourth, of 60, would take all from that other. At 12 units more it is as good: the
    # third takes 88 there, the fourth 48, since the one who had nothing has 12.
    (100, [360, 300, 110, 60], [{0, 2}, {0}, {0}, {0}, {1, 3}, {1}, {1}, {2, 3}], 11, [0, 1, 3]),
    # Shares of 300: the first leaves its four nothing, the second its three 75. For the third, of 300, one has those
    # 75 and another pays 225. Three quarters of the fourth, of 100, would be just those 75. At 38 units more the third
    # takes 187 of the other, more of its cost than the fourth takes, which is 62.
    (300, [1200, 675, 300, 100], [{0, 3}, {0}, {0}, {0}, {1, 2, 3}, {1}, {1}, {2}], 37, [0, 1, 3, 2]),
]
"""Share, costs, who chose what, by how much the share can rise, and what is bought one unit later instead of 0, 1 and 2."""


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


@pytest.mark.parametrize(("share", "costs", "ballots", "further", "after"), OVERTAKEN)
def test_headroom_ends_before_a_rival_overtakes_by_what_it_gets_from_who_had_nothing_or_just_enough(
    share, costs, ballots, further, after
):
    shop = market(costs, ballots, share * 8)

    assert [purchase.option for purchase in shop.buy(0)] == [0, 1, 2]
    assert [purchase.option for purchase in shop.buy(further)] == [0, 1, 2]
    assert [purchase.option for purchase in shop.buy(further + 1)] == after
    assert shop.headroom(0, shop.buy(0)) == further
