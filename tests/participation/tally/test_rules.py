import importlib
import sys

import pytest

from participation.tally import irv, rules
from participation.tally.method import TallyRefused
from participation.tally.outcome import plain
from participation.tally.profile import APPROVAL, POINTS, RANKED, STANCES, Ballot, Option, Profile, approve, ballot
from participation.tally.rules import METHODS_BY_NAME, method

NAMES = sorted(METHODS_BY_NAME)
SPENDING = sorted(name for name in METHODS_BY_NAME if METHODS_BY_NAME[name].spends)
# What the rules must state.
STATED = {"up-to-k": {"most": 5}, "cumulative": {"most": 10}, "support-threshold": {"threshold": 1}}


def marked(name: str, *options: str) -> Ballot:
    """A ballot of the kind that the method counts, that speaks for these options alone."""
    if METHODS_BY_NAME[name].kinds[0] is RANKED:
        return ballot((option, rank) for rank, option in enumerate(options, start=1))
    return approve(options[:1] if name == "single" else options)


def profile(name: str, options: tuple[Option, ...], ballots: dict[Ballot, int], **parts) -> Profile:
    return Profile(options, METHODS_BY_NAME[name].kinds[0], ballots, **parts)


def count(name: str, *given, **parts):
    return method(name).count(profile(name, *given, **parts), settings=STATED.get(name))


def test_methods_by_name_holds_every_rule_under_its_public_name():
    assert NAMES == [
        "approval",
        "cumulative",
        "equal-shares",
        "equal-shares-add1",
        "equal-shares-add1u",
        "equal-shares-points",
        "equal-shares-points-add1",
        "equal-shares-points-add1u",
        "for-against",
        "for-against-each",
        "greedy",
        "greedy-stop",
        "irv",
        "points",
        "single",
        "stv",
        "stv-scottish",
        "support-threshold",
        "up-to-k",
        "yes-no",
    ]


def test_methods_are_found_in_the_modules_that_declare_them_and_none_has_the_name_of_another(monkeypatch):
    # Read anew: when this module was imported no test looked on. The command, which wants the rules itself, is left alone.
    monkeypatch.delitem(sys.modules, "participation.tally.__main__", raising=False)
    assert sorted(importlib.reload(rules).METHODS_BY_NAME) == NAMES
    assert all(rules.METHODS_BY_NAME[name] is METHODS_BY_NAME[name] for name in NAMES)

    assert "participation.tally.__main__" not in sys.modules
    monkeypatch.setattr(irv, "METHODS", (*irv.METHODS, METHODS_BY_NAME["stv"]))
    with pytest.raises(ValueError, match=r"^Two tally methods are called stv\.$"):
        importlib.reload(rules)


def test_method_says_which_names_there_are():
    with pytest.raises(LookupError) as refused:
        method("lottery")

    assert "There is no tally rule 'lottery'; choose approval, cumulative" in str(refused.value)


@pytest.mark.parametrize("name", NAMES)
def test_count_without_ballots_gives_no_winner(name):
    free, park = Option("free"), Option("park", 10)

    for ballots in ({}, {approve([]): 3}):
        outcome = count(name, (free, park), ballots, budget=100)

        assert (outcome.rule, outcome.winners, outcome.cost, outcome.ties) == (name, (), 0, ())
        assert [(line.option, line.score, line.cost, line.place) for line in outcome.lines] == [
            ("free", 0, 0, None),
            ("park", 0, 10, None),
        ]
        assert {line.reason.code for line in outcome.lines} <= {"no-ballots", "too-little-support"}


@pytest.mark.parametrize("name", NAMES)
def test_count_never_picks_an_option_that_nobody_chose(name):
    seats = 1 if name == "irv" else 2
    outcome = count(name, (Option("free"), Option("park", 10)), {marked(name, "park"): 2}, budget=100, seats=seats)

    assert (outcome.rule, outcome.winners) == (name, ("park",))
    assert outcome.lines[0].place is None
    assert outcome.lines[1].place == 1


@pytest.mark.parametrize("name", NAMES)
def test_count_picks_an_option_that_costs_nothing_and_was_chosen_once(name):
    assert count(name, (Option("park", 10), Option("free")), {marked(name, "free"): 1}, budget=0).winners == ("free",)


@pytest.mark.parametrize("name", NAMES)
def test_count_refuses_ballots_of_another_kind(name):
    other = next(kind for kind in (RANKED, STANCES) if kind not in METHODS_BY_NAME[name].kinds)

    with pytest.raises(TallyRefused) as refused:
        method(name).count(Profile((Option("park", 10),), other, {approve(["park"]): 1}, budget=100))

    assert str(refused.value).endswith(f"ballots; these are {other.name} ballots.")


@pytest.mark.parametrize("name", SPENDING)
def test_count_refuses_to_spend_without_a_budget(name):
    with pytest.raises(TallyRefused) as refused:
        count(name, (Option("park", 10),), {approve(["park"]): 1})

    assert str(refused.value) == f"The rule {name} needs a budget to spend."


@pytest.mark.parametrize("name", NAMES)
def test_reasons_lists_every_reason_of_an_outcome(name):
    options = (Option("park", 60), Option("pool", 60), Option("path", 900), Option("lake", 1), Option("free"))
    ballots = {marked(name, "park", "pool", "free"): 3, marked(name, "path"): 1}
    outcome = count(name, options, ballots, budget=100, seats=1 if name == "irv" else 2)

    given = {reason.code for reason in outcome.course} | {line.reason.code for line in outcome.lines}

    assert [(line.option, line.score, line.cost) for line in outcome.lines] == [
        (option.id, outcome.scores[option.id], option.cost) for option in options
    ]
    assert given <= {reason.code for reason in method(name).reasons}
    assert all(reason.sentence for reason in (*outcome.course, *(line.reason for line in outcome.lines)))


