"""Rounds about an item and where it is: one thing for the public and for the desk, from the clock alone."""

from datetime import date

import pytest
from django.core.management import call_command

from base import clock
from base.refusal import Refusal
from home.actions.item_state import move_item, set_item_state
from home.enums import ItemStep
from home.models import ItemState
from home.queries.item_life import way_of
from home.waiting import waiting
from participation.enums import PhaseKind
from participation.models import ConsultationRound
from proposals.council_enums import PaperKind
from proposals.models import ResponseDocument
from proposals.response_rules import refusal_to_be_answered
from tests.factories.accounts import UserFactory
from tests.factories.proposals import (
    AnsweredContributionFactory,
    CouncilPaperFactory,
    FormalViewFactory,
    ResponseDocumentFactory,
    ResponseRowFactory,
)
from tests.rounds import COUNTING, moment, publish_round

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def test_a_talk_is_a_round_and_every_round_that_ended_is_answered(early_item, clerk):
    """What the public reads of an item and what the desk does are one thing, and the desk says what lacks."""
    talk = publish_round(
        early_item,
        phases=[(PhaseKind.DISCUSS, moment(9, 1), moment(9, 15))],
        method="",
        is_discussed=True,
        host="De bieb",
    )
    about = {"reference": early_item.reference}
    way = way_of(early_item.reference, moment(9, 5))
    assert (way.step, way.lacks_plan, way.coming.on) == (ItemStep.IN_CONSULTATION, True, date(2026, 9, 14))
    assert f"{early_item.reference}-plan" in {one.key for one in waiting(moment(9, 5))}
    CouncilPaperFactory(about=early_item.reference, kind=PaperKind.PLAN)
    assert not way_of(early_item.reference, moment(9, 5)).lacks_plan
    later = publish_round(
        early_item, title="En nu?", phases=[(PhaseKind.DISCUSS, moment(10, 1), moment(10, 15))], method=""
    )
    views = {one: FormalViewFactory(consultation_round=one) for one in (talk, later)}
    for at, step in ((moment(9, 20), "answering"), (moment(10, 5), "answering"), (moment(10, 20), "answering")):
        assert way_of(early_item.reference, at).step == step
        with clock.set_to(at):
            call_command("move_items")
    for one, view in views.items():
        document = ResponseDocumentFactory(
            consultation_round=one,
            offered_at=COUNTING,
            offered_by=UserFactory(),
            approved_at=COUNTING,
            approved_by=clerk,
        )
        AnsweredContributionFactory(row=ResponseRowFactory(document=document), comment=None, formal_view=view)
        # Not before those of every round are public.
        assert way_of(early_item.reference, COUNTING).step == ItemStep.ANSWERING
        ResponseDocument.objects.filter(pk=document.pk).update(published_at=COUNTING, sha256="0" * 64)
    with clock.set_to(COUNTING):
        call_command("move_items")
    states = ItemState.objects.filter(**about, by=None).order_by("pk").values_list("step", flat=True)
    assert list(states)[-3:] == ["in_consultation", "answering", "answered"]


def test_an_item_on_which_nobody_reacted_goes_on_at_once(early_item):
    phases = [(PhaseKind.DISCUSS, moment(9, 1), moment(9, 15))]
    one = publish_round(early_item, phases=phases, method="")
    with clock.set_to(moment(9, 20)):
        call_command("move_items")
    way = way_of(early_item.reference, moment(9, 20))
    assert (way.step, way.began_on) == (ItemStep.ANSWERED, date(2026, 9, 15))
    # What came by post in time, and is entered later, is answered before anything is decided.
    FormalViewFactory(consultation_round=one)
    assert refusal_to_be_answered(one)


def test_an_item_whose_round_was_cancelled_goes_back(early_item, clerk):
    set_item_state(reference=early_item.reference, step="answering", by=None, at=COUNTING)
    back = {"reference": early_item.reference, "by": clerk, "at": COUNTING, "reason": "De ronde ging niet door."}
    consultation_round = publish_round(early_item)
    FormalViewFactory(consultation_round=consultation_round)
    with pytest.raises(Refusal, match="There is a round"):
        move_item(to="consultation_ready", **back)
    ConsultationRound.objects.filter(pk=consultation_round.pk).update(cancelled_at=COUNTING)
    assert move_item(to="consultation_ready", **back)
