"""The clerk's desk of the way of items, papers and votes, and what everybody reads of it."""

import json
import re
from datetime import date

import pytest
import time_machine
from django.urls import reverse
from icalendar import Calendar

from base.triggers import without_triggers
from home.actions.item_state import follow_clock, move_item, set_item_state
from home.models import ItemState
from home.views.deadlines import deadlines_path
from proposals.actions.council_term import begin_term
from proposals.models import CouncilPaper, CouncilTerm, CouncilVote, Meeting
from tests.factories.home import PartyFactory
from tests.factories.participation import FollowFactory
from tests.factories.proposals import (
    CommitmentFactory,
    CouncilPaperFactory,
    FormalViewFactory,
    GroupVoteFactory,
    OfficialPublicationFactory,
)
from tests.html import filled_form
from tests.rounds import COUNTING, moment, publish_round

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site_ground")]


SURE = {"sure": "yes"}


@pytest.fixture(autouse=True)
def day():
    with time_machine.travel(COUNTING, tick=False):
        yield


def test_a_clerk_records_a_paper_and_its_vote_without_typing_twice(client, clerk, agenda_item):
    begin_term(starts_on=date(2026, 3, 19), groups={"Waterpartij": 5, "Dorp & Stad": 4}, by=clerk, at=COUNTING)
    client.force_login(clerk)
    papers = reverse("council_papers_desk")
    source = {
        "titel": "Motie leerplek",
        "nummer": "M25",
        "informatieobjecttype": "motie",
        "datum": "2026-11-17",
        "url": "https://raad.example/m25",
    }
    # What was chosen on the way to the form stays chosen.
    read = client.post(f"{papers}?about={agenda_item.reference.pk}", {"read": "yes", "raw": json.dumps(source)})
    assert 'value="Motie leerplek"' in read.content.decode()
    assert f'<option value="{agenda_item.reference.pk}" selected>' in read.content.decode()
    given = {
        "kind": "motion",
        "title": "Motie leerplek",
        "number": "M25",
        "dated_on": "2026-11-17",
        "reading": read.context["form"].initial["reading"],
        "about": agenda_item.reference.pk,
    }
    # A motion that is older than its item is looked at again.
    asked = client.post(papers, given)
    assert (asked.status_code, list(asked.context["form"].errors)) == (422, ["is_older"])
    assert 'name="is_older"' in asked.content.decode()
    client.post(papers, given | {"is_older": "on"})
    desk = reverse("council_paper_desk", args=[CouncilPaper.objects.get().pk])
    raw = json.dumps(
        {
            "title": "M25",
            "date": "2026-11-17",
            "parties": [
                {"party": "Waterpartij", "for": 5, "against": 0},
                {"party": "Dorp &amp; Stad", "for": 1, "against": 3},
                {"party": "Elders", "for": 1},
            ],
        }
    )
    # A group that the council has not is said where the vote is read, with the paper or later.
    for screen in (papers, desk):
        read = client.post(screen, {"read": "yes", "raw": raw})
        assert [one.name for one in read.context["understood"]["unknown"]] == ["Elders"]
        assert "Deze fracties zitten niet in de raad" in read.content.decode()
    form = read.context["form"]
    typed = {
        name: form.initial.get(name, field.initial)
        for name, field in form.fields.items()
        if name not in ("reason", "corrects", "let_go") and not name.startswith(("whole", "others"))
    }
    typed = {name: value or 0 for name, value in typed.items()} | {"was_called": "yes", "held_on": "2026-11-17"}
    # It is looked through first, and nothing of it is kept until then.
    FollowFactory(reference=agenda_item.reference, confirmed_at=COUNTING)
    looked = client.post(desk, typed)
    assert (looked.status_code, looked.context["told"], CouncilVote.objects.count()) == (200, 1, 0)
    assert not Meeting.objects.exists()
    for words in ("voor: 6", "tegen: 3", "aangenomen", "krijgt 1 mailbox bericht"):
        assert words in " ".join(looked.content.decode().split())
    again = filled_form(looked.content.decode(), "look-through")
    assert client.post(desk, again | {"change": "yes"}).context["form"]["held_on"].value() == "2026-11-17"
    assert client.post(desk, again | {"sure": "yes"}).status_code == 302
    vote = CouncilVote.objects.get()
    assert (vote.outcome, sum(one.in_favour for one in vote.groups.all())) == ("adopted", 6)
    assert client.post(desk, {"read": "yes", "raw": "geen json"}).status_code == 422
    # As everybody reads it, and as data.
    client.logout()
    public = client.get(reverse("council_vote", args=[vote.pk])).content.decode()
    assert "6 voor en 3 tegen." in public
    data = client.get(reverse("council_vote_json", args=[vote.pk])).json()
    assert (data["result"], data["counts"][0], data["group_results"][1]["group"]["name"]) == (
        "adopted",
        {"option": "yes", "value": 6},
        "Dorp & Stad",
    )


