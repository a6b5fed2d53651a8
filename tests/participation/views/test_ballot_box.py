"""What everybody sees of a ballot box, and its screen in the admin."""

import csv
import json

import pytest
from django.urls import reverse

from accounts.enums import Role
from base.triggers import without_triggers
from participation.actions.ballot import cast_ballot
from participation.actions.ballot_box import close_box
from participation.enums import Eligibility, PhaseKind
from participation.models import BallotBox, SecondedAct
from participation.queries.electoral_roll import voter_of
from participation.queries.vote_record import record_of
from participation.verify.heads import mistakes_in_heads, receipt_digest, receipts_in
from participation.voting_enums import ReplacedBy, VotingChannel
from tests.factories.accounts import UserFactory, person_with
from tests.factories.participation import ConsultationRoundFactory, PhaseFactory, RollEntryFactory, SubjectFactory
from tests.rounds import anew, moment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english", "clock")]

CLOSES = moment(11, 15)


@pytest.fixture
def receipt(voting):
    SubjectFactory(consultation_round=voting)
    return cast_ballot(
        consultation_round=anew(voting), voter=voter_of(voting, UserFactory()), choices={}, at=moment(11, 3, 12)
    ).receipt


def page(name: str, voting) -> str:
    return reverse(name, args=[voting.reference.string])


def test_ballot_box_answers_whether_a_receipt_is_in_it_after_the_close(client, voting, receipt):
    address = page("ballot_box", voting)
    early = client.post(address, {"code": receipt})
    assert (early.status_code, early.context["is_asked"]) == (200, False)
    assert {client.get(page(name, voting)).status_code for name in ("receipts", "castings")} == {404}
    close_box(consultation_round=voting, at=CLOSES)
    typed = {receipt.lower(): True, f" {receipt[:5]} {receipt[5:]}": True, "A" * 13: False, "x": False}
    assert {code: client.post(address, {"code": code}).context["is_in"] for code in typed} == typed
    assert receipt not in client.post(address, {"code": receipt}).content.decode().replace(f'value="{receipt}"', "")


def test_who_voted_on_the_site_is_told_that_a_paper_counts_in_its_place(client, clock):
    vote = ConsultationRoundFactory(eligibility=Eligibility.ROLL)
    PhaseFactory(consultation_round=vote, kind=PhaseKind.VOTE, starts_at=moment(11, 1), ends_at=CLOSES)
    SubjectFactory(consultation_round=vote)
    person = UserFactory()
    entry = RollEntryFactory(consultation_round=vote, person=person, identifier="w-1")
    client.force_login(person)

    def cast(day, channel=VotingChannel.WEB):
        at = moment(11, day, 12)
        return cast_ballot(consultation_round=anew(vote), voter=entry, choices={}, at=at, channel=channel).receipt

    first, second = cast(2), cast(3)
    told = "on paper or by telephone went into the box"
    assert told not in client.get(page("voted", vote)).content.decode()
    on_paper = cast(4, VotingChannel.PAPER)
    done = client.get(page("voted", vote)).content.decode()
    assert (told in done, "The receipt of that ballot does not count any more" in done) == (True, True)
    close_box(consultation_round=vote, at=CLOSES)
    found = {code: client.post(page("ballot_box", vote), {"code": code}) for code in (first, second, on_paper)}
    assert [one.context["replaced_by"] for one in found.values()] == [None, ReplacedBy.PAPER, None]
    said = ["In place of this ballot the one on paper" in one.content.decode() for one in found.values()]
    assert (said, found[on_paper].context["is_in"]) == ([False, True, False], True)
    record = record_of(anew(vote))
    assert (record.replaced, record.replaced_by_new_code, record.replaced_by_paper) == (2, 0, 1)


def test_published_files_of_a_box_fit(client, voting, receipt):
    close_box(consultation_round=voting, at=CLOSES)
    heads = json.loads(client.get(page("heads", voting)).content)
    castings = list(csv.DictReader(client.get(page("castings", voting)).getvalue().decode().splitlines()))
    digest = receipt_digest(voting.reference.string, receipt)
    assert mistakes_in_heads(heads, castings, voting.box.verify_key) == []
    assert receipts_in(castings) == [digest]
    assert client.get(page("receipts", voting)).getvalue().decode() == f"{digest}\n"


