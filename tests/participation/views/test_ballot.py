import base64
import html
import json
import re

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from participation.actions.round_change import pause_round, resume_round
from participation.models import Ballot, BallotBox, Envelope, PollBookEntry
from participation.voting_enums import SecondedKind
from tests.factories.accounts import UserFactory
from tests.factories.participation import SubjectFactory
from tests.rounds import anew, by_two, in_envelopes, moment, with_other_rules

pytestmark = pytest.mark.django_db


def marked(response) -> set[str]:
    """The options that are marked on a page with a ballot."""
    return {row.label for row in response.context["paper"].rows if row.is_marked}


def marks() -> dict[str, int]:
    (one,) = in_envelopes()
    return one


def test_ballot_asks_to_sign_in_and_leads_back(client, clock, voting):
    address = reverse("ballot", args=[voting.reference.string])
    assert client.get(address).headers["Location"] == f"{reverse('sign_in')}?next={address}"


def test_ballot_is_looked_through_before_it_is_cast(voter, park):
    sent = voter.post(voter.ballot, {"step": "check", "choice": park.pk})
    assert (sent.status_code, sent.headers["Location"]) == (302, voter.check)
    check = voter.get(voter.check)
    assert (check.status_code, Envelope.objects.count()) == (200, 0)
    assert marked(check) == {"Park"}
    cast = voter.post(voter.ballot, {"step": "cast", "choice": park.pk})
    assert cast.headers["Location"] == reverse("voted", args=[park.consultation_round.reference.string])
    assert marks() == {park.reference.string: 1}


def test_casting_asks_the_database_a_dozen_times_however_long_the_paper(voter, park, django_assert_num_queries):
    voter.post(voter.ballot, {"step": "cast", "choice": park.pk})
    voter.force_login(UserFactory())
    voter.post(voter.ballot, {"choice": park.pk})
    page = voter.get(voter.check).context
    sent = {"step": "cast", "choice": park.pk, "voter": page["voter_token"], "paper": page["paper_token"]}
    # Session, account, the roll twice, the lock on the box, the paper, poll book, envelope, casting, trail, and the two of the
    # transaction. PostgreSQL takes lock and paper in one go, roll and poll book, and the three rows that are written last.
    with django_assert_num_queries(12 if connection.vendor == "sqlite" else 8):
        voter.post(voter.ballot, sent)
    assert Envelope.objects.count() == 2


def test_paper_that_a_form_names_is_taken_for_no_other_vote_and_withdrawn_options_are_not_cast(
    voter, voting, park, pool, clerk
):
    voter.post(voter.ballot, {"step": "cast", "choice": park.pk})
    voter.post(voter.ballot, {"choice": pool.pk})
    named = voter.get(voter.check).context["paper_token"]
    by_two(voting, SecondedKind.OPTION, about=str(pool.pk), reason="De grond is verkocht.", by=clerk, at=timezone.now())
    sent = voter.post(voter.ballot, {"step": "cast", "choice": pool.pk, "paper": named})
    assert (sent.headers["Location"], marks()) == (voter.ballot, {park.reference.string: 1})
    assert "veranderd" in voter.get(voter.ballot).content.decode()
    other = reverse("ballot", args=["RND-2026-9999"])
    assert voter.post(other, {"step": "cast", "choice": park.pk, "paper": named, "voter": "x"}).status_code == 404


def test_what_changes_during_the_vote_holds_for_the_next_ballot(voter, voting, park, pool, clerk):
    voter.post(voter.ballot, {"step": "cast", "choice": park.pk})
    by_two(voting, SecondedKind.OPTION, about=str(pool.pk), reason="De grond is verkocht.", by=clerk, at=timezone.now())
    voter.post(voter.ballot, {"step": "cast", "choice": pool.pk})
    assert marks() == {park.reference.string: 1}
    pause_round(consultation_round=anew(voting), reason="Storing.", by=clerk, at=timezone.now())
    voter.post(voter.ballot, {"step": "cast", "choice": []})
    assert marks() == {park.reference.string: 1}
    resume_round(consultation_round=anew(voting), ends={}, reason="Verholpen.", by=clerk, at=timezone.now())
    voter.post(voter.ballot, {"step": "cast", "choice": []})
    assert marks() == {}