def test_the_desk_says_what_can_be_done_and_why_the_rest_cannot(client, clerk, editor, agenda_item):
    set_item_state(reference=agenda_item.reference, step="adopted", by=None, at=COUNTING)
    client.force_login(clerk)
    way = reverse("way_desk", args=[agenda_item.reference.string])
    page = client.get(way).content.decode()
    assert "Leg eerst vast waar het in het gemeenteblad stond." in page
    seen = client.get(way).context["way"].mark
    refused = client.post(way, {"to": "published", "reason": "Wat ik typte.", "seen": seen})
    assert refused.status_code == 409
    assert "Wat ik typte." in refused.content.decode()
    assert client.post(way, {"to": "nowhere"}).status_code == 404
    assert client.get(reverse("ways_desk")).status_code == 200
    client.force_login(editor)
    assert client.post(way, {"to": "withdrawn", "reason": "Nee.", "seen": seen}).status_code == 409
    assert ItemState.objects.filter(reference=agenda_item.reference, step="withdrawn").count() == 0
    # The thread of the item says what comes next, and by when.
    assert "uiterlijk 4 december 2026" in client.get(agenda_item.get_url()).content.decode()


def test_deadlines_are_a_calendar_for_as_long_as_its_owner_is_clerk(client, clerk, agenda_item):
    set_item_state(reference=agenda_item.reference, step="adopted", by=None, at=COUNTING)
    promise = CommitmentFactory(about=agenda_item.reference)
    # No day breaks it, whoever let it in.
    last = CommitmentFactory(about=agenda_item.reference, due_on=date.max)
    address = deadlines_path(clerk)
    calendar = Calendar.from_ical(client.get(address).content)
    due = {str(event["uid"]).split("-due")[0]: event["dtstart"].dt for event in calendar.walk("VEVENT")}
    assert due == {
        agenda_item.reference.string: date(2026, 12, 4),
        promise.reference.string: promise.due_on,
        last.reference.string: date.max,
    }
    clerk.groups.clear()
    assert client.get(address).status_code == 404
    assert client.get(address.replace(".ics", "x.ics")).status_code == 404


def test_a_party_shows_how_it_voted(client):
    vote = GroupVoteFactory(group__name="Waterpartij", vote__was_called=True).vote
    party = PartyFactory(name="Waterpartij")
    assert reverse("council_vote", args=[vote.pk]) in client.get(party.get_absolute_url()).content.decode()


