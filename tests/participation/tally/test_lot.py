import subprocess

from participation.tally.lot import as_drawn, by_lot, place, seed
from participation.tally.profile import APPROVAL, Option, Profile, approve
from participation.tally.rules import method
from participation.tally.ties import LOWER_COST

PROFILE = Profile((Option("park", 3), Option("pool", 2), Option("path", 2)), APPROVAL, {approve(["park", "pool"]): 1})


def test_place_is_what_a_shell_makes_of_the_published_seed_and_the_identifier():
    script = 'SEED=$(printf "$1\\n$2" | sha256sum | cut -c-64); printf "$SEED\\n$3" | sha256sum | cut -c-64'
    done = subprocess.run(
        ["sh", "-c", script, "sh", "abcd", "16 23 42", "LEA-2026-014"],
        capture_output=True,
        encoding="ascii",
        check=True,
    )

    assert place(seed("abcd", "16 23 42"), "LEA-2026-014") == done.stdout.strip()


def test_spellings_of_a_drawn_value_are_one_value_by_its_letters_and_digits():
    assert as_drawn(" 16-23, \uff14\uff12 a\ufb01b\u00e9! ") == as_drawn("1623 42AFIBe\u0301") == "162342AFIB\u00c9"


def test_lot_puts_options_in_the_order_of_their_places_and_another_seed_in_another():
    ranks = {drawn: by_lot(seed("head", drawn)).ranks(PROFILE) for drawn in "123456"}

    for drawn, order in ranks.items():
        assert sorted(order, key=order.__getitem__) == sorted(
            order, key=lambda option: place(seed("head", drawn), option)
        )
    assert len({tuple(order) for order in ranks.values()}) > 1


def test_lot_settles_what_the_rules_before_it_leave_equal_and_is_named():
    chain = by_lot(seed("head", "1"), first=(LOWER_COST,))

    assert chain.names == ("lower-cost", "lot")
    assert chain.rules[-1].sentence == "the one that was drawn first by lot goes first"
    assert chain.used(PROFILE, ["park", "pool"]) == ("lower-cost",)
    assert chain.used(PROFILE, ["pool", "path"]) == ("lot",)
    assert method("approval").count(PROFILE, chain).ties[0].settled_by == ("lower-cost",)
