import html
from datetime import timedelta
from unittest.mock import Mock

import pytest
from django.contrib.sessions.models import Session
from django.db import OperationalError
from django.urls import reverse

from base.models import AuditEntry
from participation.actions.voting_letter import replace_letter
from participation.enums import Eligibility
from participation.models import ConsultationRound, PollBookEntry, VotingLetter
from tests.factories.participation import (
    PhaseFactory,
    PollBookEntryFactory,
    SubjectFactory,
    VotingHelpFactory,
    VotingLetterFactory,
)
from tests.rounds import in_envelopes, moment, with_own_forms

pytestmark = pytest.mark.django_db

CODE = "ACDEFGHJKLMNQ"


@pytest.fixture
def letter(voting) -> VotingLetter:
    ConsultationRound.objects.filter(pk=voting.pk).update(eligibility=Eligibility.ROLL)
    voting.refresh_from_db()
    return VotingLetterFactory(roll_entry__consultation_round=voting, code=CODE)


@pytest.fixture
def door(client, clock, voting, letter):
    """A browser of nobody, and the addresses of the vote."""
    for name in ("ballot", "check_ballot", "voted", "vote_by_code", "leave_vote"):
        setattr(client, name, reverse(name, args=[voting.reference.string]))
    return with_own_forms(client)


def type_code(door, code=" acde-fghj klmnq "):
    return door.post(door.vote_by_code, {"code": code})


def test_ballot_of_a_round_with_letters_leads_to_the_code_whoever_is_not_known(door):
    for address in (door.ballot, door.check_ballot, door.voted):
        assert door.get(address).headers["Location"] == door.vote_by_code


def test_the_short_address_of_a_letter_leads_to_the_vote_that_runs_or_asks_which_one(door, voting, clock):
    for short, leads_to in (("/stem/", "/nl/stemmen/"), ("/vote/", "/en/vote/")):
        assert door.get(short).headers["Location"] == leads_to
    assert door.get("/nl/stemmen/").headers["Location"] == door.vote_by_code
    other = VotingLetterFactory(roll_entry__consultation_round__title="Het plein").roll_entry.consultation_round
    phase = voting.phases.get(kind="vote")
    PhaseFactory(consultation_round=other, kind="vote", starts_at=phase.starts_at, ends_at=phase.ends_at)
    shown = door.get("/nl/stemmen/").content.decode()
    assert [one in shown for one in (door.vote_by_code, other.reference.string, "Het plein")] == [True, True, True]
    clock.move_to(phase.ends_at)
    assert "Er loopt nu geen stemming per brief." in door.get("/nl/stemmen/").content.decode()


def test_vote_by_code_needs_nothing_but_the_code_from_the_letter_to_the_receipt(door, park, voting):
    VotingHelpFactory(telephone="14 0123")
    assert "14 0123" in door.get(door.vote_by_code).content.decode()
    assert type_code(door).headers["Location"] == door.ballot
    page = door.get(door.ballot)
    assert (page.status_code, "14 0123" in page.content.decode()) == (200, True)
    assert door.post(door.ballot, {"step": "check", "choice": park.pk}).headers["Location"] == door.check_ballot
    assert door.get(door.check_ballot).status_code == 200
    assert door.post(door.ballot, {"step": "cast", "choice": park.pk}).headers["Location"] == door.voted
    voted = door.get(door.voted)
    assert (len(voted.context["receipt"]), in_envelopes()) == (15, [{park.reference.string: 1}])
    # A computer that others use: the session ends soon by itself, and at once where somebody leaves.
    assert door.session.get_expiry_age() == 10 * 60
    left = door.post(door.leave_vote)
    assert (left.headers["Location"], left.headers["Clear-Site-Data"]) == (door.vote_by_code, '"cache"')
    assert door.get(door.voted).headers["Location"] == door.vote_by_code
    # The same code replaces.
    type_code(door)
    door.post(door.ballot, {"step": "cast"})
    assert (in_envelopes(), PollBookEntry.objects.get().channel) == ([{}], "letter")


def test_a_code_that_the_database_cannot_look_at_changed_nothing(door, monkeypatch):
    locked = Mock(side_effect=OperationalError("database is locked"))
    monkeypatch.setattr("participation.views.voting_letter.use_code", locked)
    answer = type_code(door)
    assert (answer.status_code, "Er is niets uitgebracht" in answer.content.decode()) == (503, True)


def test_a_voter_whom_the_database_does_not_answer_reads_what_of_theirs_is_in_the_box(door, park, monkeypatch, clock):
    type_code(door)
    sent, blank = {"step": "cast", "choice": park.pk}, {"step": "cast"}
    locked = Mock(side_effect=OperationalError("database is locked"))
    with monkeypatch.context() as patch:
        patch.setattr("participation.views.ballot.cast_ballot", locked)
        answer = door.post(door.ballot, sent, HTTP_ORIGIN="http://testserver")
    page = answer.content.decode()
    assert (answer.status_code, in_envelopes()) == (503, [])
    assert ("er zit niets van in de stembus" in page, f'value="{park.pk}"' in page) == (True, True)
    assert [row.is_marked for row in door.get(door.check_ballot).context["paper"].rows] == [True]
    door.post(door.ballot, sent)
    with monkeypatch.context() as patch:
        patch.setattr("participation.views.ballot.cast_ballot", locked)
        # Its connection was lost as it cast, at this very moment.
        assert "geen ontvangstcode geven" in door.post(door.ballot, blank).content.decode()
        clock.shift(timedelta(minutes=1))
        assert "zit in de stembus, en telt" in door.post(door.ballot, blank).content.decode()
        blank["voter"] = door.get(door.ballot).context["voter_token"]
        patch.setattr("participation.views.ballot.poll_book_line", locked)
        assert "We kunnen nu niet zien" in door.post(door.ballot, blank).content.decode()
    assert in_envelopes() == [{park.reference.string: 1}]


