import json
from hashlib import sha256

import pytest
from django.db import IntegrityError, transaction

from base.canonical import sha256 as digest
from base.models import AuditEntry
from participation.actions.ballot import freeze_ballot
from participation.enums import PhaseKind
from participation.models import ConsultationRound, RoundRules, Subject
from participation.queries.round_rules import rules_of
from participation.rule_words import rule_facts
from tests.factories.participation import ConsultationRoundFactory, PhaseFactory, SubjectFactory
from tests.rounds import anew, moment, with_other_rules

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

OPENS, CLOSES = moment(11, 1), moment(11, 15)
DURING = moment(11, 3, 12)


@pytest.fixture
def vote() -> ConsultationRound:
    consultation_round = ConsultationRoundFactory(method="greedy", budget=100_000, objection_days=10)
    PhaseFactory(consultation_round=consultation_round, kind=PhaseKind.VOTE, starts_at=OPENS, ends_at=CLOSES)
    return consultation_round


@pytest.fixture
def park(vote) -> Subject:
    return SubjectFactory(consultation_round=vote, label="Park voor jong en oud", cost=60_000)


def test_freeze_ballot_publishes_the_rules_once_dated_at_the_opening(vote, park):
    freeze_ballot(consultation_round=anew(vote), at=DURING)
    freeze_ballot(consultation_round=anew(vote), at=DURING)
    rules = RoundRules.objects.get()
    assert (rules.consultation_round, rules.in_force_at) == (vote, OPENS)
    assert rules.sha256 == sha256(rules.text.encode()).hexdigest()
    assert AuditEntry.objects.get(act="ballot_frozen").detail["rules"] == rules.sha256
    data = json.loads(rules.text)
    assert data["options"] == [
        {"reference": park.reference.string, "title_sha256": digest("Park voor jong en oud"), "cost": 60_000}
    ]
    assert (data["method"], data["settings"], data["budget"], data["objection_days"]) == ("greedy", {}, 100_000, 10)
    assert (data["ties"], data["in_force_at"]) == (["lower-cost", "list-order"], "2026-10-31T23:00:00+00:00")


def test_rules_of_says_what_was_published_and_the_database_lets_nobody_change_it(vote, park):
    assert rules_of(anew(vote))["objection_days"] == 10
    freeze_ballot(consultation_round=anew(vote), at=DURING)
    for name, value in {"objection_days": 1, "method": "single", "settings": {"most": 2}, "budget": None}.items():
        with pytest.raises(IntegrityError, match="stand fast once it began"), transaction.atomic():
            ConsultationRound.objects.update(**{name: value})
    with_other_rules(vote, objection_days=1, title="Anders")
    assert (rules_of(anew(vote))["objection_days"], rules_of(anew(vote))["title"]) == (10, vote.title)


def test_rules_name_every_way_in_which_a_ballot_can_come_in(vote):
    assert rules_of(anew(vote))["channels"] == ["web"]
    ConsultationRound.objects.update(eligibility="roll")
    assert rules_of(anew(vote))["channels"] == ["web", "letter", "paper", "phone"]


def test_published_rules_are_never_changed_or_deleted(vote, park):
    freeze_ballot(consultation_round=anew(vote), at=DURING)
    with pytest.raises(IntegrityError), transaction.atomic():
        RoundRules.objects.update(sha256="0" * 64)
    with pytest.raises(IntegrityError), transaction.atomic():
        RoundRules.objects.all().delete()


def test_rules_say_that_one_is_chosen_where_nobody_said_how_many_and_of_others_no_number(vote):
    stated = {}
    for method, fields in {
        "approval": {},
        "single": {"seats": 3},
        "for-against": {},
        "irv": {},
        "for-against-each": {},
        "yes-no": {"seats": 2},
        "greedy": {"seats": 2},
    }.items():
        one = with_other_rules(vote, method=method, settings={}, **{"seats": None} | fields)
        facts = {fact["label"]: fact["value"] for fact in rule_facts(one)}
        stated[method] = (rules_of(one)["seats"], facts.get("How many are chosen"))
    assert stated == {
        "approval": (1, "1"),
        "single": (3, "3"),
        "for-against": (1, "1"),
        "irv": (1, "1"),
        "for-against-each": (None, None),
        "yes-no": (None, None),
        "greedy": (None, None),
    }