def test_ballot_is_looked_through_at_an_address_that_can_be_loaded_again(voter, park):
    voter.post(voter.ballot, {"choice": park.pk})
    assert [marked(voter.get(voter.check)) for _ in range(2)] == [{"Park"}, {"Park"}]
    # Back to the paper: the marks are there.
    assert marked(voter.get(voter.ballot)) == {"Park"}


def test_ballot_that_was_cast_leaves_no_marks_to_go_back_to(voter, park):
    voter.post(voter.ballot, {"choice": park.pk})
    voter.post(voter.ballot, {"step": "cast", "choice": park.pk})
    back = voter.get(voter.check)
    assert (back.status_code, back.headers["Location"]) == (302, voter.ballot)
    assert marked(voter.get(voter.ballot)) == set()


def test_ballot_that_is_blank_is_looked_through_too(voter):
    voter.post(voter.ballot, {"step": "check"})
    assert "Dat is een blanco stem" in voter.get(voter.check).content.decode()


def test_ballot_nobody_began_has_nothing_to_look_through(voter):
    assert voter.get(voter.check).headers["Location"] == voter.ballot


def test_ballot_keeps_its_marks_in_another_language(voter, voting, park):
    with translation.override("en"):
        english = reverse("ballot", args=[voting.reference.string])
    assert f'formaction="{english}"' in voter.get(voter.ballot).content.decode()
    sent = voter.post(english, {"step": "mark", "choice": park.pk})
    assert sent.headers["Location"] == english
    assert marked(voter.get(english)) == {"Park"}


def test_ballot_half_filled_is_shown_to_its_voter_alone(voter, park, resident):
    voter.post(voter.ballot, {"choice": park.pk})
    voter.force_login(UserFactory())
    assert marked(voter.get(voter.ballot)) == set()
    assert voter.get(voter.check).headers["Location"] == voter.ballot
    # Nothing of it stays in the browser once another voter came in.
    voter.force_login(resident)
    assert marked(voter.get(voter.ballot)) == set()


def test_ballot_sent_after_the_session_ended_keeps_its_marks(voter, park, resident):
    token = voter.get(voter.ballot).context["voter_token"]
    voter.cookies.pop("sessionid")
    sent = voter.post(voter.ballot, {"step": "cast", "choice": park.pk, "voter": token})
    assert sent.headers["Location"] == f"{reverse('sign_in')}?next={voter.ballot}"
    voter.force_login(resident)
    assert (marked(voter.get(voter.ballot)), Envelope.objects.count()) == ({"Park"}, 0)


def test_ballot_of_who_was_here_before_is_cast_and_shown_for_nobody_else(voter, park, resident):
    """Two tabs: in one somebody marked, in the other somebody else signed in since."""
    token = voter.get(voter.ballot).context["voter_token"]
    newcomer = UserFactory()
    voter.force_login(newcomer)
    for whose in (token, "", f"{token}x", "entry-1"):
        for step in ("cast", "check"):
            answer = voter.post(voter.ballot, {"step": step, "choice": park.pk, "voter": whose})
            assert (answer.status_code, "Er is niets uitgebracht" in answer.content.decode()) == (409, True)
    assert (marked(voter.get(voter.ballot)), Envelope.objects.count(), PollBookEntry.objects.count()) == (set(), 0, 0)
    voter.force_login(resident)
    voter.post(voter.ballot, {"step": "cast", "choice": park.pk, "voter": token})
    assert PollBookEntry.objects.get().roll_entry.person == resident


