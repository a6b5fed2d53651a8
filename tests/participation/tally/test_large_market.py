"""The market that counts by arrays buys and pays to the last part what the plain one does, ties and doubts included."""

import json
from collections.abc import Iterable
from fractions import Fraction
from random import Random
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from participation.tally import equal_shares, large_market
from participation.tally.large_market import Deal, LargeMarket, LargeReplay
from participation.tally.profile import APPROVAL, Option, Profile, approve, grouped
from participation.tally.purchases import Market, Purchase
from participation.tally.rules import method
from participation.tally.ties import BY_LOWER_COST
from tests.participation.tally.test_headroom import ENDS
from tests.participation.tally.test_real_budgets import EXPECTED, LONG, budget

# Few different costs and many alike ballots, so that rates are equal and what is in a purse is just what is asked.
costs = st.one_of(st.sampled_from([2, 4, 6, 12]), st.integers(1, 400))
profiles = st.integers(1, 7).flatmap(
    lambda options: st.tuples(
        st.lists(costs, min_size=options, max_size=options),
        st.lists(st.sets(st.integers(0, options - 1), min_size=1), min_size=1, max_size=20),
        st.integers(0, 600),
    )
)


def profile(costs: list[int], ballots: list[set[int]], budget: int) -> Profile:
    options = tuple(Option(str(place), cost) for place, cost in enumerate(costs))
    return Profile(options, APPROVAL, grouped(approve(map(str, one)) for one in ballots), budget)


def seen(bought: list[Purchase]) -> list[tuple]:
    return [(one.option, one.tied, one.most) for one in bought]


ALL_BITS = large_market.MONEY_BITS
# With fewer bits the money is kept in whole units or little finer, so that nothing is certain that is not looked at exactly.
bits = st.sampled_from([large_market.MONEY_BITS, 12, 14, 16])


@settings(max_examples=250, deadline=None)
@given(profiles, st.integers(0, 60), bits)
def test_large_market_buys_what_the_plain_one_buys_and_pays_the_same(drawn, rise, bits):
    vote = profile(*drawn)

    with patch.object(large_market, "MONEY_BITS", bits):
        bought = LargeMarket(vote, BY_LOWER_COST).buy(rise)

    assert seen(bought) == seen(Market(vote, BY_LOWER_COST).buy(rise))


@settings(max_examples=100, deadline=None)
@given(profiles, st.integers(0, 60), bits)
def test_large_market_never_passes_a_rise_that_buys_otherwise(drawn, rise, bits):
    vote = profile(*drawn)
    large, plain = LargeMarket(vote, BY_LOWER_COST), Market(vote, BY_LOWER_COST)
    with patch.object(large_market, "MONEY_BITS", bits):
        bought = large.buy(rise)
        further = large.headroom(rise, bought)
    certain = plain.headroom(rise, plain.buy(rise))
    options = [one.option for one in bought]

    assert certain is None or (further is not None and further <= certain)
    for step in range(1, min(60 if further is None else further, 60) + 1):
        assert [one.option for one in plain.buy(rise + step)] == options


def city_vote(seed: int) -> Profile:
    """Money runs out at many different amounts, and some options are chosen as often as others."""
    draw = Random(seed)
    options = [Option(f"P{number}", draw.choice([500, 500, 750, 1200, 3100])) for number in range(25)]
    ballots = [draw.choices(options, weights=range(25, 0, -1), k=draw.randint(1, 9)) for _ in range(900)]
    return Profile(tuple(options), APPROVAL, grouped(approve({one.id for one in each}) for each in ballots), 18_001)


