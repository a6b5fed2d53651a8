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