def test_box_desk_shows_a_passphrase_once_and_tests_the_box_with_it(client, voting):
    with without_triggers():
        BallotBox.objects.all().delete()
    client.force_login(person_with(Role.CLERK))
    desk = page("box_desk", voting)
    shown = client.post(desk, {"act": "make", "make-keeping": "passphrase"})
    words = shown.context["shown"]["passphrase"]
    assert words in shown.content.decode()
    # What is typed for the test comes from paper: not from the page that shows it.
    assert ['value="test"' in one.content.decode() for one in (shown, client.get(desk))] == [False, True]
    assert "no-store" in shown.headers["Cache-Control"]
    assert words not in client.get(desk).content.decode()
    refused = client.post(desk, {"act": "test", "passphrase-passphrase": "iets anders"})
    assert (refused.status_code, anew(voting).box.tested_at) == (409, None)
    reloaded = client.post(desk, {"act": "make", "make-keeping": "passphrase"})
    assert (reloaded.status_code, "passphrase" in (reloaded.context.get("shown") or {})) == (409, False)
    client.post(desk, {"act": "test", "passphrase-passphrase": words})
    assert anew(voting).box.tested_at is not None


def test_box_desk_shows_each_holder_their_part_and_takes_it_back(client, voting):
    with without_triggers():
        BallotBox.objects.all().delete()
    people = [person_with(Role.CLERK) for _number in range(3)]
    desk = page("box_desk", voting)
    client.force_login(people[0])
    empty = client.post(desk, {"act": "make", "make-keeping": "parts"})
    assert (empty.status_code, BallotBox.objects.count()) == (422, 0)
    client.post(desk, {"act": "make", "make-keeping": "parts", "make-holders": [one.pk for one in people]})
    box = anew(voting).box
    # Of three holders two open it; where all are needed that must be read and accepted first.
    two = {
        "act": "make",
        "make-keeping": "parts",
        "make-holders": [one.pk for one in people[:2]],
        "over": box.public_key,
    }
    refused = client.post(desk, two)
    assert (refused.status_code, anew(voting).box.public_key) == (422, box.public_key)
    assert "Alle 2 bewaarders zijn hier nodig" in refused.content.decode()
    client.post(desk, two | {"make-all_needed": "on"})
    assert anew(voting).box.needed == 2
    over = anew(voting).box.public_key
    client.post(desk, two | {"make-holders": [one.pk for one in people], "over": over})
    box = anew(voting).box
    for holder in box.holders.all()[:2]:
        client.force_login(holder.person)
        words = client.post(desk, {"act": "collect", "holder": holder.pk}).context["shown"]["words"]
        assert len(words.split()) == 20
        client.post(desk, {"act": "bring", "holder": holder.pk, "part-words": words})
    assert (box.needed, anew(voting).box.tested_at is not None) == (2, True)


def test_a_colleague_confirms_on_their_own_screen_that_a_part_is_lost(client, voting):
    with without_triggers():
        BallotBox.objects.all().delete()
    people = [person_with(Role.CLERK) for _number in range(3)]
    desk, waiting = page("box_desk", voting), page("seconded_desk", voting)
    client.force_login(people[0])
    client.post(desk, {"act": "make", "make-keeping": "parts", "make-holders": [one.pk for one in people]})
    holder = anew(voting).box.holders.last()
    missing = {"act": "missing", "holder": holder.pk}
    refused = client.post(desk, missing | {"why-reason": ""})
    assert (refused.status_code, SecondedAct.objects.count()) == (422, 0)
    client.post(desk, missing | {"why-reason": "De envelop is verbrand."})
    act = {"seconded": SecondedAct.objects.get().pk}
    assert waiting in client.get(desk).content.decode()
    assert client.post(waiting, act | {"act": "confirm"}).status_code == 409
    assert 'value="confirm"' not in client.get(waiting).content.decode()
    client.force_login(people[1])
    shown = client.get(waiting).content.decode()
    assert ("De envelop is verbrand." in shown, 'value="confirm"' in shown) == (True, True)
    client.post(waiting, act | {"act": "back"})
    assert (SecondedAct.objects.count(), client.post(waiting, act | {"act": "confirm"}).status_code) == (0, 404)
    client.post(desk, missing | {"why-reason": "De envelop is verbrand."})
    client.force_login(people[0])
    client.post(waiting, {"seconded": SecondedAct.objects.get().pk, "act": "confirm"})
    holder.refresh_from_db()
    assert holder.lost_at is not None
    assert "Alle 2 delen die er nog zijn" in client.get(desk).content.decode()