def test_the_session_of_a_code_holds_the_letter_alone_and_ends_by_itself(door, voting, park, clock):
    door.get(door.vote_by_code)
    before = door.cookies["sessionid"].value
    type_code(door)
    assert {key for key in door.session.keys() if not key.startswith("_")} == {"letter"}  # noqa: SIM118 - no dict
    assert door.cookies["sessionid"].value != before
    assert not Session.objects.filter(pk=before).exists()
    voting.phases.update(ends_at=moment(11, 16))
    clock.shift(29 * 60)
    assert door.get(door.ballot).status_code == 200
    Session.objects.update(expire_date=moment(11, 1))
    assert door.get(door.ballot).headers["Location"] == door.vote_by_code


def test_marks_sent_after_the_session_ended_wait_for_the_code(door, park):
    type_code(door)
    token = door.get(door.ballot).context["voter_token"]
    door.cookies.pop("sessionid")
    sent = door.post(door.ballot, {"step": "cast", "choice": park.pk, "voter": token})
    assert (sent.headers["Location"], in_envelopes()) == (door.vote_by_code, [])
    type_code(door)
    assert [row.is_marked for row in door.get(door.ballot).context["paper"].rows] == [True]


def test_a_replaced_letter_ends_the_session_that_it_began(door, letter, clerk):
    type_code(door)
    replace_letter(
        entry=letter.roll_entry, reason="Kwijt.", form="print", language="nl", by=clerk, at=moment(11, 14, 23, 45)
    )
    assert door.get(door.ballot).headers["Location"] == door.vote_by_code


def test_vote_by_code_tells_what_is_wrong_and_leaves_the_code_nowhere(door, caplog):
    told = {
        code: html.unescape(type_code(door, code).content.decode())
        for code in ("ACDEFGHJKLMNR", "ACDE FGHJ", "ACDEFGHJKLMN8")
    }
    assert "Geen brief van deze stemming heeft deze code." in told["ACDEFGHJKLMNR"]
    assert "en je typte er 8" in told["ACDE FGHJ"]
    assert "staan in geen enkele code: 8." in told["ACDEFGHJKLMN8"]
    answer = type_code(door, "ACDEFGHJKLMNR")
    assert (answer.status_code, "no-store" in answer.headers["Cache-Control"]) == (409, True)
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert type_code(door, "ACDE").status_code == 422
    assert "ACDEFGHJKLMNR" not in caplog.text + str(list(AuditEntry.objects.values())) + str(
        list(Session.objects.values())
    )
    # Nothing in an address is read.
    assert door.get(f"{door.vote_by_code}?code={CODE}").status_code == 200
    assert "letter" not in door.session


def test_before_and_after_the_vote_nobody_is_led_to_a_code_that_lets_nobody_in(door, clock, quarter, voting, resident):
    VotingHelpFactory(telephone="14 0123")
    voting.phases.update(starts_at=moment(11, 16), ends_at=moment(11, 17))
    lost, code = "of ben je hem kwijt?", f'href="{door.vote_by_code}"'
    for when, asks_letter, told in (
        (moment(11, 15, 12), True, "Je kunt stemmen vanaf"),
        (moment(11, 18), False, "De uitslag staat op de pagina van de ronde"),
    ):
        clock.move_to(when)
        for _who in ("nobody", "somebody"):
            for address in (door.ballot, door.vote_by_code):
                page = door.get(address)
                shown = html.unescape(page.content.decode())
                assert (page.status_code, told in shown, code in shown, lost in shown) == (
                    409,
                    True,
                    False,
                    asks_letter,
                )
                assert "Begin zelf iets'" not in shown
            door.force_login(resident)
        door.logout()


def test_vote_by_code_is_closed_outside_the_vote_and_where_there_are_no_letters(door, clock, quarter):
    clock.shift(quarter)
    assert type_code(door).status_code == 409
    assert "letter" not in door.session
    other = SubjectFactory().consultation_round
    assert door.get(reverse("vote_by_code", args=[other.reference.string])).status_code == 404


def test_a_code_typed_by_somebody_who_is_signed_in_makes_account_and_letter_one(door, resident, letter, park):
    door.force_login(resident)
    assert type_code(door).headers["Location"] == door.ballot
    letter.roll_entry.refresh_from_db()
    assert (letter.roll_entry.person, "letter" in door.session) == (resident, False)
    door.post(door.ballot, {"step": "cast", "choice": park.pk})
    assert PollBookEntry.objects.get().roll_entry == letter.roll_entry


def test_signing_in_takes_a_code_out_of_the_session(door, resident):
    type_code(door)
    door.force_login(resident)
    assert "letter" not in door.session
    assert door.get(door.ballot).status_code == 409


def test_a_voter_by_code_is_shown_nothing_of_another(door, voting, park):
    PollBookEntryFactory(roll_entry=VotingLetterFactory(roll_entry__consultation_round=voting).roll_entry)
    type_code(door)
    assert door.get(door.ballot).context["entry"] is None
