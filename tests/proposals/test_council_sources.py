"""Papers, votes and meetings read at their link, kept with what was read, and looked at again: a real server answers."""

import json
from datetime import date, timedelta
from hashlib import sha256

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils.translation import override

from base.refusal import Refusal
from proposals.actions.council_paper import MeetingText, record_meeting
from proposals.actions.council_term import begin_term
from proposals.imports.council_reading import look_again, read_link
from proposals.models import CouncilPaper, CouncilReading, CouncilVote, Meeting
from proposals.queries.council import meetings, papers, votes_in_force
from proposals.queries.council_difference import differences
from tests.council_system import DATA, Page, council_system
from tests.rounds import COUNTING

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english", "site_ground")]
PAPERS, DIFFERENCES = "council_papers_desk", "council_differences_desk"
MOTION = {
    "id": "m25",
    "titel": "Motie leerplek",
    "nummer": "M25",
    "informatieobjecttype": "motie",
    "datum": "2026-11-17",
    "webpaginalink": "https://raad.example/m25",
    "indieners": [{"naam": "Iemand"}],
    "fracties": [{"fractie": {"naam": "Water"}, "aantalVoor": 5}, {"fractie": {"naam": "Dorp"}, "aantalTegen": 4}],
}
MEETING = {
    "id": "v1",
    "naam": "Raadsvergadering",
    "vergaderingstype": "Raadsvergadering",
    "vergaderdatum": "2026-11-17",
    "webpaginalink": "https://raad.example/v1",
}


@pytest.fixture(autouse=True)
def moment():
    with time_machine.travel(COUNTING, tick=False) as traveller:
        yield traveller


@pytest.fixture(scope="module")
def server():
    with council_system() as found:
        yield found


@pytest.fixture
def system(server, settings):
    settings.COUNCIL_SOURCES = {server.origin: True}
    server.pages.clear()
    return server


def put(system, path: str, data: dict) -> str:
    system.pages[path] = Page(json.dumps(data).encode())
    return system.link(path)


def recorded(client, path: str, page, **more):
    """The form that was filled in, sent as it is."""
    form = page.context["form"]
    typed = {name: form.initial.get(name, field.initial) for name, field in form.fields.items()}
    sent = {name: getattr(value, "pk", value) for name, value in typed.items() if value is not None}
    return client.post(path, sent | {"sure": "yes", "is_older": "on"} | more)


def test_municipality_and_totals_are_shown_and_another_municipality_is_asked_about(
    client, clerk, agenda_item, settings
):
    settings.MUNICIPALITY = "Gemeente Waterrijk"
    client.force_login(clerk)
    register, where = reverse(PAPERS), {"about": agenda_item.reference.pk}
    totals = {"totals": {"for": 5, "against": 4}}
    read = client.post(register, {"read": "yes", "raw": json.dumps(MOTION | totals | {"gemeente": "Utrecht"})})
    told = dict(read.context["understood"]["rows"])
    assert [told[str(name)] for name in told if str(name) in ("Gemeente", "Leden in totaal")] == [
        "Utrecht",
        "5 voor, 4 tegen",
    ]
    stopped = recorded(client, register, read, **where)
    assert (stopped.status_code, CouncilPaper.objects.count()) == (422, 0)
    assert "Dit is van Utrecht." in stopped.content.decode()
    # Nothing typed is lost, and who looked says so.
    assert stopped.context["form"]["title"].value() == "Motie leerplek"
    assert recorded(client, register, read, is_ours="on", **where).status_code == 302
    # Our own is asked of nobody, however it is called there.
    for name in ("Waterrijk", "gemeente waterrijk"):
        ours = client.post(register, {"read": "yes", "raw": json.dumps(MOTION | {"gemeente": name, "id": name})})
        assert "is_ours" not in ours.context["form"].fields


