"""Where an item stands is readable in one glance: stamp, box, cards and thread say one thing."""

from datetime import date

import pytest
from django.core.management import call_command

from base import clock
from home.actions.item_state import set_item_state
from home.enums import ItemStep
from proposals.council_enums import CouncilOutcome, PaperKind
from tests.factories.home import AgendaItemPageFactory
from tests.factories.proposals import (
    CouncilPaperFactory,
    DecisionFactory,
    FormalViewFactory,
    OfficialPublicationFactory,
)
from tests.home.test_item_life import voted
from tests.rounds import moment, publish_round

pytestmark = pytest.mark.django_db
# People reacted until 5 October; the municipality answers until 1 December.
TALK = [("discuss", moment(9, 15), moment(10, 5)), ("answer", moment(10, 5), moment(12, 1))]


def seen(client, item, at) -> dict:
    with clock.set_to(at):
        call_command("move_items")
        page = client.get(item.get_url())
    return {name: page.context[name] for name in ("word", "now", "round_cards", "papers", "stations")} | {
        "html": page.content.decode()
    }


def test_a_decision_while_the_answers_are_still_due_is_one_story_everywhere(client, early_item, clerk):
    """The stamp said decided, the card of the round counted, and the vote of the council stood in no list."""
    one = publish_round(early_item, phases=TALK, method="")
    FormalViewFactory(consultation_round=one)
    proposal = CouncilPaperFactory(about=early_item.reference, number="RV9", dated_on=date(2026, 10, 20))
    open_still = CouncilPaperFactory(about=early_item.reference, number="RV8", dated_on=date(2026, 10, 19))
    CouncilPaperFactory(about=early_item.reference, kind=PaperKind.PLAN)
    weighed = seen(client, early_item, moment(11, 9))
    assert (weighed["word"][0], weighed["now"].title) == ("we wegen af", "De gemeente antwoordt")
    vote = voted(proposal, CouncilOutcome.ADOPTED)
    decision = DecisionFactory(about=early_item.reference, consultation_round=one, decided_on=date(2026, 11, 10))
    page = seen(client, early_item, moment(11, 12))
    assert (page["word"][0], page["now"].title) == ("besluit", "Het besluit: vastgesteld")
    # What people said still waits for its answer: the box says until when, as the thread does.
    assert "uiterlijk" in page["now"].body
    assert [now.title for _card, now in page["round_cards"]] == [page["now"].title]
    assert page["html"].count(">besluit<") >= 2
    assert decision.reference.string in page["now"].actions[0]["url"]
    assert [(card["paper"].number, str(card["stamp"][0]), card["url"]) for card in page["papers"]] == [
        ("RV8", "nog niet over gestemd", open_still.url),
        ("RV9", "aangenomen", f"/nl/raad/stemmingen/{vote.pk}/"),
    ]


@pytest.mark.parametrize(
    ("step", "title"),
    [
        (ItemStep.COUNCIL_SUBMITTED, "Aangeboden aan de raad"),
        (ItemStep.STARTED, "De uitvoering is begonnen"),
        (ItemStep.REJECTED, "Verworpen"),
    ],
)
def test_the_box_says_the_step_that_the_stamp_is_of(client, early_item, step, title):
    """And not that taking part is over, which was long ago."""
    publish_round(early_item, phases=TALK[:1], method="")
    set_item_state(reference=early_item.reference, step=step, by=None, at=moment(11, 1))
    page = seen(client, early_item, moment(11, 12))
    assert page["now"].title == title


def test_on_its_day_it_applies_at_once_and_not_when_somebody_writes_that_down(client, early_item):
    decision = DecisionFactory(about=early_item.reference, consultation_round=None, decided_on=date(2026, 11, 10))
    publication = OfficialPublicationFactory(
        decision=decision, published_on=date(2026, 11, 12), in_force_on=date(2026, 11, 20)
    )
    with clock.set_to(moment(11, 12)):
        set_item_state(
            reference=early_item.reference, step="published", by=None, at=clock.now(), publication=publication
        )
    with clock.set_to(moment(11, 20, 9)):
        page = client.get(early_item.get_url()).context
    facts = {one["label"]: one["value"] for one in page["facts"]}
    assert (facts["Precieze stand"], page["word"][0]) == ("geldt nu, 20 november 2026", "uitvoering")
    assert page["now"].title == "Geldt nu"


def test_a_decision_of_the_college_is_told_as_such_once_and_that_the_council_decides_yet(client, early_item):
    about = {"about": early_item.reference, "consultation_round": None}
    DecisionFactory(**about, body="executive", decided_on=date(2026, 11, 10))
    step = {"reference": early_item.reference, "by": None}
    set_item_state(step=ItemStep.EXECUTIVE_ADOPTED, at=moment(11, 11), **step)
    page = seen(client, early_item, moment(11, 12))
    assert (page["word"][0], page["now"].title) == ("collegebesluit", "Het college besloot: vastgesteld")
    assert len([one for one in page["stations"] if one.label.startswith("Besluit van het college")]) == 1
    set_item_state(step=ItemStep.COUNCIL_SUBMITTED, at=moment(11, 13), **step)
    assert seen(client, early_item, moment(11, 14))["word"][0] == "collegebesluit; de raad moet nog beslissen"
    DecisionFactory(**about, decided_on=date(2026, 11, 16))
    assert seen(client, early_item, moment(11, 17))["word"][0] == "besluit"
    # From the answers on, where the page of its round says that the council decides.
    for who, said in (("council", "collegebesluit; de raad moet nog beslissen"), ("executive", "collegebesluit")):
        with clock.set_to(moment(8, 1)):
            item = AgendaItemPageFactory(parent=early_item.get_parent())
        one = publish_round(item, phases=TALK, method="", who_decides=who)
        about = {"about": item.reference, "consultation_round": one}
        DecisionFactory(**about, body="executive", decided_on=date(2026, 11, 10))
        set_item_state(reference=item.reference, step=ItemStep.ANSWERED, by=None, at=moment(11, 11))
        assert seen(client, item, moment(11, 12))["word"][0] == said
