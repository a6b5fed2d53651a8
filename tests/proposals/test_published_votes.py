"""What the council published of a vote, held against the numbers that are recorded of it."""

import json
from datetime import date, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import override

from proposals.actions.council_term import begin_term
from proposals.council_contradiction import contradiction_within
from proposals.council_understood import Understood
from proposals.imports.council import understood
from proposals.models import CouncilPaper, CouncilReading, CouncilVote, Meeting
from proposals.queries.council import groups_on
from proposals.queries.council_difference import differences
from proposals.queries.dossier.council import council_data
from tests.factories.participation import ConsultationRoundFactory
from tests.factories.proposals import CouncilVoteFactory
from tests.rounds import COUNTING

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english", "site_ground")]
PAPERS = "council_papers_desk"
SAID = {"id": "z1", "kind": "motion", "title": "Motie leerplek", "reference": "Z1", "date": "2026-11-17"}
PARTIES = [{"party": "Water", "for": 1, "against": 2}]


@pytest.fixture(autouse=True)
def moment():
    with time_machine.travel(COUNTING, tick=False) as traveller:
        yield traveller


@pytest.fixture
def desk(client, clerk, agenda_item):
    """Records a paper as it is read, and gives the address of its screen."""
    begin_term(starts_on=date(2026, 3, 19), groups={"Water": 3}, by=clerk, at=COUNTING)
    client.force_login(clerk)

    def record(**said):
        read = client.post(reverse(PAPERS), {"read": "yes", "raw": json.dumps(SAID | said)})
        form = read.context["form"]
        typed = {name: form.initial.get(name) or "" for name in form.fields} | {"about": agenda_item.reference.pk}
        typed["is_older"] = "on"
        return read, client.post(reverse(PAPERS), typed)["Location"]

    return record


def typed(client, address, **given):
    form = client.get(address).context["form"]
    return (
        {name: form[name].value() for name in form.fields if form[name].value() is not None} | {"sure": "yes"} | given
    )


@pytest.mark.parametrize(
    ("words", "results"),
    [
        ("Motie aangenomen", ["adopted"]),
        ("Motie verworpen", ["rejected"]),
        ("Niet aangenomen", ["rejected"]),
        ("Bij hoofdelijke stemming aangenomen, 18 voor en 25 tegen", ["adopted"]),
        ("De stemmen staken", ["tied"]),
        # VNG Open Raadsinformatie: StemmingResultaat is voor, tegen or gelijk.
        ("voor", ["adopted"]),
        ("tegen", ["rejected"]),
        ("gelijk", ["tied"]),
        ("Aangehouden", []),
        ("Motie aangenomen, amendement verworpen", []),
        ("Niet in stemming gebracht", []),
    ],
)
def test_what_was_published_is_one_of_our_outcomes_or_named_as_not_understood(words, results):
    found = understood(json.dumps({"title": "M25", "stemming": {"stemmingResultaat": words}}))
    assert found.results == results
    assert bool(found.left) == (not results)


def test_what_stands_in_a_vote_alone_is_read_or_named_and_midnight_elsewhere_is_a_day_here():
    """As Open Raadsinformatie has it: `Stemming` with its `stemmingResultaat`; moments of RFC 3339."""
    inner = {"stemmingResultaat": "Aangenomen", "Voorzitter": "Iemand"}
    own = {"url": "http://127.0.0.1:8133/v20.json", "title": "V20"}
    groups = [{"party": "Dorpsbelang", "for": 4}, {"party": "dorpsbelang", "against": 4}]
    for vote in (inner, [inner]):
        found = understood(json.dumps(own | {"stemming": vote, "datum": "2026-11-26T23:00:00Z", "parties": groups}))
        assert (found.published, found.results, found.dated_on) == ("Aangenomen", ["adopted"], "2026-11-27")
        assert found.left == ["stemming: Voorzitter"]
        assert [(one.name, one.in_favour, one.against) for one in found.groups] == [("Dorpsbelang", 4, 4)]
    assert understood(json.dumps(own | {"stemming": [inner, inner]})).left == ["stemming"]
    assert understood(json.dumps(own | {"datum": "2026-11-26T23:00:00"})).dated_on == "2026-11-26"


