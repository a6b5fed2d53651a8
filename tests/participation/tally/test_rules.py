import pytest

from participation.tally.method import TallyRefused
from participation.tally.outcome import plain
from participation.tally.profile import APPROVAL, RANKED, Option, Profile, approve, ballot
from participation.tally.rules import METHODS_BY_NAME, method


def test_methods_by_name_holds_every_rule_under_its_public_name():
    assert sorted(METHODS_BY_NAME) == ["approval", "equal-shares", "equal-shares-add1", "greedy", "greedy-stop"]


def test_method_says_which_names_there_are():
    with pytest.raises(LookupError) as refused:
        method("lottery")

    assert "There is no tally rule 'lottery'; choose approval, equal-shares" in str(refused.value)


@pytest.mark.parametrize("name", sorted(METHODS_BY_NAME))
def test_count_without_ballots_gives_no_winner(name):
    free, park = Option("free"), Option("park", 10)

    for ballots in ({}, {approve([]): 3}):
        outcome = method(name).count(Profile((free, park), APPROVAL, ballots, budget=100))

        assert (outcome.winners, outcome.cost, outcome.ties) == ((), 0, ())
        assert [line.reason.code for line in outcome.lines] == ["no-ballots", "no-ballots"]


@pytest.mark.parametrize("name", sorted(METHODS_BY_NAME))
def test_count_never_picks_an_option_that_nobody_chose(name):
    profile = Profile((Option("free"), Option("park", 10)), APPROVAL, {approve(["park"]): 2}, budget=100, seats=2)

    outcome = method(name).count(profile)

    assert outcome.winners == ("park",)
    assert outcome.lines[0].reason.code == "nobody-chose-it"


@pytest.mark.parametrize("name", sorted(METHODS_BY_NAME))
def test_count_picks_an_option_that_costs_nothing_and_was_chosen_once(name):
    profile = Profile((Option("park", 10), Option("free")), APPROVAL, {approve(["free"]): 1}, budget=0)

    assert method(name).count(profile).winners == ("free",)


@pytest.mark.parametrize("name", sorted(METHODS_BY_NAME))
def test_count_refuses_ballots_of_another_kind(name):
    profile = Profile((Option("park", 10),), RANKED, {ballot([("park", 1)]): 1}, budget=100)

    with pytest.raises(TallyRefused) as refused:
        method(name).count(profile)

    assert str(refused.value).endswith("ballots; these are ranked ballots.")


@pytest.mark.parametrize("name", sorted(set(METHODS_BY_NAME) - {"approval"}))
def test_count_refuses_to_spend_without_a_budget(name):
    with pytest.raises(TallyRefused) as refused:
        method(name).count(Profile((Option("park", 10),), APPROVAL, {approve(["park"]): 1}))

    assert str(refused.value) == f"The rule {name} needs a budget to spend."


@pytest.mark.parametrize("name", sorted(METHODS_BY_NAME))
def test_reasons_lists_every_reason_of_an_outcome(name):
    options = (Option("park", 60), Option("pool", 60), Option("path", 900), Option("lake", 1), Option("free"))
    ballots = {approve(["park", "pool", "free"]): 3, approve(["path"]): 1}
    outcome = method(name).count(Profile(options, APPROVAL, ballots, budget=100, seats=2))

    given = {reason.code for reason in outcome.course} | {line.reason.code for line in outcome.lines}

    assert given <= {reason.code for reason in method(name).reasons}


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