@pytest.mark.parametrize("step", ["check", "cast"])
def test_ballot_whose_form_cannot_be_told_to_be_the_voters_own_is_looked_through_again(
    voting, voter, park, resident, step
):
    """The token of a form is no longer that of the session: the tab stood open while somebody signed out and in."""
    token = voter.get(voter.ballot).context["voter_token"]
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(resident)
    form = {"step": step, "choice": park.pk, "voter": token, "csrfmiddlewaretoken": "of another session"}
    sent = browser.post(voter.ballot, form, headers={"origin": "http://testserver"})
    assert (sent.status_code, sent.headers["Location"], token in sent.content.decode()) == (302, voter.check, False)
    page = browser.get(voter.check)
    assert (page.status_code, marked(page), Envelope.objects.count()) == (200, {"Park"}, 0)
    # What another site sends is kept by nobody's browser.
    foreign = Client(enforce_csrf_checks=True)
    foreign.force_login(resident)
    sent = foreign.post(voter.ballot, form, headers={"origin": "https://elders.example"})
    assert (sent.status_code, f"ballot-{voting.reference.string}-nl" in sent.cookies) == (403, False)
    assert ('name="choice"' in sent.content.decode(), Envelope.objects.count()) == (False, 0)


@pytest.mark.parametrize(
    ("method", "data"),
    [
        ("yes-no", {"mark-{park}": "1", "mark-999999": "1"}),
        ("yes-no", {"mark-{park}": ["1", "-1"]}),
        ("points", {"mark-{park}": ["1", "2"]}),
        ("points", {"mark-x": "1"}),
    ],
)
def test_ballot_with_marks_that_its_paper_does_not_have_replaces_none(voter, voting, park, method, data):
    with_other_rules(voting, method=method, settings={"most_each": 5} if method == "points" else {})
    whole = {"step": "cast", f"mark-{park.pk}": "1"}
    voter.post(voter.ballot, whole)
    assert marks() == {park.reference.string: 1}
    answer = voter.post(
        voter.ballot, {"step": "cast"} | {name.format(park=park.pk): value for name, value in data.items()}
    )
    assert answer.headers["Location"] == voter.ballot
    assert voter.get(voter.ballot).context["still_needed"]
    assert (marks(), PollBookEntry.objects.get().times_replaced) == ({park.reference.string: 1}, 0)


def test_ballot_keeps_its_marks_for_an_hour_out_of_scripts_reach_and_unforged(voter, voting, park, clock):
    voting.phases.update(ends_at=moment(11, 16))
    name = f"ballot-{voting.reference.string}-nl"
    kept = voter.post(voter.ballot, {"choice": park.pk}).cookies[name]
    assert (kept["httponly"], kept["samesite"], kept["max-age"]) == (True, "Lax", 3600)
    # It goes with the pages of this vote alone, and whoever finds it in a log or a browser reads nothing in it.
    paths = {voter.ballot, f"/en/rounds/{voting.reference.string}/vote/"}
    assert {one["path"] for key, one in voter.cookies.items() if key.startswith("ballot-")} == paths
    value = kept.value
    assert b"choice" not in base64.urlsafe_b64decode(value.split(":")[0])
    assert len(voter.post(voter.ballot, {"step": "check"}).cookies[name].value) == len(value)
    voter.cookies[name] = value[:-1] + ("A" if value[-1] != "A" else "B")
    assert marked(voter.get(voter.ballot)) == set()
    voter.cookies[name] = value
    assert marked(voter.get(voter.ballot)) == {"Park"}
    clock.shift(3601)
    voter.cookies[name] = value
    assert marked(voter.get(voter.ballot)) == set()


def test_ballot_of_many_marks_fits_a_cookie(voter, voting):
    many = SubjectFactory.create_batch(300, consultation_round=voting)
    kept = voter.post(voter.ballot, {"choice": [subject.pk for subject in many]}).cookies
    assert len(kept[f"ballot-{voting.reference.string}-nl"].OutputString()) < 4096
    assert len(marked(voter.get(voter.check))) == 300


