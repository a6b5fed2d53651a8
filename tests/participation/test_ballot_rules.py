from dataclasses import replace

import pytest

from participation.ballot_rules import (
    asked_parameters,
    kind_of,
    marks_one,
    refusal_of_choices,
    refusal_of_method,
    settings_of,
    takes_neutral,
    whole_settings,
)
from participation.models import Subject
from participation.round_plan import RulesPlan
from participation.tally.rules import METHODS_BY_NAME
from tests.factories.participation import ConsultationRoundFactory, SubjectFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

RULES = RulesPlan(title="Wat eerst?", language="nl", method="approval")
STV = {"method": "stv", "seats": 2}
BUDGET = {"method": "greedy", "budget": 100_000}


@pytest.fixture
def options() -> dict[str, Subject]:
    consultation_round = ConsultationRoundFactory()
    return {
        name: SubjectFactory(consultation_round=consultation_round, label=name, cost=cost)
        for name, cost in (("park", 60_000), ("bad", 40_000), ("bank", 1))
    }


@pytest.mark.parametrize(
    ("rules", "sentence"),
    [
        ({}, ""),
        ({"method": "borda"}, "There is no way of counting with this name. Choose one from the list."),
        ({"settings": {"quorum": 5}}, "This way of counting has no 'quorum'."),
        ({"method": "up-to-k"}, "Say how many marks a ballot can have at most: this way of counting needs that."),
        ({"method": "up-to-k", "max_choices": 2}, ""),
        # The limit has a place of its own: it is never stated twice.
        ({"method": "up-to-k", "settings": {"most": 2}}, "This way of counting has no 'most'."),
        ({"method": "cumulative"}, "Say how many points a ballot has to divide: this way of counting needs that."),
        ({"method": "cumulative", "points": 5}, ""),
        ({"method": "support-threshold"}, "“how many must support it”: give a whole number from 1 to 1,000,000,000."),
        ({"method": "support-threshold", "settings": {"threshold": 5}}, ""),
        ({"method": "yes-no", "settings": {"needed": "most"}}, "“which share of all yes and no must be yes”: choose one of the answers."),
        ({"method": "stv", "settings": {"decimals": 99}}, "“decimals of a vote, the rest left out; empty: exact”: give a whole number from 0 to 12."),
        ({"method": "stv", "seats": 3}, ""),
        (
            {"method": "irv", "seats": 2},
            "This way of counting chooses one. Leave empty how many can be chosen, or choose a way that chooses several.",
        ),
        ({"method": "irv", "seats": 1}, ""),
        ({"method": "points", "settings": {"most_each": 5}}, ""),
        ({"method": "points", "points": 10}, ""),
        *(
            ({"budget": 9, **more}, "Say how many points one option can get at most, or how many points a ballot has to divide. Without it one voter outvotes everybody else.")
            for more in ({"method": "points"}, {"method": "equal-shares-points", "settings": {"most_each": None}})
        ),
        ({"method": "equal-shares-points"}, "Give the budget in whole euros: this way of counting divides one."),
        ({"method": "yes-no", "points": 3}, "This way of counting knows no points to divide: leave the points empty, or choose one that does."),
    ],
)  # fmt: skip
def test_refusal_of_method_says_what_a_method_misses(rules, sentence):
    assert refusal_of_method(replace(RULES, **rules)) == sentence


def test_whole_settings_keep_what_was_usual_when_the_round_was_made():
    stated = replace(RULES, method="irv", settings={"equal_ranks": "refuse", "earlier_counts": None})
    assert whole_settings(stated) == {
        "skipped_ranks": "pass-over",
        "equal_ranks": "refuse",
        "earlier_counts": "backward",
    }
    assert settings_of(replace(RULES, method="cumulative", points=7))["most"] == 7
    assert settings_of(replace(RULES, method="up-to-k", max_choices=3)) == {"most": 3}


