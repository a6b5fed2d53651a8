"""Ways of counting beside each other, on ballots that nobody cast: in a rehearsal and nowhere else."""

import pytest
from django.urls import reverse

from accounts.rehearsal import rehearsal_path
from participation.ballot_rules import kind_of, refusal_of_choices
from participation.enums import PhaseKind
from participation.models import Ballot, ConsultationRound
from participation.queries.ballot import options_of
from participation.queries.invented import VOTERS, invented_outcomes, invented_profile
from tests.factories.participation import ConsultationRoundFactory, PhaseFactory, SubjectFactory
from tests.rounds import anew, moment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

# What each round lays down, and which other ways can count the same ballots.
ROUNDS = {
    "greedy": ({"budget": 100_000}, {"greedy-stop", "equal-shares", "equal-shares-add1", "equal-shares-add1u"}),
    "equal-shares-points": (
        {"budget": 100_000, "points": 10},
        {"greedy", "greedy-stop", "equal-shares-points-add1", "equal-shares-points-add1u"},
    ),
    "approval": ({"seats": 2}, set()),
    "single": ({}, {"approval"}),
    "up-to-k": ({"seats": 2, "max_choices": 2}, {"approval"}),
    "irv": ({}, {"stv", "stv-scottish"}),
    "stv-scottish": ({"seats": 2, "tie_rule": "lot", "public_draw": "De loterij"}, {"stv"}),
    "stv": ({"settings": {"skipped_ranks": "refuse", "equal_ranks": "refuse"}}, {"irv", "stv-scottish"}),
    "for-against": ({}, {"for-against-each"}),
    "yes-no": ({}, {"for-against", "for-against-each"}),
    "points": ({"settings": {"most_each": 4}}, set()),
    "cumulative": ({"points": 10, "settings": {"spend": "all", "most_each": 3}}, {"points"}),
}


def vote_by(method, fields, options=5) -> ConsultationRound:
    consultation_round = ConsultationRoundFactory(method=method, title="Wat doen we?", **{"budget": None} | fields)
    PhaseFactory(
        consultation_round=consultation_round, kind=PhaseKind.VOTE, starts_at=moment(11, 1), ends_at=moment(11, 15)
    )
    for number in range(1, options + 1):
        SubjectFactory(consultation_round=consultation_round, label=f"Plan {number}", cost=15_000 * number)
    return anew(consultation_round)


def test_invented_ballots_fit_the_rules_and_are_the_same_at_every_draw_of_a_number():
    for method, (fields, others) in ROUNDS.items():
        vote = vote_by(method, fields)
        subjects = list(options_of(vote))
        profile = invented_profile(vote, subjects, 1)
        assert profile == invented_profile(vote, subjects, 1) != invented_profile(vote, subjects, 2)
        assert (sum(profile.ballots.values()), profile.kind) == (VOTERS, kind_of(vote))
        keys, options = {one.reference.string: one.pk for one in subjects}, {one.pk: one for one in subjects}
        for marked in profile.ballots:
            assert refusal_of_choices(vote, options, {keys[one]: value for one, value in marked}) == "", method
        # Few are blank, and people differ.
        assert (profile.voters > 0.9 * VOTERS, len(profile.ballots) > 3) == (True, True), method
        outcomes = invented_outcomes(vote, profile, 1)
        assert next(iter(outcomes)) == method
        assert outcomes.keys() - {method} == others, method


def test_a_rehearsal_alone_shows_other_ways_of_counting_beside_that_of_the_round(client, clerk, time_machine):
    time_machine.move_to(moment(10, 1), tick=False)
    vote = vote_by("greedy", {"budget": 60_000})
    at = reverse("invented_counts", args=[vote.reference.string])
    client.force_login(clerk)
    assert client.get(at).status_code == 404
    client.get(rehearsal_path(at=moment(11, 2), role="visitor", path=at))
    page = client.get(at)
    words = page.content.decode()
    assert "Nobody cast these ballots" in words
    assert "300 ballots" in words
    outcomes = invented_outcomes(vote, invented_profile(vote, list(options_of(vote)), 1), 1)
    headings = [one["label"] for one in page.context["table"]["headings"]]
    assert len(headings) == 3 + len(outcomes) == 8
    for row in page.context["table"]["rows"]:
        option = next(one for one in options_of(vote) if one.public_label == row[0]["text"])
        won = [option.reference.string in outcome.winners for outcome in outcomes.values()]
        assert [cell["text"] != "not chosen" for cell in row[3:]] == won
    assert client.get(at, {"draw": "2"}).context["table"] != page.context["table"]
    assert client.get(at, {"draw": "²"}).context["table"] == page.context["table"]
    assert "invented-counts" in client.get(reverse("round_rules", args=[vote.reference.string])).content.decode()
    assert Ballot.objects.count() == 0
    # Of what was counted nobody is shown a second winner.
    ConsultationRound.objects.update(counted_at=moment(10, 1))
    refused = client.get(at)
    assert (refused.status_code, "table" in refused.context) == (409, False)
    client.get(reverse("stop_rehearsal"))
    assert client.get(at).status_code == 404
    assert "invented-counts" not in client.get(reverse("round_rules", args=[vote.reference.string])).content.decode()


def test_a_round_with_nothing_on_its_paper_says_so(client, clerk, time_machine):
    time_machine.move_to(moment(10, 1), tick=False)
    at = reverse("invented_counts", args=[vote_by("approval", {}, options=0).reference.string])
    client.force_login(clerk)
    client.get(rehearsal_path(at=moment(11, 2), role="visitor", path=at))
    assert "Nothing is on the ballot paper yet" in client.get(at).content.decode()