def test_a_meeting_has_its_address_as_link_and_what_nobody_can_open_is_none():
    """Mini-ORI: of a Vergadering `url`, `id` and `vergaderingstype` are required."""
    meeting = {"id": "v1", "url": "https://raad.example/v1", "vergaderingstype": "Raadsvergadering"}
    found = understood(json.dumps(meeting | {"vergaderdatum": "2026-02-30"}))
    assert (found.url, found.dated_on, found.left) == (meeting["url"], "", ["vergaderdatum: 2026-02-30"])
    for link in (
        "http://169.254.169.254/latest",
        "http://localhost/x",
        "javascript:alert(1)",
        "https://a:b@raad.example",
    ):
        found = understood(json.dumps(SAID | {"webpaginaLink": link}))
        assert (found.url, found.left) == ("", [f"webpaginalink: {link}"])


def test_a_link_that_only_its_owner_opens_is_refused_with_the_paper(client, desk, agenda_item):
    desk()
    form = {"kind": "motion", "title": "Tweede", "dated_on": "2026-11-17", "about": agenda_item.reference.pk}
    form["is_older"] = "on"
    for link, status in (("http://169.254.169.254/latest", 409), ("https://raad.example/2", 302)):
        assert client.post(reverse(PAPERS), form | {"url": link}).status_code == status


def test_a_vote_that_was_published_otherwise_stops_the_clerk_and_says_for_good_why_it_stands(client, desk, agenda_item):
    read, address = desk(
        published_result="Motie aangenomen", result="adopted", totals={"for": 3, "against": 0}, parties=PARTIES
    )
    both = (
        "The council published: “Motie aangenomen”, 3 for, 0 against. "
        "The numbers by group come to: rejected, 1 for, 2 against."
    )
    with_nothing = typed(client, address)
    assert read.context["understood"]["contradiction"]
    stopped = client.post(address, with_nothing)
    assert stopped.status_code == 409
    page = stopped.content.decode()
    assert all(words in page for words in ("“Motie aangenomen”", "3 voor, 0 tegen", "verworpen, 1 voor, 2 tegen"))
    assert (CouncilVote.objects.count(), Meeting.objects.count()) == (0, 0)
    # Blank is no reason. With one it stands, and everybody reads both.
    assert client.post(address, with_nothing | {"despite": " "}).status_code == 409
    assert client.post(address, with_nothing | {"despite": "Verteld in de notulen."}).status_code == 302
    vote = CouncilVote.objects.get()
    assert (vote.outcome, vote.despite) == ("rejected", "Verteld in de notulen.")
    with override("en"):
        public = client.get(reverse("council_vote", args=[vote.pk])).content.decode()
    assert ("“Motie aangenomen”, 3 for, 0 against" in public, "Verteld in de notulen." in public) == (True, True)
    data = client.get(reverse("council_vote_json", args=[vote.pk])).json()
    assert data["published_otherwise"]["why_it_stands"] == "Verteld in de notulen."
    told = council_data(ConsultationRoundFactory(about=agenda_item.reference), COUNTING)["papers"][0]["votes"][0]
    assert (told["despite"], told["published"]["totals"]) == (vote.despite, {"in_favour": 3, "against": 0})
    # A correction to what was published needs no reason of that kind any more, and keeps none.
    water = groups_on(date(2026, 11, 17))[0].pk
    right = typed(client, f"{address}?corrects={vote.pk}") | {f"in_favour-{water}": 3, f"against-{water}": 0}
    assert client.post(address, right | {"reason": "Verwisseld."}).status_code == 302
    assert (vote.corrected_by.outcome, vote.corrected_by.despite) == ("adopted", "")
    with pytest.raises(IntegrityError), transaction.atomic():
        CouncilVote.objects.create(
            paper=vote.paper, meeting=vote.meeting, in_office=3, outcome="adopted", recorded_at=COUNTING, despite="x"
        )  # fmt: skip
    with override("en"):
        assert contradiction_within(Understood.of_data(vote.reading.understood)) == both


