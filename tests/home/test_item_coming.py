"""What comes next for an item and by when: one function says it for every state, and everybody reads the same."""

import json
from datetime import date, timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import translation
from icalendar import Calendar

from accounts.enums import Role
from base import clock
from base.refusal import Refusal
from home.actions.item_state import move_item, set_item_state, take_step_back, tell_other_day
from home.enums import OVER, ItemStep
from home.item_coming import RULES, coming
from home.item_facts import ItemFacts
from home.item_life import TRANSITIONS
from home.models import ItemState, WayTerms
from home.queries.item_life import way_of
from home.views.deadlines import deadlines_path
from home.waiting import waiting
from proposals.actions.agenda_point import put_on_agenda
from proposals.actions.council_difference import accept_difference
from proposals.actions.council_paper import MeetingText, record_meeting
from proposals.council_enums import CouncilOutcome, PaperKind
from proposals.council_understood import Understood
from proposals.imports.council_reading import read_pasted
from proposals.models import AgendaPoint, CouncilPaper, CouncilReading, Meeting
from proposals.queries.council import meetings
from proposals.queries.council_difference import differences
from tests.factories.accounts import person_with
from tests.factories.home import AgendaItemPageFactory
from tests.factories.participation import FollowFactory
from tests.factories.proposals import (
    CommitmentFactory,
    CouncilPaperFactory,
    CouncilReadingFactory,
    DecisionFactory,
    MeetingFactory,
    OfficialPublicationFactory,
)
from tests.home.item_steps import at_step, move
from tests.home.test_item_life import voted
from tests.rounds import COUNTING, moment, publish_round

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english", "on_day_of_counting")]

TODAY = COUNTING.date()
COMMITTEE, COUNCIL = date(2026, 12, 3), date(2026, 12, 17)


@pytest.fixture
def proposal(early_item):
    return CouncilPaperFactory(about=early_item.reference, url="https://raad.example/rv14")


def told(item, at=COUNTING) -> tuple:
    """As the code says it, in whatever language the last page was."""
    with translation.override("en"):
        found = way_of(item.reference, at).coming
    return found.words, found.on, found.is_late(at)


def test_every_state_that_has_a_next_one_says_what_comes_and_by_when_or_that_nobody_knows():
    going_on = {source for one in TRANSITIONS for source in one.sources if one.target not in OVER}
    assert set(RULES) == going_on - {ItemStep.EVALUATED}
    for step in ItemStep:
        found = coming(step, TODAY, None, ItemFacts(), COUNTING)
        assert (found is None) == (step not in RULES)
        if found is None:
            continue
        assert any(step in one.sources and one.target == found.step for one in TRANSITIONS), step
        # Of a state without a term, papers or rounds the law alone gives a day.
        by_law = step in (ItemStep.ADOPTED, ItemStep.ADOPTED_AMENDED)
        assert (found.on is not None) == by_law
        assert by_law or found.sentence(COUNTING).endswith("No day is known yet.")
        if hasattr(WayTerms, step.value):
            due = coming(step, TODAY, 3, ItemFacts(), COUNTING)
            assert due.on == TODAY + timedelta(weeks=3), step
            late = COUNTING + timedelta(weeks=3, days=1)
            assert coming(step, TODAY, 3, ItemFacts(), late).is_late(late)


def test_a_state_keeps_the_term_that_it_began_with(early_item, clerk, client):
    desk = reverse("wagtailsettings:edit", args=["home", "wayterms"])
    client.force_login(clerk)
    assert client.get(desk).status_code == 302
    client.force_login(person_with(Role.ADMINISTRATOR))
    form = client.get(desk)
    desk, names = form.request["PATH_INFO"] if form.status_code == 200 else form["Location"], RULES
    typed = {name.value: "" for name in names if hasattr(WayTerms, name.value)}
    assert client.post(desk, typed | {"answered": "0"}).status_code == 200
    assert client.post(desk, typed | {"answered": "3"}).status_code == 302
    at_step(early_item, "answered")
    assert told(early_item) == ("the municipal executive decides", date(2026, 12, 11), False)
    # Whoever makes the term longer afterwards makes nothing of it in time.
    assert client.post(desk, typed | {"answered": "30"}).status_code == 302
    assert told(early_item, moment(12, 12))[1:] == (date(2026, 12, 11), True)
    page = client.get(early_item.get_url()).content.decode()
    assert "uiterlijk 11 december 2026" in page
    with clock.set_to(moment(12, 12)):
        page = client.get(early_item.get_url())
    assert page.context["now"].body.endswith("uiterlijk 11 december 2026. Dat is te laat.")
    assert [one.stamp for one in page.context["stations"] if one.state == "next"] == ["te laat"]


