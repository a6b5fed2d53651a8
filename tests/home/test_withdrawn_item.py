"""An agenda item that was withdrawn goes no further: its round says so, and nothing more is recorded on it but what is owed."""

from datetime import date

import pytest

from base import clock
from base.refusal import Refusal
from home.actions.item_state import set_item_state, take_step_back
from proposals.actions.commitment import make_commitment
from proposals.actions.council_paper import PaperText, record_paper
from proposals.actions.council_vote import record_vote
from proposals.actions.decision import DecisionText, record_decision
from proposals.commitment_rules import CommitmentText
from proposals.council_enums import PaperKind
from tests.factories.proposals import CouncilPaperFactory, FormalViewFactory, MeetingFactory
from tests.home.item_steps import withdraw
from tests.rounds import COUNTING, moment, publish_round

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

TODAY, BEFORE = date(2026, 11, 20), date(2026, 11, 19)
TALK = [("discuss", moment(9, 15), moment(10, 5))]
SAID = "Het agendapunt waar dit over gaat, is ingetrokken"


def shown(client, page) -> tuple[str, list[str]]:
    with clock.set_to(COUNTING):
        response = client.get(page.get_url())
    return response.content.decode(), [str(one.label) for one in response.context["stations"]]


def test_nothing_begins_on_an_item_that_was_withdrawn_and_people_still_get_their_answer(client, early_item, clerk):
    one = publish_round(early_item, phases=TALK, method="")
    FormalViewFactory(consultation_round=one)
    page = early_item.get_children().get().specific
    about = {"about": early_item.reference, "consultation_round": None, "by": clerk, "at": COUNTING}
    proposal = CouncilPaperFactory(about=early_item.reference, dated_on=BEFORE)
    step = withdraw(early_item, clerk, reason="Er is geen geld voor.")

    def promise(day=TODAY):
        text = CommitmentText("meeting", f"Wij doen het toch, {day}.", "Groen", day, date(2027, 6, 1))
        return make_commitment(text=text, **about)

    def propose(day=TODAY):
        return record_paper(text=PaperText(PaperKind.COUNCIL_PROPOSAL, f"Toch, {day}", day), **about)

    def decide(body="council", day=TODAY, **after):
        text = DecisionText(body, day, "adopted", "Het komt er.", "Omdat.", no_vote_because="Niet bekend.")
        return record_decision(text=text, **about | after)

    def vote():
        meeting = MeetingFactory(held_on=BEFORE)
        return record_vote(paper=proposal, meeting=meeting, groups=[], was_called=False, by=clerk, at=COUNTING)

    refused = [
        *(promise, propose, decide, vote, lambda: decide("executive"), lambda: decide(day=BEFORE)),
        lambda: decide(about=None, consultation_round=one),
    ]
    for write in refused:
        with pytest.raises(Refusal, match="was withdrawn on 20 November 2026"):
            write()
    # What came before that day is recorded as it was, and whatever else the council does.
    for write in (lambda: promise(BEFORE), lambda: propose(BEFORE), lambda: decide("executive", BEFORE)):
        write()
    record_paper(text=PaperText(PaperKind.MOTION, "Kom met een ander plan", TODAY), **about)

    html, stations = shown(client, page)
    assert SAID in html
    assert "krijgt toch een antwoord" in html
    assert stations[-1] == "De antwoorden"
    html, stations = shown(client, early_item)
    assert SAID in html
    assert stations[-2:] == ["Ingetrokken", "De antwoorden"]

    take_step_back(state=step, reason="Het was een ander.", by=clerk, at=COUNTING)
    early_item.reference.refresh_from_db()
    promise()
    html, stations = shown(client, page)
    assert SAID not in html
    assert stations[-1] == "Het besluit"


def test_what_was_rejected_was_not_withdrawn(early_item, clerk):
    set_item_state(reference=early_item.reference, step="rejected", by=None, at=COUNTING)
    early_item.reference.refresh_from_db()
    assert early_item.reference.withdrawn_at is None