def test_ballot_shows_nobody_what_was_marked(voter, park):
    voter.post(voter.ballot, {"step": "cast", "choice": park.pk})
    again = voter.get(voter.ballot)
    assert again.context["entry"] == PollBookEntry.objects.get()
    assert not any(row.is_marked for row in again.context["paper"].rows)
    done = voter.get(reverse("voted", args=[park.consultation_round.reference.string]))
    assert "Park" not in done.content.decode()


def test_ballot_replaced_holds_the_new_marks_alone(voter, park, pool):
    voter.post(voter.ballot, {"step": "cast", "choice": park.pk})
    voter.post(voter.ballot, {"step": "cast", "choice": pool.pk})
    assert (marks(), PollBookEntry.objects.get().times_replaced) == ({pool.reference.string: 1}, 1)


def test_ballot_that_is_blank_counts_for_the_turnout(voter):
    voter.post(voter.ballot, {"step": "cast"})
    assert (marks(), PollBookEntry.objects.count()) == ({}, 1)


def test_ballot_open_before_the_end_and_sent_after_it_is_refused_in_words(voter, clock, quarter, park, resident):
    token = voter.get(voter.ballot).context["voter_token"]
    clock.shift(quarter)
    response = voter.post(voter.ballot, {"step": "cast", "choice": park.pk, "voter": token}, follow=True)
    assert response.status_code == 409
    said = response.content.decode()
    assert "Je kon stemmen tot en met zaterdag 14 november 2026, 23.59 uur" in said
    assert "Je stem is niet uitgebracht" in said
    assert PollBookEntry.objects.count() == 0


@pytest.mark.parametrize(
    "choice",
    ["", "abc", "0", "-1", "9" * 40, "1.0", "٣", "\x00", "=1", "1 OR 1=1", "<script>alert(1)</script>", "é" * 1000],
)
def test_ballot_with_a_mark_that_is_not_on_the_paper_is_refused_in_words(voter, park, choice):
    response = voter.post(voter.ballot, {"step": "cast", "choice": [park.pk, choice]}, follow=True)
    assert response.redirect_chain == [(voter.ballot, 302)]
    assert "Het stembiljet is veranderd" in response.content.decode()
    assert "<script>alert" not in response.content.decode()
    # What was marked and can be, still is.
    assert marked(response) == {"Park"}
    assert Envelope.objects.count() == 0


def test_ballot_with_one_mark_twice_is_one_mark(voter, park):
    voter.post(voter.ballot, {"step": "cast", "choice": [park.pk, park.pk]})
    assert marks() == {park.reference.string: 1}


def test_ballot_over_the_budget_is_refused_with_the_marks_kept(voter, voting, park, pool):
    voting.method, voting.budget = "greedy", 100_000
    voting.save()
    response = voter.post(voter.ballot, {"step": "cast", "choice": [park.pk, pool.pk]}, follow=True)
    assert response.redirect_chain == [(voter.ballot, 302)]
    shown = response.content.decode()
    assert "110.000" in shown
    # Said before anything else, and where it leads to.
    assert "<title>Fout: Stem" in shown
    assert ('<a href="#paper">' in shown, "data-error-summary" in shown, 'id="paper"' in shown) == (True,) * 3
    assert marked(response) == {"Park", "Bad"}
    assert Envelope.objects.count() == 0


@pytest.mark.parametrize(
    ("given", "is_cast"),
    [
        ({"Park": "3", "Bad": "2"}, True),
        ({"Park": "3", "Bad": "3"}, False),
        ({"Park": "-1"}, False),
        ({"Park": "1,5"}, False),
        ({"Park": "9" * 50}, False),
        ({"Park": "\x00"}, False),
        ({"Park": "0", "Bad": ""}, True),
    ],
)
def test_ballot_of_points_takes_whole_points_that_were_there_to_give(voter, voting, park, pool, given, is_cast):
    voting.method, voting.budget, voting.within_budget, voting.points = "greedy", 100_000, False, 5
    voting.save()
    data = {f"mark-{subject.pk}": given.get(subject.label, "") for subject in (park, pool)}
    response = voter.post(voter.ballot, {"step": "cast", **data}, follow=True)
    assert response.redirect_chain[0][0] == (
        reverse("voted", args=[voting.reference.string]) if is_cast else voter.ballot
    )
    assert Envelope.objects.count() == int(is_cast)
    if not is_cast:
        # What was typed stands there still, beside what is wrong with it.
        assert response.context["still_needed"]
        assert {row.label: row.typed for row in response.context["paper"].rows if row.typed} == {
            label: text[:7] for label, text in given.items()
        }


