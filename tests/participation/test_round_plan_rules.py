from dataclasses import replace
from datetime import timedelta

import pytest

from participation.enums import Force, PhaseKind, TieRule
from participation.round_plan import PhasePlan
from participation.round_plan_rules import refusal_of_rules
from tests.participation.actions.test_consultation_round import COLLECT, PLAN, RULES, SUPPORT, VOTE, changed
from tests.rounds import moment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.mark.parametrize(
    ("rules", "phases", "sentence"),
    [
        ({}, PLAN, ""),
        ({}, [], "Give the round at least one phase: nobody can take part without one."),
        (
            {},
            [*PLAN, PhasePlan(PhaseKind.VOTE, moment(12, 1), moment(12, 2))],
            "A round has one vote at most. Make a second round for a second vote.",
        ),
        ({"method": ""}, PLAN, "Choose how votes are counted: this round has a phase in which people vote."),
        ({}, [COLLECT], "Add a phase in which people vote, or choose 'No vote'."),
        ({"method": "", "budget": None}, [COLLECT], ""),
        (
            {},
            [COLLECT, changed(VOTE, ends_at=None)],
            "Say when voting is over: without an end nothing can be counted.",
        ),
        ({"budget": None}, PLAN, "Give the budget in whole euros: this way of counting divides one."),
        ({"budget": 0}, PLAN, "Give the budget in whole euros: this way of counting divides one."),
        ({"method": "approval", "budget": None}, PLAN, ""),
        (
            {},
            [changed(COLLECT, ends_at=COLLECT.starts_at), VOTE],
            "The phase that starts on Tuesday 1 September 2026, 00:00 is over before it starts. Give it a later end.",
        ),
        (
            {},
            [changed(COLLECT, ends_at=VOTE.starts_at + timedelta(seconds=1)), VOTE],
            "Proposals are collected and examined before the vote: end that phase before voting begins.",
        ),
        (
            {},
            [changed(COLLECT, ends_at=None), VOTE],
            "Proposals are collected and examined before the vote: end that phase before voting begins.",
        ),
        ({}, [changed(COLLECT, ends_at=VOTE.starts_at), VOTE], ""),
        ({}, [COLLECT, changed(SUPPORT, ends_at=VOTE.ends_at), VOTE], ""),
        ({"points": 10}, PLAN, ""),
        ({"points": 0}, PLAN, "Marks, seats and points are 1 or more. Leave empty what has no limit."),
        ({"max_choices": 0}, PLAN, "Marks, seats and points are 1 or more. Leave empty what has no limit."),
        ({"seats": 0}, PLAN, "Marks, seats and points are 1 or more. Leave empty what has no limit."),
        *(
            (
                {"points": 10, "method": method},
                PLAN,
                "This way of counting knows no points to divide: leave the points empty, or choose one that does.",
            )
            for method in ("approval", "equal-shares", "equal-shares-add1")
        ),
        (
            {"force": Force.FOLLOWED_UNLESS},
            PLAN,
            "Give the address of the council's decision to follow the result: until it said so, the result is advice.",
        ),
        (
            {"force": Force.MANDATED},
            PLAN,
            "Give the address of the mandate: the result is final only within a budget that was mandated.",
        ),
        (
            {"tie_rule": TieRule.LOWER_COST_LOT},
            PLAN,
            "Name the public value that the lot is drawn with, for example: the winning number of the state lottery of 10 December.",
        ),
        ({"tie_rule": TieRule.LOT, "public_draw": "De staatsloterij"}, PLAN, ""),
    ],
)
def test_refusal_of_rules_says_what_does_not_hang_together(rules, phases, sentence):
    assert refusal_of_rules(replace(RULES, **rules), phases) == sentence