@pytest.mark.parametrize(
    ("rules", "marks", "sentence"),
    [
        ({}, {}, ""),
        ({}, {"park": 1, "bad": 1, "bank": 1}, ""),
        *(
            (
                {},
                {"park": value},
                "Something on the ballot paper is ticked or it is not; points cannot be given in this round.",
            )
            for value in (2, 0)
        ),
        ({"max_choices": 2}, {"park": 1, "bad": 1}, ""),
        ({"max_choices": 2}, {"park": 1, "bad": 1, "bank": 1}, "You marked 3; you can mark 2 at most. Take 1 away."),
        (BUDGET, {"park": 1, "bad": 1}, ""),
        (
            BUDGET,
            {"park": 1, "bad": 1, "bank": 1},
            "Your choice costs € 100,001 and there is € 100,000. Take something away.",
        ),
        (BUDGET | {"within_budget": False}, {"park": 1, "bad": 1, "bank": 1}, ""),
        (BUDGET | {"points": 5}, {"park": 3, "bad": 2}, ""),
        (BUDGET | {"points": 5}, {"park": 3, "bad": 3}, "You gave 6 points and have 5. Take some away."),
        *(
            (BUDGET | {"points": 5}, {"park": value}, "Points are whole numbers from 1 up. Leave out what gets none.")
            for value in (-1, 0)
        ),
        ({"method": "single"}, {"park": 1}, ""),
        ({"method": "single"}, {"park": 1, "bad": 1}, "Choose one; 2 are marked."),
        ({"method": "yes-no"}, {"park": 1, "bad": -1}, ""),
        ({"method": "yes-no"}, {"park": 0}, "Answer yes or no, or leave it open to vote blank."),
        ({"method": "for-against"}, {"park": 0, "bad": -1}, ""),
        ({"method": "for-against"}, {"park": 2}, "An answer is for, neutral or against. Leave open what gets none."),
        ({"method": "points", "settings": {"most_each": 3}}, {"park": 3, "bad": 3}, ""),
        (
            {"method": "points", "settings": {"most_each": 3}},
            {"park": 4},
            "Give one of them 3 points at most; “park” has 4.",
        ),
        (
            {"method": "cumulative", "points": 5, "settings": {"spend": "all"}},
            {"park": 4},
            "Give all 5 points; this ballot gives 4.",
        ),
        (STV, {"park": 1, "bad": 3}, ""),
        (STV, {"park": 1, "bad": 4}, "There are 3 places on this ballot paper. Choose one of those."),
        (STV | {"max_choices": 2}, {"park": 3}, "There are 2 places on this ballot paper. Choose one of those."),
        (STV, {"park": 0}, "Places are whole numbers from 1 up. Leave open what gets no place."),
        (
            STV | {"settings": {"skipped_ranks": "refuse"}},
            {"park": 1, "bad": 3},
            "Rank 2 is missing; ranks run from 1 without a gap.",
        ),
        (
            STV | {"settings": {"equal_ranks": "refuse"}},
            {"park": 1, "bad": 1},
            "Rank 1 is given to more than one; each needs a rank of its own.",
        ),
    ],
)
def test_refusal_of_choices_holds_a_ballot_to_the_rules_of_its_round(options, rules, marks, sentence):
    consultation_round = ConsultationRoundFactory.build(reference=None, **rules)
    paper = {subject.pk: subject for subject in options.values()}
    choices = {options[name].pk: points for name, points in marks.items()}
    assert refusal_of_choices(consultation_round, paper, choices) == sentence


def test_refusal_of_choices_knows_what_is_on_the_ballot_paper(options):
    other = SubjectFactory()
    consultation_round = ConsultationRoundFactory.build(reference=None)
    paper = {subject.pk: subject for subject in options.values()}
    assert refusal_of_choices(consultation_round, paper, {other.pk: 1}) == (
        "This ballot names something that is not on the ballot paper. Open the ballot paper again and choose anew."
    )


def test_every_method_has_a_paper():
    """Where one is chosen the paper says so, and only where neutral is an answer it can be given."""
    needs = {"budget": 10, "max_choices": 2, "points": None, "seats": 1}
    papers = {}
    for name, method in METHODS_BY_NAME.items():
        stated = {one.name: 1 for one in asked_parameters(method) if one.name in ("threshold", "most_each")}
        rules = replace(RULES, method=name, settings=stated, **needs)
        if name == "cumulative":
            rules = replace(rules, points=5)
        assert refusal_of_method(rules) == "", name
        kind = kind_of(rules).name
        papers[name] = kind, kind == "approval" and marks_one(rules), kind == "stances" and takes_neutral(rules)
    assert papers["single"] == ("approval", True, False)
    assert papers["up-to-k"] == ("approval", False, False)
    assert papers["yes-no"] == ("stances", False, False)
    assert papers["for-against"] == ("stances", False, True)
    assert {kind for kind, _one, _neutral in papers.values()} == {"approval", "points", "ranked", "stances"}