KINDS = [
    ("single", {}, "choice", {"Park": "1"}, ["Kies er één", "Park"]),
    ("yes-no", {}, "mark", {"Park": "1", "Bad": "-1"}, ["Ja", "Nee"]),
    ("for-against", {}, "mark", {"Park": "0"}, ["Neutraal", "Opengelaten:"]),
    ("points", {"most_each": 5}, "mark", {"Park": "4"}, ["4 punten", "Elk kan er hoogstens 5 krijgen."]),
    ("irv", {}, "mark", {"Bad": "2"}, ["Plaats 2", "Je sloeg plaats 1 over."]),
    ("irv", {}, "mark", {"Park": "2", "Bad": "2"}, ["Je gaf plaats 2 aan meer dan één", "Telt volgens de regels niet mee"]),
    # What the method itself settles is said too: after a gap nothing is read.
    ("stv-scottish", {}, "mark", {"Bad": "2"}, ["Telt volgens de regels niet mee: ‘Bad’."]),
]  # fmt: skip


def test_ballot_of_every_kind_is_shown_whole_in_words_and_cast_as_it_was_shown(voter, voting, park, pool):
    for method, settings, field, given, words in KINDS:
        with_other_rules(voting, method=method, settings=settings)
        values = {one: given[one.label] for one in (park, pool) if one.label in given}
        data = {"choice": park.pk} if field == "choice" else {f"mark-{one.pk}": text for one, text in values.items()}
        check = voter.post(voter.ballot, {"step": "check", **data}, follow=True)
        shown = html.unescape(check.content.decode()) + voter.get(voter.ballot).content.decode()
        assert [word for word in words if word not in shown] == [], method
        hidden = dict(
            re.findall(r'type="hidden" name="((?:choice|mark)[^"]*)" value="([^"]*)"', check.content.decode())
        )
        voter.post(voter.ballot, {"step": "cast", **hidden})
        assert marks() == {one.reference.string: int(text) for one, text in values.items()}, method


def test_ballot_on_which_one_is_chosen_can_be_blank_again(voter, voting, park, pool):
    voting.method = "single"
    voting.save()
    two = voter.post(voter.ballot, {"step": "cast", "choice": [park.pk, pool.pk]}, follow=True)
    assert two.context["still_needed"]
    voter.post(voter.ballot, {"step": "cast", "choice": "blank"})
    assert marks() == {}


def test_ballot_of_a_round_without_a_vote_is_not_there(voter, voting):
    voting.method = ""
    voting.save()
    assert voter.get(voter.ballot).status_code == 404


def test_voted_of_somebody_who_has_not_leads_to_the_ballot(voter, voting):
    response = voter.get(reverse("voted", args=[voting.reference.string]))
    assert response.headers["Location"] == voter.ballot


def test_ballot_is_refused_in_words_while_its_box_was_not_tested(voter, voting, in_english):
    BallotBox.objects.update(tested_at=None)
    assert "De stembus is nog niet klaar" in voter.get(voter.ballot).content.decode()


def test_ballot_is_kept_by_no_cache(voter):
    assert "no-store" in voter.get(voter.ballot).headers["Cache-Control"]


def test_ballot_leaves_no_marks_anywhere_but_in_the_envelope(voter, park, resident):
    voter.post(voter.ballot, {"step": "check", "choice": park.pk})
    voter.post(voter.ballot, {"step": "cast", "choice": park.pk})
    assert "choice" not in json.dumps(dict(voter.session))
    assert Ballot.objects.count() == 0
    assert resident.drafts.count() == 0
