"""What the council settled rests on its vote, or on a reason that everybody reads."""

from dataclasses import replace

import pytest

from base.refusal import Refusal
from proposals.actions.decision import record_decision
from proposals.models import Decision
from tests.factories.proposals import CouncilPaperFactory, CouncilVoteFactory
from tests.proposals.actions.test_decision import TEXT
from tests.rounds import COUNTING

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def on_item(item, by, *, text=TEXT, **fields) -> Decision:
    return record_decision(text=text, consultation_round=None, about=item.reference, by=by, at=COUNTING, **fields)


def test_what_the_council_settled_rests_on_a_vote_or_everybody_reads_why_not(agenda_item, clerk, client):
    """Without a vote of the day nothing of quorum and majority is known (Gemeentewet 29, 30 and 32)."""
    silent = replace(TEXT, no_vote_because=" ")
    with pytest.raises(Refusal, match="Record it first, with the proposal"):
        on_item(agenda_item, clerk, text=silent)
    about = {"about": agenda_item.reference}
    # A motion that was carried that day settles nothing of the item.
    CouncilVoteFactory(paper=CouncilPaperFactory(**about, kind="motion"), meeting__held_on=TEXT.decided_on)
    with pytest.raises(Refusal, match="Record it first, with the proposal"):
        on_item(agenda_item, clerk, text=silent)
    on_item(agenda_item, clerk, text=replace(silent, body="executive"))
    told = on_item(agenda_item, clerk)
    page = client.get(told.reference.get_absolute_url(), follow=True).content.decode()
    assert TEXT.no_vote_because in page
    # Adopted without a vote: recorded as such, that is enough.
    proposal = CouncilPaperFactory(**about, kind="council-proposal")
    CouncilVoteFactory(paper=proposal, meeting__held_on=TEXT.decided_on, was_called=False, outcome="adopted")
    assert on_item(agenda_item, clerk, text=silent, corrects=told, corrected_because="De stemming staat er nu.")
