import json
from fractions import Fraction

from participation.tally.outcome import Count, Line, Outcome, Reason, ReasonKind, Tie, plain

AHEAD = ReasonKind("ahead", "{winner} is {by} ahead of {other}.")


def test_plain_rounds_a_fraction_half_up_to_two_decimals():
    for number, written in (
        (Fraction(5, 3), "1.67"),
        (Fraction(1, 200), "0.01"),
        (Fraction(1, 201), "0.00"),
        (Fraction(299, 200), "1.50"),
        (Fraction(20_199, 200), "101.00"),
        (Fraction(101_009, 1000), "101.01"),
        (Fraction(1_000_001, 3), "333333.67"),
        (Fraction(9, 3), "3"),
        (1_000, "1000"),
        ("park", "park"),
    ):
        assert plain(number) == written


def test_as_data_is_what_a_result_is_published_as_key_by_key():
    reason = Reason(AHEAD, {"winner": "park", "by": Fraction(3, 2), "other": "pool"})
    told = {"code": "ahead", "numbers": {"winner": "park", "by": "3/2", "other": "pool"}}
    told["sentence"] = "park is 1.50 ahead of pool."
    count = Count(2, "surplus", ("park",), {"pool": Fraction(1, 3)}, {"pool": Fraction(6, 3)}, 4, Fraction(2, 3), 7, ("pool",))  # fmt: skip
    parts = {
        "rule": "stv",
        "winners": ("park", "pool"),
        "scores": {"park": 5, "pool": 3},
        "cost": 40,
        "ties": (Tie(1, ("park", "pool"), ("lot",)), Tie(3, ("pool", "park"), (), "exclusion")),
        "tie_rules": ("lower-cost", "lot"),
        "lines": (Line("park", 5, 40, 1, reason),),
    }
    expected = {
        "rule": "stv",
        "winners": ["park", "pool"],
        "scores": {"park": 5, "pool": 3},
        "cost": 40,
        "ties": [
            {"step": 1, "options": ["park", "pool"], "settled_by": ["lot"]},
            {"step": 3, "options": ["pool", "park"], "settled_by": [], "about": "exclusion"},
        ],
        "explanation": {
            "tie_rules": ["lower-cost", "lot"],
            "share": None,
            "course": [],
            "options": [{"option": "park", "score": 5, "cost": 40, "place": 1, **told}],
        },
    }
    assert Outcome(**parts).as_data() == expected == json.loads(json.dumps(expected))

    expected["explanation"] |= {"share": "7/2", "course": [told]}
    expected["counts"] = [
        {
            "count": 2,
            "event": "surplus",
            "of": ["park"],
            "moved": {"pool": "1/3"},
            "votes": {"pool": 2},
            "non_transferable": 4,
            "remainder": "2/3",
            "quota": 7,
            "elected": ["pool"],
        }
    ]
    assert Outcome(**parts, course=(reason,), share=Fraction(7, 2), counts=(count,)).as_data() == expected
