"""Twelve budgets that were really voted on, each counted to the answers that stand beside it."""

import json
from functools import cache
from pathlib import Path

import pytest

from participation.tally.budget_file import BudgetFile
from participation.tally.outcome import Outcome
from participation.tally.pabulib import load
from participation.tally.rules import method
from participation.tally.ties import CHAINS

BUDGETS = Path(__file__).resolve().parents[4] / "shared" / "data" / "budgets"
EXPECTED = json.loads((BUDGETS / "expected.json").read_text(encoding="utf-8")) if BUDGETS.exists() else {}
WIELICZKA = "poland_wieliczka_2023.pb"

pytestmark = pytest.mark.skipif(not EXPECTED, reason="the folder with real budgets does not stand beside the project")

# Five seconds and more.
LONG = {
    ("poland_warszawa_2017_kolo.pb", "equal-shares-add1"),
    ("netherlands_amsterdam_166_.pb", "equal-shares-add1"),
}
ANSWERS = {
    "greedy": "greedy_skip",
    "greedy-stop": "greedy_stop_at_first_unaffordable",
    "equal-shares": "mes_cost_plain",
    "equal-shares-add1": "mes_cost_add1",
}


@cache
def budget(name: str) -> BudgetFile:
    return load(BUDGETS / name)


@cache
def counted(name: str, rule: str) -> Outcome:
    return method(rule).count(budget(name).profile())


def cases() -> list[tuple[str, str]]:
    return [(name, rule) for name in EXPECTED for rule in ANSWERS if ANSWERS[rule] in EXPECTED[name]]


def test_expected_answers_are_all_looked_at():
    assert len(cases()) == 2 * 12 + 2 * 8


@pytest.mark.parametrize("name", EXPECTED)
def test_read_agrees_with_the_header_and_recounts_every_score(name):
    file, expected = budget(name), EXPECTED[name]
    profile = file.profile()

    assert (len(file.projects), len(file.votes)) == (expected["num_projects"], expected["num_votes"])
    assert profile.scores() == expected["scores"]
    assert [project.votes for project in file.projects] == list(profile.votes().values())
    if expected["ranking_key"] == "score":
        assert [project.score for project in file.projects] == list(profile.scores().values())


@pytest.mark.parametrize(
    ("name", "rule"), [pytest.param(*one, marks=pytest.mark.heavy if one in LONG else ()) for one in cases()]
)
def test_count_gives_the_expected_winners_in_order(name, rule):
    expected, outcome = EXPECTED[name][ANSWERS[rule]], counted(name, rule)

    assert outcome.winners == tuple(expected["winners_in_order"])
    assert outcome.cost == expected["cost"]
    if "ties_met" in expected:
        assert [sorted(tie.options) for tie in outcome.ties] == expected["ties_met"]
    if "final_endowment" in expected:
        assert str(outcome.share) == expected["final_endowment"]


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=pytest.mark.heavy if (name, "equal-shares-add1") in LONG else ())
        for name in EXPECTED
        if "mes_cost_add1u" in EXPECTED[name]
    ],
)
def test_count_completed_by_votes_gives_the_expected_winners(name):
    expected, outcome = EXPECTED[name]["mes_cost_add1u"], counted(name, "equal-shares-add1u")

    assert (sorted(outcome.winners), outcome.cost) == (sorted(expected["winners"]), expected["cost"])


@pytest.mark.parametrize("name", EXPECTED)
def test_greedy_names_a_tie_where_another_order_would_fund_others(name):
    assert bool(counted(name, "greedy").ties) == EXPECTED[name]["tie_break_changes_greedy_result"]


@pytest.mark.parametrize("name", [name for name in EXPECTED if EXPECTED[name].get("official_selected")])
def test_difference_is_the_one_that_is_known(name):
    expected, file = EXPECTED[name], budget(name)
    difference = file.difference(counted(name, "greedy"))

    assert difference is not None
    assert sorted(difference.only_official) == sorted(expected["official_not_in_greedy"])
    assert sorted(difference.only_counted) == sorted(expected["greedy_not_in_official"])


def differs(name: str, outcome: Outcome) -> bool:
    difference = budget(name).difference(outcome)
    return bool(difference and (difference.only_official or difference.only_counted))


@pytest.mark.parametrize("name", [name for name in EXPECTED if EXPECTED[name].get("official_selected")])
def test_count_matches_the_official_result_by_exactly_the_rules_that_are_known_to(name):
    expected, profile = EXPECTED[name], budget(name).profile()
    by_variant = {
        "ties_file": method("greedy").count(profile, CHAINS["list-order"]),
        "ties_cheap": method("greedy").count(profile, CHAINS["lower-cost"]),
        "ties_dear": method("greedy").count(profile, CHAINS["higher-cost"]),
        "stop": counted(name, "greedy-stop"),
    }

    assert [variant for variant in by_variant if not differs(name, by_variant[variant])] == expected["matches_official"]
    if "equals_official" in expected.get("mes_cost_add1", {}):
        assert differs(name, counted(name, "equal-shares-add1")) != expected["mes_cost_add1"]["equals_official"]


def test_count_settles_the_tie_of_niskie_okecie_as_each_rule_says():
    name = "poland_warszawa_2018_niskie-okecie.pb"
    profile = budget(name).profile()
    tie = counted(name, "greedy").ties

    assert [(one.step, one.options, one.settled_by) for one in tie] == [(4, ("308", "615"), ("list-order",))]
    for chain, key in (
        ("lower-cost", "greedy_skip_ties_cheapest_first"),
        ("higher-cost", "greedy_skip_ties_dearest_first"),
    ):
        assert sorted(method("greedy").count(profile, CHAINS[chain]).winners) == sorted(EXPECTED[name][key])


def test_count_of_katowice_2020_differs_by_a_project_under_the_fifty_points_that_the_file_does_not_state():
    name = "poland_katowice_2020_zarzecze.pb"
    difference = budget(name).difference(counted(name, "greedy"))

    assert difference is not None
    assert {option: counted(name, "greedy").scores[option] for option in difference.only_counted} == {"L20/10/VII": 46}


def test_read_gives_the_same_from_both_files_of_wieliczka():
    other = load(BUDGETS / "poland_wieliczka_2023_green-budget_MIT.pb")

    assert other.profile() == budget(WIELICZKA).profile()


def test_explanation_of_wieliczka_says_where_every_last_grosz_went():
    outcome = counted(WIELICZKA, "equal-shares-add1")
    paid = {line.option: line.reason.numbers for line in outcome.lines if line.reason.code == "bought"}

    assert (paid["24"]["payers"], paid["24"]["most"] * 720) == (720, 5000)
    assert outcome.course[1].numbers["units"] == 164
    assert all(line.reason.numbers["missing"] > 0 for line in outcome.lines if line.reason.code == "out-of-reach")