@pytest.mark.parametrize("bits", [large_market.MONEY_BITS, 18])
def test_large_market_knows_how_much_less_than_the_exact_amount_it_has_in_a_purse(bits, monkeypatch):
    monkeypatch.setattr(large_market, "MONEY_BITS", bits)
    market = LargeMarket(city_vote(1), BY_LOWER_COST)
    bought = market.buy(9)
    replay = LargeReplay(market, 9)
    now = [Fraction(market.budget, market.voters) + 9] * len(market.heads)
    per_unit = [Fraction(1)] * len(market.heads)

    def together(amounts: list[Fraction], purses: Iterable[int]) -> Fraction:
        return sum((amounts[purse] * int(market.heads[purse]) for purse in purses), Fraction(0))

    assert len(bought) > 10
    for deal in bought:
        heads = int(market.heads[deal.rich].sum())
        assert deal.most == (market.costs[deal.option] - together(now, deal.poor)) / heads
        assert deal.growth == -together(per_unit, deal.poor) / heads
        replay.pay(replay.payment(deal))
        for purse in deal.rich:
            now[purse], per_unit[purse] = now[purse] - deal.most, per_unit[purse] - deal.growth
        for purse in deal.poor:
            now[purse] = per_unit[purse] = Fraction(0)
        for purse in deal.rich:
            for kept, exact in ((replay.now, now), (replay.per_unit, per_unit)):
                assert 0 <= exact[purse] * replay.denominator - int(kept[purse]) < replay.slack


M = 10**17 + 9
JUST_ALL = [10**18 + 1, 10**18 + 3, 10**18 + 5, 10**18 + 77]
BY_A_PART = [
    # Shares of 1, in as many bits as there are: two options of 24 for the same 32, who keep a quarter. Of those 16 give it for
    # the second, of 5, which leaves a half to each of two others: less of it than the fifth that five pay for the last.
    (
        39,
        [24, 5, 24, 5],
        [*[{0, 1, 2}] * 16, *[{0, 2}] * 16, {1}, {1}, *[{3}] * 5],
        [(0, (0, 2), Fraction(3, 4)), (1, (1,), Fraction(1, 2)), (3, (3,), Fraction(1))],
    ),
    # Seven pay all four with just all they have; of one that costs one more, a seventh is missing.
    (
        sum(JUST_ALL),
        JUST_ALL,
        [{0, 1, 2, 3}] * 7,
        [(one, (0, 1, 2, 3)[one:], Fraction(cost, 7)) for one, cost in enumerate(JUST_ALL)],
    ),
    (
        sum(JUST_ALL),
        [*JUST_ALL[:3], JUST_ALL[3] + 1],
        [{0, 1, 2, 3}] * 7,
        [(one, (0, 1, 2, 3)[one:], Fraction(cost, 7)) for one, cost in enumerate(JUST_ALL[:3])],
    ),
    # Shares of M + 2 * 10 ** 16 + 1/3. The first three leave their voters M - 1/33, M and M. An M from each of seven would
    # be the fifth: five have 1/33 less, so the sixth has too little as well, and the seventh pays M + 5/33. That is less of
    # 7 M than six pay for the fourth, M + 7/3 of 7 M + 14, where one has M. For the last two only the seventh has money left.
    (
        36 * (M + 2 * 10**16) + 12,
        [22 * 10**16 + 4, 18 * 10**16 + 3, 18 * 10**16 + 3, 7 * M + 14, 7 * M, 10**16, 10**16],
        [
            *[{0, 4, 5, 6}] * 5,
            *[{0}] * 6,
            *[{1, 4}, *[{1}] * 8],
            *[{2, 3}, *[{2}] * 8],
            *[{3}] * 6,
            {4, 5, 6},
        ],
        [
            (0, (0,), 2 * 10**16 + Fraction(4, 11)),
            (1, (1, 2), 2 * 10**16 + Fraction(1, 3)),
            (2, (2,), 2 * 10**16 + Fraction(1, 3)),
            (4, (4,), M + Fraction(5, 33)),
            (3, (3,), M + Fraction(7, 3)),
            (5, (5, 6), Fraction(10**16)),
            (6, (6,), Fraction(10**16)),
        ],
    ),
]
"""Budget, costs, who chose what, and what is bought: option, what it was tied with, the largest payment."""


@pytest.mark.parametrize(("budget", "costs", "ballots", "bought"), BY_A_PART)
@pytest.mark.parametrize("market", [Market, LargeMarket])
def test_market_sees_a_part_of_the_smallest_unit_between_two_options_and_who_has_just_enough(
    market, budget, costs, ballots, bought
):
    assert seen(market(profile(costs, ballots, budget), BY_LOWER_COST).buy(0)) == bought


