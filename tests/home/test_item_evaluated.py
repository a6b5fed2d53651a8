"""Evaluating what was carried out is a moment to take part in (Gemeentewet 150.1): a round that says so, chosen by the clerk."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse

from base.refusal import Refusal
from home.actions.item_state import move_item, set_item_state
from home.queries.item_life import way_of
from participation.enums import PhaseKind
from participation.models import ConsultationRound
from participation.round_plan import PhasePlan, RulesPlan
from participation.round_plan_rules import refusal_to_put_in_force
from proposals.actions.consultation_round import agenda_item_of
from proposals.models import ConsultationRoundPage, ResponseDocument
from tests.factories.accounts import UserFactory
from tests.factories.proposals import (
    AnsweredContributionFactory,
    DecisionFactory,
    FormalViewFactory,
    ResponseDocumentFactory,
    ResponseRowFactory,
)
from tests.rounds import COUNTING, moment, publish_round

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english", "site_ground")]


def talk(begins, ends, **fields):
    return {"phases": [(PhaseKind.DISCUSS, begins, ends)], "method": "", "is_formal": False} | fields


def test_only_a_round_that_evaluates_since_execution_began_and_is_answered_evaluates(early_item, clerk, client):
    item = early_item.reference
    DecisionFactory(about=item, consultation_round=None)
    for step, at in (("started", moment(9, 10)), ("done", moment(9, 20))):
        set_item_state(reference=item, step=step, by=None, at=at)

    def refusal(at=COUNTING, **given) -> str:
        with pytest.raises(Refusal) as refused:
            move_item(reference=item, to="evaluated", by=clerk, at=at, **given)
        return refused.value.sentence

    # Another round about the item, and an evaluation from before there was anything to evaluate, are none.
    publish_round(early_item, title="Iets anders", **talk(moment(10, 1), moment(10, 15)))
    publish_round(early_item, title="Te vroeg", is_evaluation=True, **talk(moment(9, 1), moment(10, 15)))
    assert "say there that it is its evaluation" in refusal()
    fields = talk(moment(9, 15), moment(10, 15), is_evaluation=True)
    spoken = publish_round(early_item, title="Hoe ging het?", **fields)
    quiet = publish_round(early_item, title="Nog eens", **fields)
    view = FormalViewFactory(consultation_round=spoken)
    assert "still runs" in refusal(moment(10, 10))
    # Nobody said anything in the second; the clerk still says that it is meant.
    assert "Choose the round" in refusal()
    assert "Choose the round" in refusal(rests_on=spoken.reference)
    document = ResponseDocumentFactory(
        consultation_round=spoken,
        offered_at=COUNTING,
        offered_by=UserFactory(),
        approved_at=COUNTING,
        approved_by=clerk,
    )
    row = ResponseRowFactory(document=document, answer="Ja.", verdict="adopted", department="Groen")
    AnsweredContributionFactory(row=row, comment=None, formal_view=view)
    ResponseDocument.objects.filter(pk=document.pk).update(published_at=COUNTING, sha256="0" * 64)
    with time_machine.travel(COUNTING, tick=False):
        client.force_login(clerk)
        desk = reverse("way_desk", args=[item.string])
        offered = dict(client.get(desk).context["form"].fields["rests_on"].choices)
        assert set(offered.values()) == {f"{one.reference}, {one.title}" for one in (spoken, quiet)}
        meant = next(key for key, words in offered.items() if words.startswith(spoken.reference.string))
        form = {"seen": way_of(item, COUNTING).mark}
        assert client.post(desk, form | {"to": "evaluated"}).status_code == 409
        client.post(desk, form | {"to": "evaluated", "rests_on": meant})
        assert way_of(item, COUNTING).facts.states[-1].evidence == spoken.reference
        # Everybody reads what kind of round it is.
        page = client.get(spoken.reference.get_absolute_url(), follow=True).content.decode()
        assert "<span>evaluation</span>" in page or "<span>evaluatie</span>" in page
    set_item_state(reference=item, step="done", by=None, at=COUNTING + timedelta(hours=1))
    with pytest.raises(IntegrityError, match="item_evaluated_in_a_round"), transaction.atomic():
        set_item_state(reference=item, step="evaluated", by=None, at=COUNTING + timedelta(hours=2))


def test_what_evaluates_keeps_no_decision_waiting_and_stands_fast_once_begun(early_item):
    found = publish_round(early_item, is_evaluation=True, **talk(moment(9, 1), moment(10, 15)))
    way = way_of(early_item.reference, COUNTING)
    assert (way.step, way.facts.rounds, way.facts.evaluations) == ("draft", [], [found])
    rules = RulesPlan(title=found.title, language=found.language)
    phases = [PhasePlan(PhaseKind.DISCUSS, moment(9, 1), moment(10, 15))]
    assert "whether it evaluates" in refusal_to_put_in_force(found, rules, phases, moment(9, 2))
    assert not refusal_to_put_in_force(found, rules, phases, moment(8, 30))
    page = ConsultationRoundPage.objects.get(translation_key=found.reference.translation_key)
    page.is_standing = True
    with pytest.raises(Refusal, match="about an agenda item"):
        agenda_item_of(page)
    with pytest.raises(IntegrityError, match="round_evaluation_is_of_an_item"), transaction.atomic():
        ConsultationRound.objects.filter(pk=found.pk).update(about=None)