def test_a_vote_of_the_wrong_day_is_corrected_and_a_refused_one_leaves_nothing(client, clerk, agenda_item):
    begin_term(starts_on=date(2026, 3, 19), groups={"Waterpartij": 5, "Dorp": 4}, by=clerk, at=COUNTING)
    begin_term(starts_on=date(2026, 11, 18), groups={"Waterpartij": 4, "Nieuw": 4}, by=clerk, at=COUNTING)
    (now_water, now_new), (old_water, old_village) = (
        list(term.groups.order_by("-name")) for term in CouncilTerm.objects.order_by("-starts_on")
    )
    if now_water.name != "Waterpartij":
        now_water, now_new = now_new, now_water
    old_paper = CouncilPaperFactory(about=agenda_item.reference)
    paper = CouncilPaperFactory(about=agenda_item.reference, corrects=old_paper, reason="Titel.")
    client.force_login(clerk)
    desk = reverse("council_paper_desk", args=[paper.pk])
    assert client.get(reverse("council_paper_desk", args=[old_paper.pk]))["Location"] == desk
    shown = client.get(desk).context["form"]
    assert {one.pk for one in shown.groups} == {now_water.pk, now_new.pk}
    typed = {f"in_favour-{now_water.pk}": 4, f"in_favour-{now_new.pk}": 2, f"against-{now_new.pk}": 1}
    typed |= {"was_called": "yes", "barred": 0, "held_on": "2026-11-19"}
    assert client.post(desk, typed | {f"vacant-{now_water.pk}": 1}).status_code == 409
    # The paper was corrected while the form was open: what was typed stays, for the paper as it is now.
    stale = client.post(reverse("council_paper_desk", args=[old_paper.pk]), typed | SURE)
    assert (stale.status_code, stale.context["form"][f"in_favour-{now_water.pk}"].value()) == (409, "4")
    assert "intussen verbeterd" in stale.content.decode()
    assert f'action="{desk}"' in stale.content.decode()
    # What was marked for groups is not dropped without a word, as numbers or as a whole.
    unasked = {"was_called": "no", "held_on": "2026-11-19"}
    for marked in (typed | unasked, unasked | {f"whole-{now_new.pk}": "against"}, unasked | {"others-all": "absent"}):
        refused = client.post(desk, {f"in_favour-{now_water.pk}": "", f"in_favour-{now_new.pk}": ""} | marked)
        assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["was_called"])
    assert Meeting.objects.count() == 0
    # Asked for, the groups of a day are shown at once, and nothing is refused for it; what was typed stays.
    shown = client.post(desk, typed | {"held_on": "2026-11-17", "day": "show"})
    form = shown.context["form"]
    assert (shown.status_code, {one.name for one in form.groups}, form.is_bound) == (
        200,
        {"Waterpartij", "Dorp"},
        False,
    )
    assert (form[f"in_favour-{old_water.pk}"].value(), str(form["held_on"].value())) == ("4", "2026-11-17")
    # The day of the council before has other groups: the same name keeps its numbers.
    other = client.post(desk, typed | {"held_on": "2026-11-17"})
    form = other.context["form"]
    assert (other.status_code, {one.name for one in form.groups}) == (409, {"Waterpartij", "Dorp"})
    assert "andere fracties" in other.content.decode()
    kept = [form[name].value() for name in (f"in_favour-{old_water.pk}", f"in_favour-{old_village.pk}")]
    assert kept == ["4", ""]
    assert client.post(desk, typed | SURE).status_code == 302
    wrong = CouncilVote.objects.get()
    assert f'value="{wrong.pk}" selected' in client.get(desk, {"corrects": wrong.pk}).content.decode()
    right = typed | {"held_on": "2026-11-20", "corrects": wrong.pk, "reason": "Verkeerde dag."}
    assert client.post(desk, right | SURE).status_code == 302
    vote = CouncilVote.objects.get(corrects=wrong)
    assert (vote.meeting.held_on, vote.paper) == (date(2026, 11, 20), paper)
    assert [
        (one.pk, [each.pk for each in votes])
        for one, votes in client.get(reverse("council_papers_desk")).context["rows"]
    ] == [(paper.pk, [vote.pk])]


def test_a_publication_is_corrected_where_it_stands(client, clerk):
    wrong = OfficialPublicationFactory(decision__decided_on=date(2026, 11, 2))
    client.force_login(clerk)
    desk = reverse("publications_desk")
    assert f"?corrects={wrong.pk}" in client.get(desk).content.decode()
    form = client.get(desk, {"corrects": wrong.pk}).context["form"]
    given = {name: form[name].value() or "" for name in form.fields} | {"number": "gmb-2026-7"}
    assert client.post(desk, given).status_code == 409
    assert client.post(desk, given | {"reason": "Nummer."}).status_code == 302
    assert [one.number for one in client.get(desk).context["publications"]] == ["gmb-2026-7"]