@pytest.mark.parametrize(("budget", "costs", "ballots", "before", "further", "after"), ENDS)
@pytest.mark.parametrize("bits", [ALL_BITS, 20, 14])
def test_large_market_knows_who_has_too_little_and_when_a_rival_overtakes(
    bits, budget, costs, ballots, before, further, after, monkeypatch
):
    monkeypatch.setattr(large_market, "MONEY_BITS", bits)
    vote = profile(costs, ballots, budget)
    market, plain = LargeMarket(vote, BY_LOWER_COST), Market(vote, BY_LOWER_COST)

    for rise, options in ((0, before), (further, before), (further + 1, after)):
        bought = market.buy(rise)
        assert [one.option for one in bought] == options
        assert seen(bought) == seen(plain.buy(rise))
    # With one unit more the same give all they have, so a payment changes by its growth.
    if bits == ALL_BITS and further:
        grown = [later.most - now.most for now, later in zip(plain.buy(0), plain.buy(1), strict=True)]
        assert [one.growth for one in market.buy(0)] == grown
    certain = market.headroom(0, market.buy(0))
    # What is not known to the last part makes it look nearer than it is.
    assert certain is not None
    assert (further - 1 if bits == ALL_BITS else 0) <= certain <= further


@pytest.mark.parametrize("seed", range(4))
def test_add1_gives_the_same_to_the_letter_by_either_market(seed, monkeypatch):
    vote = city_vote(seed)

    assert told(monkeypatch, LargeMarket, vote) == told(monkeypatch, Market, vote)


@pytest.mark.skipif(not EXPECTED, reason="the folder with real budgets does not stand beside the project")
@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=pytest.mark.heavy if (name, "equal-shares-add1") in LONG else ())
        for name in EXPECTED
        if "mes_cost_add1" in EXPECTED[name]
    ],
)
def test_add1_counts_real_budgets_to_the_same_letter_by_either_market(name, monkeypatch):
    vote = budget(name).profile()

    assert told(monkeypatch, LargeMarket, vote) == told(monkeypatch, Market, vote)


def told(monkeypatch, market: type[Market], vote: Profile) -> str:
    monkeypatch.setattr(equal_shares, "market_of", market)
    return json.dumps(method("equal-shares-add1").count(vote).as_data())


def test_large_market_is_what_counts_many_different_ballots_and_only_where_numpy_is(monkeypatch):
    names = [str(number) for number in range(12)]
    ballots = [[name for place, name in enumerate(names) if number >> place & 1] for number in range(1, 4096)]
    few, many = ballots[: equal_shares.MANY_BALLOTS - 1], ballots[: equal_shares.MANY_BALLOTS]

    def market(chosen: list[list[str]]) -> Market:
        options = tuple(Option(name, 100) for name in names)
        return equal_shares.market_of(Profile(options, APPROVAL, grouped(map(approve, chosen)), 500), BY_LOWER_COST)

    assert type(market(few)) is Market
    assert type(market(many)) is LargeMarket
    monkeypatch.setattr(equal_shares, "find_spec", lambda _name: None)
    assert type(market(many)) is Market


@pytest.mark.parametrize("unit", [1, 10**15, 10**17, 10**18, 10**30])
def test_large_market_counts_money_that_64_bits_do_not_hold(unit):
    """As the plain one does, from where all money together does not fit."""
    costs, ballots = [4 * unit, 4 * unit, 3 * unit + 1], [{0, 1}, {0}, {1}, {2}, {1, 2}] * 3
    vote = profile(costs, ballots, 9 * unit)
    large, plain = LargeMarket(vote, BY_LOWER_COST), Market(vote, BY_LOWER_COST)
    bought = large.buy(unit)

    assert seen(bought) == seen(plain.buy(unit))
    assert [isinstance(one, Deal) for one in bought] == [unit < 10**18] * len(bought)
    assert large.headroom(unit, bought) == plain.headroom(unit, plain.buy(unit))