def test_the_day_of_committee_and_council_stands_everywhere_and_is_late_after_it(early_item, clerk, client, proposal):
    publish_round(early_item, phases=[("discuss", moment(9, 1), moment(9, 15))], method="")
    at_step(early_item, "council_submitted")
    move(early_item, "in_committee", clerk, meets_on=COMMITTEE)
    assert told(early_item) == ("the committee discusses it", COMMITTEE, False)
    # It met; when the council does nobody knows yet.
    assert told(early_item, moment(12, 4)) == ("it comes on the agenda of the council", None, False)
    spoke = {"speakers": 0, "reason": "De commissie gaf geen advies."}
    move(early_item, "on_council_agenda", clerk, at=moment(12, 4), meets_on=COUNCIL, **spoke)
    assert told(early_item, moment(12, 17, 23)) == ("the council decides", COUNCIL, False)
    assert told(early_item, moment(12, 18)) == ("the council decides", COUNCIL, True)
    client.force_login(clerk)
    string = early_item.reference.string
    for at, is_late in ((moment(12, 5), False), (moment(12, 18), True)):
        with clock.set_to(at):
            client.force_login(clerk)
            page = client.get(early_item.get_url())
            dates = Calendar.from_ical(client.get(reverse("item_dates", args=[string])).content)
            feed = Calendar.from_ical(client.get(deadlines_path(clerk)).content)
            desk = client.get(reverse("way_desk", args=[string])).content.decode()
            ways = client.get(reverse("ways_desk"))
            table = client.get(reverse("ways_desk"), {"download": "items.csv"}).content.decode()
        assert "Hierna: de raad besluit, op 17 december 2026." in page.context["now"].body
        assert ("Dat is te laat." in page.context["now"].body) == is_late
        [station] = [one for one in page.context["stations"] if one.state == "next"]
        assert (station.label, station.when, station.stamp) == (
            "De raad besluit", "op 17 december 2026", "te laat" if is_late else "",
        )  # fmt: skip
        # What is decided on that day is not said once more as 'the decision'.
        assert "Het besluit" not in [one.label for one in page.context["stations"]]
        for calendar in (dates, feed):
            assert COUNCIL in [event["dtstart"].dt for event in calendar.walk("VEVENT")]
        assert "de raad besluit, op 17 december 2026" in desk
        assert ("te laat" in desk) == is_late
        assert [(way.coming.on, late) for way, _text, late in ways.context["rows"]] == [(COUNCIL, is_late)]
        assert "2026-12-17" in table
        assert [one.due_on for one in waiting(at) if one.key == string] == [COUNCIL]


