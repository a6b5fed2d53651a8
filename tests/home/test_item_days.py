"""What of an item's way the desk and the thread say besides its steps: what lies ahead of it, its days, and its end."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from base import clock
from base.refusal import Refusal
from home.actions.item_state import follow_clock
from home.enums import ItemStep
from home.item_ahead import ahead_of, way_to
from home.models import ItemState
from home.queries.agenda import agenda_entry
from home.queries.item_life import way_of
from home.waiting import waiting
from proposals.actions.official_publication import record_publication
from proposals.council_enums import CouncilOutcome
from tests.factories.participation import CommentFactory
from tests.factories.proposals import (
    CommitmentFactory,
    CouncilPaperFactory,
    DecisionFactory,
    FormalViewFactory,
    OfficialPublicationFactory,
)
from tests.home.item_steps import at_step, move
from tests.home.test_item_life import SHOWN, voted
from tests.rounds import COUNTING, moment, publish_round

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def proposal(early_item):
    return CouncilPaperFactory(about=early_item.reference)


def test_the_desk_says_that_the_council_decided_before_the_item_was_there(early_item, clerk, client, proposal):
    said_nothing = publish_round(early_item)
    CommentFactory(subject__consultation_round=publish_round(early_item))
    promise = CommitmentFactory(about=early_item.reference, reference__is_public=True)
    vote = voted(proposal, CouncilOutcome.ADOPTED)
    way = way_of(early_item.reference, COUNTING)
    ahead = ahead_of(way.step, way.facts)
    assert (ahead.on, ahead.steps) == (vote.meeting.held_on, way_to(ItemStep.ANSWERING, ItemStep.ADOPTED, way.facts))
    # As the table has it: a committee need not look at it.
    assert ahead.steps == ["answered", "executive_adopted", "council_submitted", "on_council_agenda", "adopted"]
    waits = [one.what for one in waiting(COUNTING) if one.key == early_item.reference.string]
    decision = DecisionFactory(
        about=early_item.reference, consultation_round=None, verdict="rejected", decided_on=date(2026, 11, 12)
    )
    client.force_login(clerk)
    with clock.set_to(COUNTING):
        client.force_login(clerk)
        page = client.get(reverse("way_desk", args=[early_item.reference.string])).content.decode()
    for words in (f"{decision.reference}, verworpen", promise.reference.string, "mensen wachten op antwoord"):
        assert words in page
    # Where nobody said anything nobody waits for an answer.
    assert page.count("mensen wachten op antwoord") == 1
    assert f"{said_nothing.reference.string}, {said_nothing.title}: mensen wachten" not in page
    assert waits == [] or "council decided already" in waits[0]
    # Once it is decided there is nothing ahead of it.
    assert ahead_of(ItemStep.ADOPTED, way.facts) is None


def test_an_item_that_ended_has_nothing_to_come_and_its_days_are_those_of_what_happened(early_item, clerk, proposal):
    FormalViewFactory(consultation_round=publish_round(early_item))
    vote = voted(proposal, CouncilOutcome.ADOPTED, date(2026, 11, 17))
    decision = DecisionFactory(
        about=early_item.reference, consultation_round=None, decided_on=date(2026, 11, 17), recorded_at=COUNTING
    )
    # Recorded the day after, and before the publication of the day before that.
    publication = OfficialPublicationFactory(
        decision=decision, published_on=date(2026, 11, 18), in_force_on=date(2026, 11, 19), is_set_day=True
    )
    at_step(early_item, "published", publication=publication)
    applies = move(early_item, "started", clerk, at=COUNTING + timedelta(hours=1))
    stations = agenda_entry(early_item.reference, "nl").stations(COUNTING + timedelta(hours=2))
    assert "17 November 2026" in [one.when for one in stations]
    moments = [one.at for one in stations if one.at is not None and one.state == "reached"]
    assert moments == sorted(moments)
    assert {one.state for one in stations} > {"reached"}
    # A publication that is corrected has one day everywhere.
    OfficialPublicationFactory(
        decision=decision,
        corrects=publication,
        reason="Dag.",
        number="gmb-2026-7",
        published_on=date(2026, 11, 18),
        in_force_on=date(2026, 11, 20),
        is_set_day=True,
    )
    in_force = ItemState.objects.get(reference=early_item.reference, step="in_force")
    assert way_of(early_item.reference, COUNTING).records.happened_on(in_force) == date(2026, 11, 20)
    assert (vote.outcome, applies.step) == ("adopted", "started")
    move(early_item, "repealed", clerk, at=COUNTING + timedelta(days=1), **SHOWN)
    ended = agenda_entry(early_item.reference, "nl").stations(COUNTING + timedelta(days=2))
    # But for the answer to what people said, which is still owed.
    assert [one.label for one in ended if one.state != "reached"] == ["The answers"]


def test_an_item_is_in_force_on_the_day_that_is_published_and_not_before(early_item, clerk):
    decision = DecisionFactory(about=early_item.reference, consultation_round=None, decided_on=date(2026, 11, 19))
    first = OfficialPublicationFactory(
        decision=decision, published_on=date(2026, 11, 20), in_force_on=date(2026, 11, 21), is_set_day=True
    )
    at_step(early_item, "published", publication=first)
    follow_clock(reference=early_item.reference, at=moment(11, 21, 9))
    assert ItemState.objects.get(step="in_force").since == moment(11, 21)
    # To an earlier day, or one that has come, it stays in force.
    same = {
        "decision": decision,
        "url": first.url,
        "published_on": first.published_on,
        "by": clerk,
        "reason": "Een dag.",
    }
    second = record_publication(
        **same, number="gmb-2026-7", in_force_on=date(2026, 11, 22), at=moment(11, 22, 9), corrects=first
    )
    assert way_of(early_item.reference, moment(11, 22, 9)).step == ItemStep.IN_FORCE
    record_publication(
        **same, number="gmb-2026-7", in_force_on=date(2026, 12, 20), at=moment(11, 23, 9), corrects=second
    )
    way = way_of(early_item.reference, moment(11, 23, 9))
    assert (way.step, way.coming.on) == (ItemStep.PUBLISHED, date(2026, 12, 20))
    with pytest.raises(Refusal):
        move(early_item, "started", clerk, at=moment(11, 23, 10))
    back = ItemState.objects.order_by("since", "pk").last()
    assert (back.step, back.takes_back.step, back.reason, back.by) == ("published", "in_force", "Een dag.", None)
    whens = [
        one.when
        for one in agenda_entry(early_item.reference, "en").stations(moment(11, 23, 11))
        if one.state == "reached"
    ]
    assert "20 December 2026" not in whens
    assert way_of(early_item.reference, moment(12, 20)).step == ItemStep.IN_FORCE
    # What the clock did and nobody wrote yet counts for the next step: it ends by a decision that was taken since.
    ends = DecisionFactory(about=early_item.reference, consultation_round=None, decided_on=date(2026, 12, 21))
    assert move(early_item, "repealed", clerk, at=moment(12, 22), reason="Klaar.").evidence == ends.reference
    assert ItemState.objects.filter(step="in_force").latest("pk").since == moment(12, 20)
