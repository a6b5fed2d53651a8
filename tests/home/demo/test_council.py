"""The council's information system of the demonstration is read and recorded from, and puts right there what was recorded."""

import json
from datetime import date, timedelta
from urllib.parse import urlsplit

import pytest
from django.urls import reverse

from home.demo.council import MOTION, SAYS, VOTED, address_of, meeting_words, point_words
from home.demo.way import GROUPS
from proposals.actions.council_difference import accept_difference
from proposals.actions.council_paper import MeetingText, PaperText, meeting_on, record_meeting, record_paper
from proposals.actions.council_term import begin_term
from proposals.actions.council_vote import GroupHeads, record_vote
from proposals.council_understood import Understood
from proposals.imports import council_reading
from proposals.models import CouncilPaper
from proposals.queries.council import groups_on
from proposals.queries.council_difference import differences
from tests.factories.proposals import CouncilPaperFactory
from tests.rounds import COUNTING

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_day_of_counting")]


def test_it_is_read_and_puts_right_what_was_recorded(agenda_item, client, clerk, settings, monkeypatch):
    """As the clerk walks it: a meeting that moved, a motion, a motion with its vote, and what changed there since."""
    item, by = agenda_item.reference, {"by": clerk, "at": COUNTING}
    begin_term(starts_on=date(2026, 3, 19), groups=GROUPS, **by)
    proposal = CouncilPaperFactory(about=item, url="https://raad.waterrijk.example/stukken/2026-31")
    held = meeting_on(body="council", held_on=COUNTING.date() - timedelta(days=1), **by)
    record_vote(paper=proposal, meeting=held, groups=[], was_called=False, **by)
    # As the demonstration is built.
    ahead = COUNTING.date() + timedelta(days=13)
    reading = council_reading.read_pasted(
        raw=json.dumps(meeting_words(ahead, point_words("Leren rekenen", proposal.url))), **by
    )
    found = Understood.of_data(reading.understood)
    record_meeting(text=MeetingText("council", ahead, found.title, found.url, found.source, reading), **by)

    page = reverse("demo_council")
    assert [client.get(one).status_code for one in (page, urlsplit(address_of(MOTION)).path)] == [404, 404]
    settings.DEMO, settings.COUNCIL_SOURCES = True, {settings.BASE_URL: True}
    monkeypatch.setattr(council_reading, "fetch_json", lambda url, _allowed: client.get(urlsplit(url).path).content)
    listed = client.get(page).content.decode()
    assert all(address_of(name) in listed for name in SAYS)
    assert client.get(f"{page}moties/weg").status_code == 404
    council_reading.look_again(by=None, at=COUNTING)
    [moved] = differences()
    # Its point is an address alone there, and the same point.
    assert (moved.kind, [one.name for one in moved.fields]) == ("meeting", ["dated_on"])
    accept_difference(difference=moved, reason="De zaal was niet vrij.", **by)

    def recorded(name: str) -> tuple[CouncilPaper, Understood]:
        reading = council_reading.read_link(link=address_of(name), **by)
        found = Understood.of_data(reading.understood)
        day = date.fromisoformat(found.dated_on)
        read = {"number": found.number, "url": found.url, "source": found.source, "reading": reading}
        text = PaperText(found.kind, found.title, day, **read)
        return record_paper(text=text, about=item, consultation_round=None, **by), found

    recorded(MOTION)
    paper, found = recorded(VOTED)
    heads = {one.name: one for one in found.groups}
    groups = [GroupHeads(one, heads[one.name].in_favour, heads[one.name].against) for one in groups_on(held.held_on)]
    vote = record_vote(paper=paper, meeting=held, groups=groups, was_called=True, reading=paper.reading, **by)
    assert (vote.outcome, differences()) == ("adopted", [])
    council_reading.look_again(by=None, at=COUNTING + timedelta(hours=1))
    assert {one.kind: [field.name for field in one.fields] for one in differences()} == {
        "paper": ["title"],
        "vote": ["Partij van de Oever/in_favour", "Partij van de Oever/against"],
    }
