from dataclasses import replace
from datetime import date

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.enums import Role
from base.models import AuditEntry
from base.refusal import Refusal
from participation.enums import Force, PhaseKind
from proposals.actions.decision import DecisionText, record_decision
from proposals.models import Decision
from proposals.queries.decision import decisions_about, decisions_on, latest_decisions
from tests.factories.accounts import UserFactory, person_with
from tests.factories.participation import CertificationFactory
from tests.factories.proposals import DecisionFactory
from tests.rounds import COUNTING, anew, count, moment, publish_round, with_other_rules

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

TEXT = DecisionText(
    body="council",
    decided_on=date(2026, 11, 20),
    verdict="adopted",
    title="De raad neemt het over.",
    reasons="Het past.",
)


def decide(consultation_round, by, *, text=TEXT, at=COUNTING, **fields) -> Decision:
    return record_decision(text=text, consultation_round=consultation_round, about=None, by=by, at=at, **fields)


@pytest.fixture
def counted(consultation_round, clerk):
    count(consultation_round, by=clerk)
    return anew(consultation_round)


def test_record_decision_keeps_it_under_a_number_of_its_own(counted, clerk, agenda_item):
    decision = decide(counted, clerk)
    decision.refresh_from_db()
    assert decision.reference.string == "BSL-2026-001"
    assert {name: getattr(decision, name) for name in vars(TEXT)} == vars(TEXT)
    # The agenda item follows from the round.
    assert (decision.consultation_round, decision.about) == (counted, agenda_item.reference)
    assert (decision.recorded_by, decision.recorded_at) == (clerk, COUNTING)
    entry = AuditEntry.objects.get(act="decision_recorded")
    assert (entry.about, entry.by, entry.detail) == (
        "BSL-2026-001",
        clerk,
        {"verdict": "adopted", "item": agenda_item.reference.string},
    )


@pytest.mark.parametrize("role", [None, Role.EDITOR, Role.MODERATOR])
def test_record_decision_is_the_clerks(counted, role):
    with pytest.raises(Refusal, match="Only the clerk records decisions"):
        decide(counted, UserFactory() if role is None else person_with(role))
    assert Decision.objects.count() == 0


def test_a_decision_counts_from_the_last_moment_at_which_something_could_come_in(agenda_item, clerk):
    answered = [(PhaseKind.DISCUSS, moment(9, 15), moment(10, 5)), (PhaseKind.ANSWER, moment(10, 5), moment(12, 18))]
    consultation_round = publish_round(agenda_item, phases=answered, method="")
    with pytest.raises(Refusal, match="open until and including Sunday 4 October"):
        decide(consultation_round, clerk, text=replace(TEXT, decided_on=date(2026, 10, 4)))
    assert decide(consultation_round, clerk).decided_on == TEXT.decided_on


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (date(2026, 11, 21), "The day of the decision lies ahead. Record it when it has been taken."),
        (date(2026, 11, 20), ""),
        (date(2026, 11, 15), ""),
        (
            date(2026, 11, 14),
            "The round is open until and including Saturday 14 November 2026, 23:59: a decision on it cannot be earlier.",
        ),
    ],
)
def test_record_decision_is_dated_after_the_round_and_not_ahead(counted, clerk, day, sentence):
    text = replace(TEXT, decided_on=day)
    if not sentence:
        assert decide(counted, clerk, text=text).decided_on == day
        return
    with pytest.raises(Refusal) as refusal:
        decide(counted, clerk, text=text)
    assert refusal.value.sentence == sentence


def test_record_decision_waits_for_the_result_to_be_public(consultation_round, clerk):
    count(consultation_round, by=clerk, public=False)
    with pytest.raises(Refusal, match="Publish the result of the vote first"):
        decide(anew(consultation_round), clerk)


def test_record_decision_is_about_something(clerk):
    with pytest.raises(Refusal, match="Say what the decision is about"):
        decide(None, clerk)
    with pytest.raises(IntegrityError), transaction.atomic():
        DecisionFactory(consultation_round=None, about=None)


def test_record_decision_that_corrects_takes_the_place_of_the_old_one(counted, clerk):
    first = decide(counted, clerk)
    corrected = decide(counted, clerk, text=replace(TEXT, verdict="rejected"), corrects=first)
    first.refresh_from_db()
    assert (first.verdict, first.corrected_by) == ("adopted", corrected)
    assert decisions_on(counted) == list(decisions_about([counted.about])) == list(latest_decisions()) == [corrected]


def test_record_decision_corrects_a_decision_once(counted, clerk):
    first = decide(counted, clerk)
    decide(counted, clerk, corrects=first)
    with pytest.raises(Refusal, match="has been corrected already"):
        decide(counted, clerk, corrects=first)
    assert Decision.objects.count() == 2


def test_record_decision_that_corrects_is_about_the_same_unless_it_says_otherwise(counted, clerk):
    first = decide(counted, clerk)
    corrected = decide(None, clerk, corrects=first)
    assert (corrected.consultation_round, corrected.about) == (counted, first.about)


def test_decisions_desk_corrects_a_decision_once_and_says_so_of_the_second_time(counted, clerk, client):
    first = decide(counted, clerk)
    client.force_login(clerk)
    desk = reverse("decisions_desk")
    data = {name: str(value) for name, value in vars(TEXT).items()} | {"corrects": first.pk, "title": "Verbeterd."}
    stale = client.get(desk, {"corrects": first.pk}).context["form"]
    assert stale["corrects"].value() == str(first.pk)
    with time_machine.travel(COUNTING, tick=False):
        client.force_login(clerk)
        assert client.post(desk, data).status_code == 302
        again = client.post(desk, data)
    first.refresh_from_db()
    assert (first.corrected_by.title, Decision.objects.count()) == ("Verbeterd.", 2)
    assert again.status_code == 422
    assert again.context["form"].errors["corrects"] == [
        "Dit besluit is al verbeterd, of het bestaat niet. Verbeter de verbetering."
    ]


def test_decisions_come_in_the_order_in_which_they_were_taken(counted, clerk):
    later = decide(counted, clerk)
    earlier = decide(counted, clerk, text=replace(TEXT, decided_on=date(2026, 11, 16)), at=moment(11, 25))
    assert decisions_on(counted) == [earlier, later]
    assert list(latest_decisions()) == [later, earlier]


def test_a_decision_that_departs_from_a_result_to_follow_waits_for_the_certificate_and_gives_its_reasons(
    counted, clerk, client
):
    with_other_rules(counted, force=Force.FOLLOWED_UNLESS)
    with pytest.raises(Refusal, match="Two people certify it first"):
        decide(counted, clerk)
    CertificationFactory(sheet=counted.tally_sheets.get(), first=clerk, second=UserFactory(), second_at=COUNTING)
    with pytest.raises(Refusal, match="give the reasons, which everybody reads"):
        decide(counted, clerk, text=replace(TEXT, verdict="rejected", reasons=" "))
    followed, added, departing = (
        decide(counted, clerk, text=replace(TEXT, verdict=verdict))
        for verdict in ("adopted", "adopted-amended", "rejected")
    )
    assert [one.following for one in (followed, added, departing)] == ["follows", "with-changes", "departs"]
    page = client.get(reverse("decision", args=[added.reference.string])).content.decode()
    assert "with additions or changes" in page
    assert "departs" not in page
    page = client.get(reverse("decision", args=[departing.reference.string])).content.decode()
    assert "This departs from the result of the vote" in page