def test_a_meeting_on_another_day_says_why_and_an_agenda_that_was_read_asks_for_no_day(
    early_item, clerk, client, proposal
):
    at_step(early_item, "council_submitted")
    read = {
        "vergaderingstype": "Raadsvergadering",
        "naam": "Raad",
        "url": "https://raad.example/v/9",
        "geplandeDatum": "2026-12-17",
        "agendapunten": [
            {"agendapuntTitel": "Opening"},
            {"agendapuntTitel": "Leerplekken", "informatieobjecten": [{"url": "https://raad.example/rv14", "nummer": "RV 14"}]},
            {"volgnummer": 3},
        ],
    }  # fmt: skip
    client.force_login(clerk)
    desk = reverse("council_papers_desk")
    shown = client.post(desk, {"read": "yes", "raw": json.dumps(read)})
    understood = shown.context["understood"]
    assert [one.title for one in understood["agenda"]] == ["Opening", "Leerplekken"]
    assert (understood["on_agenda"], understood["left"]) == ([proposal], ["1 agendapunt"])
    form = shown.context["form"]
    given = {name: form[name].value() or "" for name in form.fields if name != "let_go"}
    # A year that is typed wrongly is no meeting ahead.
    assert client.post(desk, given | {"meeting": "yes", "held_on": "2062-12-17"}).status_code == 409
    assert client.post(desk, given | {"meeting": "yes"}).status_code == 302
    [point] = AgendaPoint.objects.all()
    assert (point.paper, point.meeting.held_on) == (proposal, COUNCIL)
    assert told(early_item) == ("the council decides", COUNCIL, False)
    # Nothing is typed twice: the step takes the day from the agenda, and a paper recorded later comes on it by itself.
    way = reverse("way_desk", args=[early_item.reference.string])
    seen = {"seen": client.get(way).context["way"].mark}
    assert client.post(way, seen | {"to": "on_council_agenda"}).status_code == 302
    assert ItemState.objects.order_by("pk").last().meeting == point.meeting
    motion = CouncilPaperFactory(about=early_item.reference, kind=PaperKind.MOTION)
    paper = {"kind": "council-proposal", "title": "Ander", "number": "RV 14", "dated_on": "2026-11-18"}
    other = AgendaItemPageFactory(parent=early_item.get_parent()).reference
    assert client.post(desk, paper | {"about": other.pk, "is_older": "on"}).status_code == 302
    assert set(AgendaPoint.objects.values_list("paper", flat=True)) == {
        proposal.pk, CouncilPaper.objects.get(number="RV 14").pk,
    }  # fmt: skip
    # No vote before it was held, and the form of the vote is of that day once it was.
    vote = client.get(reverse("council_paper_desk", args=[proposal.pk]))
    assert vote.context["form"]["held_on"].value() == TODAY
    with clock.set_to(moment(12, 20)):
        client.force_login(clerk)
        vote = client.get(reverse("council_paper_desk", args=[proposal.pk]))
        assert vote.context["form"]["held_on"].value() == COUNCIL
        client.force_login(clerk)
    client.force_login(clerk)
    later = {"to": "day", "meets_on": "2027-01-21"} | seen
    refused = client.post(way, later)
    assert (refused.status_code, "2027-01-21" in refused.content.decode()) == (409, True)
    assert client.post(way, later | {"reason": "De agenda was vol."}).status_code == 302
    assert told(early_item) == ("the council decides", date(2027, 1, 21), False)
    assert Meeting.objects.filter(held_on=date(2027, 1, 21)).exists()
    assert "De agenda was vol." in client.get(early_item.get_url()).content.decode()
    translation.activate("en")
    with pytest.raises(Refusal, match="Only the clerk"):
        tell_other_day(
            reference=early_item.reference, meets_on=COUNCIL, reason="x", by=person_with(Role.EDITOR), at=COUNTING
        )
    with pytest.raises(Refusal, match="No meeting goes with this"):
        move(early_item, "withdrawn", clerk, meets_on=COUNCIL, reason="x", department="College")
    with pytest.raises(Refusal, match="Look at the two days"):
        put_on_agenda(paper=motion, meeting=MeetingFactory(held_on=date(2026, 1, 8)), by=clerk, at=COUNTING)


def test_what_is_published_says_from_which_day_it_applies_and_what_is_promised_gives_the_last_day(
    early_item, clerk, client, proposal
):
    decision = DecisionFactory(about=early_item.reference, consultation_round=None, decided_on=date(2026, 11, 19))
    publication = OfficialPublicationFactory(
        decision=decision, published_on=date(2026, 11, 20), in_force_on=date(2026, 12, 5)
    )
    at_step(early_item, "published", publication=publication)
    page = client.get(early_item.get_url())
    assert "vanaf 5 december 2026" in page.context["now"].body
    [station] = [one for one in page.context["stations"] if one.state == "next"]
    assert (station.label, station.when) == ("Het geldt", "vanaf 5 december 2026")
    move_item(reference=early_item.reference, to="started", by=clerk, at=moment(12, 6))
    assert told(early_item, moment(12, 7))[1] is None
    promise = CommitmentFactory(about=early_item.reference, due_on=date(2027, 3, 1))
    assert told(early_item, moment(12, 7)) == ("it is carried out", promise.due_on, False)


def test_what_was_taken_back_leaves_the_days_of_the_state_before_it_as_they_were(early_item, clerk, proposal):
    WayTerms.objects.create(answered=2)
    at_step(early_item, "answered")
    before = told(early_item)
    CouncilPaperFactory(about=early_item.reference, kind=PaperKind.EXECUTIVE_DECISION, dated_on=TODAY)
    wrong = move(early_item, "executive_adopted", clerk, at=COUNTING + timedelta(days=3))
    take_step_back(state=wrong, reason="Verkeerd.", by=clerk, at=COUNTING + timedelta(days=4))
    assert told(early_item, COUNTING + timedelta(days=5)) == before
    # After a tie the day of that vote is not the day of the next.
    set_item_state(reference=early_item.reference, step="deferred_on_tie", by=None, at=COUNTING + timedelta(days=6))
    put_on_agenda(paper=proposal, meeting=MeetingFactory(held_on=date(2026, 11, 10)), by=clerk, at=COUNTING)
    voted(proposal, CouncilOutcome.TIED)
    assert told(early_item) == ("the council votes again", None, False)


