import pytest

from participation.tally.profile import APPROVAL, Option, Profile, approve, grouped
from participation.tally.ties import (
    BY_LIST_ORDER,
    BY_LOWER_COST,
    CHAINS,
    HIGHER_COST,
    HIGHER_VOTES,
    LIST_ORDER,
    LOWER_COST,
    TieChain,
)

THREE = Profile(
    (Option("park", 300), Option("pool", 900), Option("path", 300)),
    APPROVAL,
    grouped([approve(["pool", "path"]), approve(["path"])]),
)


def test_ranks_goes_by_list_order_when_that_is_the_rule():
    assert BY_LIST_ORDER.ranks(THREE) == {"park": 0, "pool": 1, "path": 2}


@pytest.mark.parametrize(
    ("name", "order"),
    [
        ("lower-cost", ["park", "path", "pool"]),
        ("higher-cost", ["pool", "park", "path"]),
        ("higher-votes", ["path", "pool", "park"]),
        ("list-order", ["park", "pool", "path"]),
    ],
)
def test_chains_put_options_in_the_order_of_their_name_and_then_of_the_list(name, order):
    assert sorted(("park", "pool", "path"), key=CHAINS[name].ranks(THREE).__getitem__) == order


def test_ranks_refuses_a_chain_that_leaves_two_options_equal():
    with pytest.raises(
        ValueError, match=r"^The tie rules lower-cost leave two options equal; end them with list-order.$"
    ):
        TieChain((LOWER_COST,)).ranks(THREE)

    with pytest.raises(ValueError, match=r"^The tie rules lower-cost, higher-cost leave two options equal"):
        TieChain((LOWER_COST, HIGHER_COST)).ranks(THREE)


def test_used_names_only_the_rules_that_it_took():
    chain = TieChain((LOWER_COST, HIGHER_VOTES, LIST_ORDER))

    assert chain.used(THREE, ["park", "pool"]) == ("lower-cost",)
    assert chain.used(THREE, ["park", "path"]) == ("higher-votes",)
    assert chain.used(THREE, ["park", "pool", "path"]) == ("lower-cost", "higher-votes")
    assert BY_LOWER_COST.used(THREE, ["park", "path"]) == ("list-order",)