def test_a_clerk_pastes_links_sees_what_was_understood_and_later_what_changed(
    client, clerk, agenda_item, system, moment, django_assert_max_num_queries
):
    begin_term(starts_on=date(2026, 3, 19), groups={"Water": 5, "Dorp": 4}, by=clerk, at=COUNTING)
    client.force_login(clerk)
    register, where = reverse(PAPERS), {"about": agenda_item.reference.pk}
    # A meeting, then a paper in it with its vote: each read once, at its own link.
    read = client.post(register, {"read": "yes", "link": put(system, "v1", MEETING)})
    assert recorded(client, register, read, meeting="yes").status_code == 302
    read = client.post(register, {"read": "yes", "link": put(system, "m25", MOTION)})
    # Every field, and what was not understood by its name alone: nobody is named.
    told = read.context["understood"]
    assert [value for _label, value in told["rows"]] == [
        "motie", "Motie leerplek", "M25", "17 november 2026", "https://raad.example/m25", "", "",
    ]  # fmt: skip
    assert ([one.name for one in told["groups"]], told["left"]) == (["Water", "Dorp"], ["indieners"])
    assert "Iemand" not in read.content.decode()
    desk = recorded(client, register, read, **where)["Location"]
    shown = client.get(desk)
    assert recorded(client, desk, shown).status_code == 302
    paper, vote = CouncilPaper.objects.get(), CouncilVote.objects.get()
    assert (vote.outcome, vote.meeting.title) == ("adopted", "Raadsvergadering")
    digest = sha256(system.pages["m25"].body).hexdigest()
    assert [(one.source, one.reading.sha256) for one in (paper,)] == [(system.link("m25"), digest)]
    assert vote.reading == paper.reading
    # Nothing changed: nothing differs, and nothing more is kept.
    assert (look_again(by=None, at=COUNTING).addresses, CouncilReading.objects.count(), differences()) == (2, 2, [])
    # The title, two members of a group and the day of the meeting are put right there.
    moment.shift(timedelta(hours=1))
    groups = [{"fractie": "Water", "aantalVoor": 3, "aantalTegen": 2}, {"fractie": "Dorp", "aantalTegen": 4}]
    put(system, "m25", MOTION | {"titel": "Motie leerplekken", "fracties": groups})
    put(system, "v1", MEETING | {"vergaderdatum": "2026-11-18"})
    client.post(reverse(DIFFERENCES), {"look": "yes"})
    with django_assert_max_num_queries(6):
        differences()
    with override("en"):
        found = {one.kind: one for one in differences()}
    assert {kind: [(one.label, one.recorded, one.now) for one in found[kind].fields] for kind in found} == {
        "paper": [("Title", "Motie leerplek", "Motie leerplekken")],
        "vote": [("Water: for", "5", "3"), ("Water: against", "0", "2")],
        "meeting": [("Day", "17 November 2026", "18 November 2026")],
    }
    assert client.get(register).context["differing"] == 3
    # A correction without its reason is none; what was typed stays.
    assert (
        client.post(reverse(DIFFERENCES), {"of": found["vote"].key, "accept": "yes", "reason": " "}).status_code == 422
    )
    for kind in ("paper", "vote", "meeting"):
        done = client.post(reverse(DIFFERENCES), {"of": found[kind].key, "accept": "yes", "reason": "Griffie."})
        assert done.status_code == 302, kind
    now = votes_in_force().get()
    assert (papers().get().title, now.outcome, now.meeting.held_on) == (
        "Motie leerplekken",
        "rejected",
        date(2026, 11, 18),
    )
    assert (now.corrects.corrects, now.reason, meetings().get().corrects.held_on) == (
        vote,
        "Griffie.",
        date(2026, 11, 17),
    )
    assert differences() == []
    # What was recorded first stands as it was.
    vote.refresh_from_db()
    assert (vote.outcome, CouncilPaper.objects.get(pk=paper.pk).title) == ("adopted", "Motie leerplek")
    for write in (lambda: Meeting.objects.update(title="x"), lambda: CouncilReading.objects.update(sha256="x")):
        with pytest.raises(DatabaseError), transaction.atomic():
            write()


