import json

import pytest
from django.urls import reverse

from participation.models import Ballot, Envelope, PollBookEntry
from tests.factories.participation import SubjectFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def park(voting):
    return SubjectFactory(consultation_round=voting, label="Park", cost=60_000)


@pytest.fixture
def pool(voting):
    return SubjectFactory(consultation_round=voting, label="Bad", cost=50_000)


@pytest.fixture
def voter(client, clock, resident, voting, park, pool):
    """A browser of somebody who may vote, and the address of the ballot."""
    client.force_login(resident)
    client.ballot = reverse("ballot", args=[voting.reference.string])
    return client


def marks() -> dict[str, int]:
    return json.loads(Envelope.objects.get().contents)


def test_ballot_asks_to_sign_in_and_leads_back(client, clock, voting):
    address = reverse("ballot", args=[voting.reference.string])
    assert client.get(address).headers["Location"] == f"{reverse('sign_in')}?next={address}"


def test_ballot_is_looked_through_before_it_is_cast(voter, park):
    check = voter.post(voter.ballot, {"step": "check", "choice": park.pk})
    assert (check.status_code, Envelope.objects.count()) == (200, 0)
    assert [row.label for row in check.context["rows"] if row.is_marked] == ["Park"]
    cast = voter.post(voter.ballot, {"step": "cast", "choice": park.pk})
    assert cast.headers["Location"] == reverse("voted", args=[park.consultation_round.reference.string])
    assert marks() == {str(park.pk): 1}


def test_ballot_shows_nobody_what_was_marked(voter, park):
    voter.post(voter.ballot, {"step": "cast", "choice": park.pk})
    again = voter.get(voter.ballot)
    assert again.context["entry"] == PollBookEntry.objects.get()
    assert not any(row.is_marked for row in again.context["rows"])
    done = voter.get(reverse("voted", args=[park.consultation_round.reference.string]))
    assert "Park" not in done.content.decode()


def test_ballot_replaced_holds_the_new_marks_alone(voter, park, pool):
    voter.post(voter.ballot, {"step": "cast", "choice": park.pk})
    voter.post(voter.ballot, {"step": "cast", "choice": pool.pk})
    assert (marks(), PollBookEntry.objects.get().times_replaced) == ({str(pool.pk): 1}, 1)


def test_ballot_that_is_blank_counts_for_the_turnout(voter):
    voter.post(voter.ballot, {"step": "cast"})
    assert (marks(), PollBookEntry.objects.count()) == ({}, 1)


def test_ballot_open_before_the_end_and_sent_after_it_is_refused_in_words(voter, clock, quarter, park, resident):
    assert voter.get(voter.ballot).status_code == 200
    clock.shift(quarter)
    response = voter.post(voter.ballot, {"step": "cast", "choice": park.pk})
    assert response.status_code == 409
    assert "Je kon stemmen tot en met zaterdag 14 november 2026, 23.59 uur" in response.content.decode()
    assert PollBookEntry.objects.count() == 0


@pytest.mark.parametrize(
    "choice",
    ["", "abc", "0", "-1", "9" * 40, "1.0", "٣", "\x00", "=1", "1 OR 1=1", "<script>alert(1)</script>", "é" * 1000],
)
def test_ballot_with_a_mark_that_is_not_on_the_paper_is_refused_in_words(voter, park, choice):
    response = voter.post(voter.ballot, {"step": "cast", "choice": [park.pk, choice]})
    assert response.status_code == 422
    assert "Het stembiljet is veranderd" in response.content.decode()
    assert "<script>alert" not in response.content.decode()
    # What was marked and can be, still is.
    assert [row.label for row in response.context["rows"] if row.is_marked] == ["Park"]
    assert Envelope.objects.count() == 0


def test_ballot_with_one_mark_twice_is_one_mark(voter, park):
    voter.post(voter.ballot, {"step": "cast", "choice": [park.pk, park.pk]})
    assert marks() == {str(park.pk): 1}


def test_ballot_over_the_budget_is_refused_with_the_marks_kept(voter, voting, park, pool):
    voting.method, voting.budget = "greedy", 100_000
    voting.save()
    response = voter.post(voter.ballot, {"step": "cast", "choice": [park.pk, pool.pk]})
    assert response.status_code == 422
    assert "110.000" in response.content.decode()
    assert {row.label for row in response.context["rows"] if row.is_marked} == {"Park", "Bad"}
    assert Envelope.objects.count() == 0


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"Park": "3", "Bad": "2"}, 302),
        ({"Park": "3", "Bad": "3"}, 422),
        ({"Park": "-1"}, 422),
        ({"Park": "1,5"}, 422),
        ({"Park": "9" * 50}, 422),
        ({"Park": "\x00"}, 422),
        ({"Park": "0", "Bad": ""}, 302),
    ],
)
def test_ballot_of_points_takes_whole_points_that_were_there_to_give(voter, voting, park, pool, given, status):
    voting.method, voting.budget, voting.within_budget, voting.points = "greedy", 100_000, False, 5
    voting.save()
    data = {f"points-{subject.pk}": given.get(subject.label, "") for subject in (park, pool)}
    response = voter.post(voter.ballot, {"step": "cast", **data})
    assert response.status_code == status
    assert Envelope.objects.count() == (1 if status == 302 else 0)


def test_ballot_of_a_round_without_a_vote_is_not_there(voter, voting):
    voting.method = ""
    voting.save()
    assert voter.get(voter.ballot).status_code == 404


def test_voted_of_somebody_who_has_not_leads_to_the_ballot(voter, voting):
    response = voter.get(reverse("voted", args=[voting.reference.string]))
    assert response.headers["Location"] == voter.ballot


def test_ballot_is_kept_by_no_cache(voter):
    assert "no-store" in voter.get(voter.ballot).headers["Cache-Control"]


def test_ballot_leaves_no_marks_anywhere_but_in_the_envelope(voter, park, resident):
    voter.post(voter.ballot, {"step": "check", "choice": park.pk})
    voter.post(voter.ballot, {"step": "cast", "choice": park.pk})
    assert "choice" not in json.dumps(dict(voter.session))
    assert Ballot.objects.count() == 0
    assert resident.drafts.count() == 0