@pytest.mark.parametrize("name", NAMES)
def test_settings_are_one_of_the_choices_or_within_the_bounds_of_each_parameter(name):
    for parameter in method(name).parameters:
        lowest, highest = parameter.lowest, parameter.highest
        for wrong in ("sideways", lowest - 1, highest + 1):
            with pytest.raises(TallyRefused, match=f"^{parameter.name} is "):
                method(name).settings({**STATED.get(name, {}), parameter.name: wrong})
        for right in parameter.choices or (lowest, highest):
            assert method(name).settings({**STATED.get(name, {}), parameter.name: right})[parameter.name] == right
        if parameter.required:
            with pytest.raises(TallyRefused, match=f"^The rules must state {parameter.name}: "):
                method(name).settings()


def test_settings_refuses_a_parameter_that_the_method_has_not():
    with pytest.raises(TallyRefused) as refused:
        method("points").settings({"decimals": 4})

    assert str(refused.value) == "The rule points has no decimals; it has most_each."
    with pytest.raises(TallyRefused, match=r"^The rule greedy has no most; it has no parameters\.$"):
        method("greedy").settings({"most": 4})


@pytest.mark.parametrize(
    ("name", "settings", "kind", "marks", "sentence"),
    [
        ("single", {}, APPROVAL, [("a", 1), ("b", 1)], "Choose one; 2 are marked."),
        ("up-to-k", {"most": 1}, APPROVAL, [("a", 1), ("b", 1)], "Choose 1 at most; 2 are marked."),
        ("points", {"most_each": 3}, POINTS, [("a", 4)], "Give one of them 3 points at most; a has 4."),
        ("cumulative", {"most": 5}, POINTS, [("a", 4), ("b", 2)], "Give 5 points at most in all; this ballot gives 6."),
        ("cumulative", {"most": 5, "spend": "all"}, POINTS, [("a", 1)], "Give all 5 points; this ballot gives 1."),
        ("equal-shares-points", {"most_each": 3}, POINTS, [("a", 4)], "Give one of them 3 points at most; a has 4."),
        ("yes-no", {}, STANCES, [("a", 0)], "Answer yes or no, or leave it open to vote blank."),
        (
            "stv",
            {"skipped_ranks": "refuse"},
            RANKED,
            [("a", 1), ("b", 3)],
            "Rank 2 is missing; ranks run from 1 without a gap.",
        ),
        (
            "irv",
            {"equal_ranks": "refuse"},
            RANKED,
            [("a", 1), ("b", 1)],
            "Rank 1 is given to more than one; each needs a rank of its own.",
        ),
    ],
)
def test_overstep_says_where_a_ballot_goes_beyond_the_rules_and_count_refuses_it(name, settings, kind, marks, sentence):
    rule, wrong = method(name), ballot(marks)
    over = rule.overstep(wrong, rule.settings(settings))

    assert over is not None
    assert over.sentence == sentence
    assert over.code in {reason.code for reason in rule.reasons}
    assert rule.overstep(ballot([]), rule.settings(settings)) is None
    with pytest.raises(TallyRefused) as refused:
        rule.count(Profile((Option("a", 1), Option("b", 1)), kind, {wrong: 1}, budget=9), settings=settings)
    assert str(refused.value) == sentence


@pytest.mark.parametrize(
    ("name", "settings", "marks"),
    [
        ("single", {}, [("a", 1)]),
        ("up-to-k", {"most": 2}, [("a", 1), ("b", 1)]),
        ("points", {"most_each": 3}, [("a", 3), ("b", 3)]),
        ("cumulative", {"most": 5, "most_each": 3, "spend": "all"}, [("a", 3), ("b", 2)]),
        ("yes-no", {}, [("a", 1), ("b", -1)]),
        ("stv", {"skipped_ranks": "refuse", "equal_ranks": "refuse"}, [("a", 1), ("b", 2)]),
    ],
)
def test_overstep_lets_pass_all_that_the_rules_permit(name, settings, marks):
    assert method(name).overstep(ballot(marks), method(name).settings(settings)) is None


def test_plain_rounds_half_up_to_two_decimals():
    from fractions import Fraction

    assert [plain(number) for number in (Fraction(6, 2), Fraction(1, 8), Fraction(1, 3), 12, "L20/10/VII")] == [
        "3",
        "0.13",
        "0.33",
        "12",
        "L20/10/VII",
    ]


def test_as_data_writes_fractions_exactly_and_identifiers_as_strings():
    profile = Profile((Option("1", 5), Option("2", 4)), APPROVAL, {approve(["1", "2"]): 3}, budget=5)

    data = method("equal-shares").count(profile).as_data()

    assert list(data) == ["rule", "winners", "scores", "cost", "ties", "explanation"]
    assert (data["winners"], data["scores"], data["cost"]) == (["2"], {"1": 3, "2": 3}, 4)
    assert data["ties"] == [{"step": 1, "options": ["2", "1"], "settled_by": ["lower-cost"]}]
    assert data["explanation"]["share"] == "5/3"
    assert data["explanation"]["options"][1]["numbers"]["most"] == "4/3"
    assert data["explanation"]["options"][1]["numbers"]["left"] == 1