def test_the_log_has_the_day_on_which_a_step_happened_what_the_clock_did_and_what_was_corrected(
    client, clerk, agenda_item
):
    with without_triggers():
        ItemState.objects.update(since=moment(8, 1))
    client.force_login(clerk)
    desk = reverse("way_desk", args=[agenda_item.reference.string])

    def log() -> list[tuple]:
        return [(one.step, one.on, one.is_by_clock, one.is_mistake) for one in client.get(desk).context["log"]]

    FormalViewFactory(consultation_round=publish_round(agenda_item))
    begun = ("draft", date(2026, 8, 1), False, False)
    by_clock = [("in_consultation", date(2026, 9, 1), True, False), ("answering", date(2026, 11, 15), True, False)]
    # What followed by itself is not taken back by hand.
    assert (log(), client.get(desk).context["to_take_back"]) == ([begun, *by_clock], None)
    assert client.post(desk, {"to": "back", "after": ItemState.objects.get().pk, "reason": "Nee."}).status_code == 409
    # Another press than was meant, on what came by itself: refused where somebody was before, and nothing typed is lost.
    given = {"reason": "Verkeerd.", "department": "College", "document": "https://raad.example/brief"}
    tab = client.get(desk).context["way"].mark
    # By the clock it is the same, whether written by then or not.
    follow_clock(reference=agenda_item.reference, at=COUNTING)
    assert client.get(desk).context["way"].mark == tab
    wrong = move_item(reference=agenda_item.reference, to="withdrawn", by=clerk, at=COUNTING, seen=tab, **given)
    stale = client.post(desk, {"to": "consultation_ready", "seen": tab} | given)
    assert (stale.status_code, "Verkeerd." in stale.content.decode()) == (409, True)
    assert "Dit punt is intussen ergens anders: ingetrokken." in stale.content.decode()
    assert 'name="seen" value="withdrawn ' in stale.content.decode()
    assert client.post(desk, {"to": "consultation_ready"} | given).status_code == 409
    assert client.get(desk).context["to_take_back"] == wrong
    assert client.post(desk, {"to": "back", "after": wrong.pk, "reason": "Een vergissing."}).status_code == 302
    assert [one[3] for one in log()] == [False, False, False, True, False]
    assert client.get(desk).context["to_take_back"] is None
    # Decided on the 2nd and published on the 9th, whatever day the clerk wrote it down.
    publication = OfficialPublicationFactory(decision__about=agenda_item.reference)
    about = {"reference": agenda_item.reference, "by": clerk}
    set_item_state(step="adopted", at=moment(11, 21), evidence=publication.decision.reference, **about)
    set_item_state(step="published", at=moment(11, 22), publication=publication, **about)
    # In the order of those days.
    assert log()[2:4] == [
        ("adopted", date(2026, 11, 2), False, False),
        ("published", date(2026, 11, 9), False, False),
    ]
    given = {"number": "gmb-2026-7", "published_on": date(2026, 11, 10), "in_force_on": date(2026, 12, 1)}
    OfficialPublicationFactory(
        decision=publication.decision, corrects=publication, reason="Nummer.", url="https://example.org/7", **given
    )
    page = client.get(desk)
    published = page.context["log"][3]
    assert (published.on, published.recorded_on) == (date(2026, 11, 10), date(2026, 11, 22))
    assert ("gmb-2026-7" in page.content.decode(), "gmb-2026-000001" in page.content.decode()) == (True, False)
    [station] = [one for one in client.get(agenda_item.get_url()).context["stations"] if one.label == "Bekendgemaakt"]
    assert (station.when, station.url) == ("10 november 2026", "https://example.org/7")


def test_an_editor_sees_and_reaches_no_more_than_they_may(client, clerk, editor, agenda_item):
    set_item_state(reference=agenda_item.reference, step="adopted", by=None, at=COUNTING)
    CommitmentFactory(about=agenda_item.reference, made_on=date(2026, 10, 1), due_on=date(2026, 11, 1))
    CouncilPaperFactory(about=agenda_item.reference)
    addresses = [
        reverse("ways_desk"),
        reverse("way_desk", args=[agenda_item.reference.string]),
        reverse("council_papers_desk"),
    ]
    own = re.compile(r"<main.*?</main>", re.DOTALL)
    for person, is_clerk in ((editor, False), (clerk, True)):
        client.force_login(person)
        found = "".join(own.search(client.get(address).content.decode())[0] for address in addresses)
        links = {link.split("?")[0] for link in re.findall(r'href="([^"#]+)"', found) if link.startswith("/")}
        refused = {link for link in links if "/id/" not in link and client.get(link).status_code != 200}
        assert refused == set(), person
        assert any("deadlines" in link or link.endswith(".ics") for link in links) == is_clerk
    client.force_login(editor)
    plan = {"kind": "plan", "title": "Plan", "dated_on": "2026-11-17", "about": agenda_item.reference.pk}
    done = client.post(addresses[2], plan)
    assert done["Location"] == addresses[2]
    assert client.post(addresses[2], plan | {"kind": "motion"}).status_code == 422