def test_points_of_an_agenda_that_are_an_address_alone_are_read_too(client, clerk, system, moment):
    point = {"agendapuntTitel": "Leerplek", "informatieobjecten": ["https://raad.example/m25"]}
    away, elsewhere = system.link("weg"), "https://elders.example/p3"
    link = put(system, "v1", MEETING | {"agendapunten": [put(system, "p2", point), away, elsewhere, 7]})
    client.force_login(clerk)
    told = client.post(reverse(PAPERS), {"read": "yes", "link": link}).context["understood"]
    assert [one.called for one in told["agenda"]] == ["Leerplek", away, elsewhere]
    assert (told["agenda"][0].addresses, len(told["left"])) == (["https://raad.example/m25"], 1)
    # What changes at a point is a change of the meeting.
    moment.shift(timedelta(hours=1))
    put(system, "p2", point | {"agendapuntTitel": "Leerplekken"})
    again = read_link(link=link, by=clerk, at=COUNTING + timedelta(hours=1))
    assert (again.understood["agenda"][0]["title"], CouncilReading.objects.count()) == ("Leerplekken", 2)
    # One that does not answer for a moment is no other agenda: the clock keeps nothing of that, and says so.
    put(system, "weg", point)
    whole = read_link(link=link, by=clerk, at=COUNTING + timedelta(hours=2))
    text = MeetingText("council", date(2026, 11, 17), source=link, reading=whole)
    record_meeting(text=text, by=clerk, at=COUNTING)
    del system.pages["weg"]
    moment.shift(timedelta(hours=2))
    looked = look_again(by=None, at=COUNTING + timedelta(hours=3))
    assert (looked.new, [address for address, _why in looked.failed], differences()) == (0, [link], [])
    assert CouncilReading.objects.count() == 3
    # A meeting of long ago is not asked after for ever.
    asked = len(system.asked)
    assert look_again(by=None, at=COUNTING + timedelta(weeks=5)).addresses == len(system.asked) - asked == 0


def test_a_change_that_is_no_improvement_is_left_with_its_reason(client, clerk, agenda_item, system, capsys):
    client.force_login(clerk)
    link = put(system, "m25", MOTION)
    read = client.post(reverse(PAPERS), {"read": "yes", "link": link})
    recorded(client, reverse(PAPERS), read, about=agenda_item.reference.pk)
    # What the clerk typed otherwise from the start is no change of the source.
    put(system, "m25", MOTION | {"nummer": "M26"})
    call_command("check_council")
    assert "1 addresses, 1 with something new. Differences to decide on: 1." in capsys.readouterr().out
    found = differences()[0]
    assert client.post(reverse(DIFFERENCES), {"of": "paper-1-99", "leave": "yes", "reason": "x"}).status_code == 404
    assert (
        client.post(reverse(DIFFERENCES), {"of": found.key, "leave": "yes", "reason": "M25 is goed."}).status_code
        == 302
    )
    assert (differences(), papers().get().number) == ([], "M25")
    # The next change shows again, and a source that is gone is told of.
    put(system, "m25", MOTION | {"nummer": "M27"})
    call_command("check_council")
    assert [one.now for one in differences()[0].fields] == ["M27"]
    system.pages.clear()
    with pytest.raises(CommandError, match="answered with 404"):
        call_command("check_council")


def test_without_a_named_system_the_form_says_to_paste(client, clerk, editor, system, settings):
    settings.COUNCIL_SOURCES = {}
    client.force_login(clerk)
    assert client.get(reverse(PAPERS)).context["source"].fields["link"].disabled
    asked = len(system.asked)
    assert client.post(reverse(PAPERS), {"read": "yes", "link": system.link("m25")}).status_code == 422
    with pytest.raises(Refusal, match=r"de JSON|the JSON"):
        read_link(link=system.link("m25"), by=clerk, at=COUNTING)
    assert len(system.asked) == asked
    client.force_login(editor)
    assert client.get(reverse(DIFFERENCES)).status_code in {302, 403}


def test_a_published_vote_of_utrecht_is_read_at_its_link_and_comes_out_as_it_was_published(
    client, clerk, agenda_item, system
):
    files = sorted(DATA.glob("*.json"))
    if not files:
        pytest.skip("The real votes (../shared/data/council) are not here.")
    client.force_login(clerk)
    for file in files:
        told = json.loads(file.read_bytes())
        system.pages[file.name] = Page(file.read_bytes())
        groups = {row["party"].replace("&amp;", "&"): max(row["for"] + row["against"], 1) for row in told["parties"]}
        begin_term(starts_on=date(2022, 3, 30), groups=groups, by=clerk, at=COUNTING)
        read = client.post(reverse(PAPERS), {"read": "yes", "link": system.link(file.name)})
        assert told["published_result"] in read.content.decode()
        # What Utrecht voted is nothing of ours: who records it here says so.
        titled = {"title": told["reference"], "about": agenda_item.reference.pk, "is_ours": "on"}
        desk = recorded(client, reverse(PAPERS), read, **titled)["Location"]
        recorded(client, desk, client.get(desk))
        vote = votes_in_force().get(paper__number=told["reference"])
        sums = [sum(getattr(one, name) for one in vote.groups.all()) for name in ("in_favour", "against")]
        assert (sums, vote.outcome) == ([told["totals"]["for"], told["totals"]["against"]], told["result"])
        assert vote.reading.sha256 == sha256(file.read_bytes()).hexdigest()