def test_what_the_information_system_changes_of_a_meeting_ahead_moves_the_item_along(
    early_item, clerk, proposal, django_capture_on_commit_callbacks
):
    """Its day, and what stands on its agenda, and who follows it hears so; what the clerk put on another day meanwhile stays there."""
    FollowFactory(reference=early_item.reference, address="sam@example.nl", language="en")
    at_step(early_item, "on_council_agenda")
    url = "https://raad.example/v/9"

    def read(day: str, *papers: str):
        points = [{"agendapuntTitel": "Stukken", "informatieobjecten": list(papers)}]
        meeting = {"url": url, "vergaderingstype": "Raad", "datum": day, "agendapunten": points}
        return read_pasted(
            raw=json.dumps(meeting), by=clerk, at=COUNTING + timedelta(minutes=CouncilReading.objects.count())
        )

    first = read("2026-12-17", proposal.url)
    text = MeetingText("council", COUNCIL, source=url, reading=first)
    record_meeting(text=text, by=clerk, at=COUNTING)
    assert told(early_item)[1] == COUNCIL
    # What stood on no other day before needs no reason.
    assert AgendaPoint.objects.get().reason == ""
    for day, papers, expected in (
        ("2026-12-18", [proposal.url], date(2026, 12, 18)),
        ("2026-12-18", ["https://raad.example/rv15"], None),
        ("2026-12-18", [proposal.url, "https://raad.example/rv15"], date(2026, 12, 18)),
    ):
        read(day, *papers)
        [difference] = differences()
        with django_capture_on_commit_callbacks(execute=True):
            accept_difference(difference=difference, reason="Verplaatst.", by=clerk, at=COUNTING)
        assert told(early_item)[1] == expected
    heard = [" ".join(f"{one.subject} {one.body}".split()) for one in mail.outbox]
    day = f"{early_item.reference} stands on the agenda"
    for words, said in zip(
        heard,
        (
            f"{day} of another day: Friday 18 December 2026",
            f"{early_item.reference}: the meeting on 18 December 2026 does not deal with it",
            f"{day} again: Friday 18 December 2026",
        ),
        strict=True,
    ):
        assert said in words
    assert ["Why: Verplaatst." in words for words in heard] == [True, True, False]
    assert "It stood on the agenda of 17 December 2026." in heard[0]
    tell_other_day(reference=early_item.reference, meets_on=date(2027, 1, 21), reason="Vol.", by=clerk, at=COUNTING)
    read("2026-12-19", proposal.url, "https://raad.example/rv15")
    # What is put right of a meeting, or of a proposal itself, leaves its draft decision in it.
    address, moments = "https://raad.example/p/16", iter(range(1, 9))

    def says(title: str, kind: PaperKind = PaperKind.COUNCIL_PROPOSAL) -> CouncilReading:
        at = COUNTING + timedelta(hours=next(moments))
        understood = Understood(title=title, kind=kind).as_data()
        return CouncilReadingFactory(address=address, understood=understood, read_at=at)

    lies = {"number": "RV 16", "meeting": meetings().get(source=url), "holds_draft": True}
    CouncilPaperFactory(source=address, reading=says("Banken"), title="Banken", **lies)
    accept_difference(difference=differences()[0], reason="Verplaatst.", by=clerk, at=COUNTING)
    assert told(early_item)[1] == date(2027, 1, 21)
    for title, kind in (("Bankjes", PaperKind.COUNCIL_PROPOSAL), ("Brief", PaperKind.OTHER)):
        lies = CouncilPaper.objects.get(number="RV 16", corrected_by=None)
        assert (lies.holds_draft, lies.meeting.held_on) == (True, date(2026, 12, 19))
        says(title, kind)
        accept_difference(difference=differences()[0], reason="Griffie.", by=clerk, at=COUNTING)
    lies = CouncilPaper.objects.get(number="RV 16", corrected_by=None)
    assert (lies.title, lies.holds_draft) == ("Brief", False)