def test_groups_that_do_not_add_up_to_the_totals_stop_the_clerk_too_and_so_does_an_outcome_alone(client, desk):
    _read, address = desk(published_result="Motie verworpen", totals={"for": 1, "against": 3}, parties=PARTIES)
    assert client.post(address, typed(client, address)).status_code == 409
    # No group was read: the numbers are typed, and what was published with the paper still holds.
    _read, address = desk(id="z2", reference="Z2", title="Tweede", published_result="aangenomen")
    water = groups_on(date(2026, 11, 17))[0].pk
    given = {"held_on": "2026-11-17", "was_called": "yes", "sure": "yes", f"whole-{water}": "against"}
    assert client.post(address, given).status_code == 409
    assert client.post(address, given | {f"whole-{water}": "in_favour"}).status_code == 302
    # A tie in a council that is complete is the end of it (Gemeentewet 32.5): published as a tie it is no contradiction.
    begin = [{"party": "Water", "for": 1, "against": 1}]
    _read, address = desk(id="z3", reference="Z3", title="Derde", published_result="gelijk", parties=begin)
    assert client.post(address, typed(client, address, **{f"vacant-{water}": 1})).status_code == 302


def test_what_the_council_publishes_otherwise_later_shows_as_a_difference(client, clerk, desk, moment):
    _read, address = desk(published_result="Motie verworpen", parties=PARTIES)
    assert client.post(address, typed(client, address)).status_code == 302
    moment.shift(timedelta(hours=1))
    later = SAID | {"published_result": "Motie aangenomen", "parties": PARTIES}
    client.post(reverse(PAPERS), {"read": "yes", "raw": json.dumps(later)})
    found = [one for one in differences() if one.kind == "vote"]
    assert [(one.recorded, one.now) for one in found[0].fields] == [("Motie verworpen", "Motie aangenomen")]
    refused = client.post(
        reverse("council_differences_desk"), {"of": found[0].key, "accept": "yes", "reason": "Griffie."}
    )
    assert (refused.status_code, CouncilVote.objects.count()) == (409, 1)


def test_what_was_read_of_another_paper_stops_the_clerk_with_both_and_can_be_let_go_of(client, desk, settings):
    settings.CITY_NAME = "Waterrijk"
    _read, address = desk()
    water = groups_on(date(2026, 11, 17))[0].pk
    same = {
        "reference": "z-1",
        "title": "Stemming over motie leerplek",
        "kind": "motie",
        "municipality": "Gemeente Waterrijk",
    }
    for other, words in (
        ({"reference": "Z77"}, "Nummer daar “Z77”, hier “Z1”"),
        ({"title": "Parkeergarage"}, "Titel daar “Parkeergarage”, hier “Motie leerplek”"),
        ({"kind": "raadsvoorstel"}, "Soort daar “raadsvoorstel”, hier “motie”"),
        ({"municipality": "Utrecht"}, "Gemeente daar “Utrecht”, hier “Waterrijk”"),
    ):
        pasted = json.dumps(same | {"parties": PARTIES} | other)
        stopped = client.post(address, {"read": "yes", "raw": pasted})
        assert (stopped.status_code, words in stopped.content.decode()) == (409, True), other
        assert (stopped.context["source"]["raw"].value(), "understood" in stopped.context) == (pasted, False)
        # Nor is it recorded with it by a form that was filled in before.
        given = {"held_on": "2026-11-17", "was_called": "yes", "sure": "yes", f"whole-{water}": "in_favour"}
        with_it = given | {"reading": CouncilReading.objects.latest("pk").pk}
        refused = client.post(address, with_it)
        assert (refused.status_code, words in refused.content.decode()) == (409, True), other
    read = client.post(address, {"read": "yes", "raw": json.dumps(same | {"parties": PARTIES})})
    assert read.context["form"]["reading"].value() is not None
    # Recorded so before this was looked at: the correction lets go of it.
    paper = CouncilPaper.objects.get()
    wrong = CouncilVoteFactory(paper=paper, meeting__held_on=date(2026, 11, 17), reading_id=with_it["reading"])
    form = client.get(address, {"corrects": wrong.pk}).context["form"]
    assert form["let_go"].value() is None
    right = with_it | {f"whole-{water}": "against", "corrects": wrong.pk, "reason": "Ander stuk gelezen."}
    assert client.post(address, right).status_code == 409
    assert client.post(address, right | {"let_go": "on"}).status_code == 302
    assert (wrong.corrected_by.outcome, wrong.corrected_by.reading, wrong.corrected_by.despite) == (
        "rejected",
        None,
        "",
    )
