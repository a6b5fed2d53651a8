"""What the one box says, for each kind of phase and each state of a round."""

from datetime import date

import pytest

from participation.enums import PhaseKind, RoundState
from participation.models import BallotBox
from participation.queries.consultation_round import standing
from proposals.queries.decision import decisions_on
from proposals.views.now import now_of
from tests.factories.proposals import DecisionFactory
from tests.rounds import COUNTING, VOTING, anew, count, moment, publish_round

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

DURING = moment(11, 5)
UNTIL = "until and including Saturday 14 November 2026, 23:59"


def box(consultation_round, at, **reader):
    found = anew(consultation_round)
    return now_of(found, standing(found, at), at, decision=next(reversed(decisions_on(found)), None), **reader)


def names(now) -> list[str]:
    return [str(action["label"]) for action in now.actions]


def test_now_says_what_comes_next_only_of_what_begins_after_it(agenda_item):
    for begins, words in ((moment(11, 15), "After that"), (moment(11, 10), "Beside it")):
        phases = [(PhaseKind.DISCUSS, moment(11, 1), moment(11, 15)), (PhaseKind.ANSWER, begins, moment(12, 1))]
        body = box(publish_round(agenda_item, phases=phases, method=""), DURING).body
        day = f"{begins:%A} {begins.day} November 2026"
        assert body == f"That can be done {UNTIL}. {words}: the municipality answers, from {day} on."


@pytest.mark.parametrize(
    ("kind", "title", "actions", "words"),
    [
        (PhaseKind.INFORM, "Read along", [], f"This goes on {UNTIL}."),
        (
            PhaseKind.COLLECT,
            "Now: make a proposal",
            ["Make a proposal", "See the proposals"],
            f"That can be done {UNTIL}.",
        ),
        (
            PhaseKind.SUPPORT,
            "Now: support what you like, and react",
            ["See the proposals"],
            f"That can be done {UNTIL}.",
        ),
        (PhaseKind.DISCUSS, "Now: react", ["See the proposals"], f"That can be done {UNTIL}."),
        (PhaseKind.ASSESS, "The municipality examines", [], f"This goes on {UNTIL}."),
        (PhaseKind.VOTE, "Now: vote", ["Vote"], f"That can be done {UNTIL}."),
        (PhaseKind.ANSWER, "The municipality answers", [], f"This goes on {UNTIL}."),
    ],
)
def test_now_of_an_open_phase_offers_what_it_permits_and_no_more(agenda_item, kind, title, actions, words):
    method = "approval" if kind == PhaseKind.VOTE else ""
    one = publish_round(agenda_item, phases=[(kind, moment(11, 1), moment(11, 15))], method=method)
    if method:
        # Without a box that was tested nobody can vote, and no page says that they can.
        BallotBox.objects.update(tested_at=None)
        untested = box(one, DURING)
        assert (untested.title, names(untested)) == ("Voting has not begun", [])
        assert "The ballot box is not ready yet" in untested.body
        BallotBox.objects.update(tested_at=moment(10, 1))
    now = box(one, DURING)
    assert (now.title, names(now), now.body) == (title, actions, words)
    assert box(one, moment(8, 25)).title == f"Coming: {PhaseKind(kind).label.lower()}"


def test_now_of_who_has_voted_says_that_the_ballot_is_in(consultation_round):
    now = box(consultation_round, VOTING, has_voted=True)
    assert (now.title, names(now)) == ("Your ballot is in the box", ["Replace your ballot"])
    assert now.body == f"You can replace it {UNTIL}."


def test_now_gives_the_end_of_what_it_offers_not_of_what_ends_first(agenda_item):
    phases = [(PhaseKind.DISCUSS, moment(11, 1), moment(11, 8)), (PhaseKind.SUPPORT, moment(11, 1), moment(11, 15))]
    assert box(publish_round(agenda_item, phases=phases, method=""), DURING).body == f"That can be done {UNTIL}."


def test_now_after_the_vote_says_no_more_than_is_true(consultation_round, clerk):
    assert (box(consultation_round, COUNTING).title, box(consultation_round, COUNTING).body) == (
        "Voting is over",
        "The ballots lie in the closed box until the clerk counts them. Nobody sees a figure before that.",
    )
    count(consultation_round, by=clerk, public=False)
    counted = box(consultation_round, COUNTING)
    assert (counted.title, counted.actions) == ("The ballots have been counted", [])
    count_again = anew(consultation_round)
    count_again.result_published_at = COUNTING
    count_again.save()
    assert standing(anew(consultation_round), COUNTING).state == RoundState.PUBLISHED
    assert names(box(consultation_round, COUNTING)) == ["See the result"]
    DecisionFactory(consultation_round=consultation_round, decided_on=date(2026, 11, 20))
    assert (box(consultation_round, COUNTING).title, names(box(consultation_round, COUNTING))) == (
        "Decided: adopted",
        ["Read the decision"],
    )


def test_now_between_two_phases_says_what_comes(agenda_item):
    phases = [
        (PhaseKind.COLLECT, moment(11, 1), moment(11, 3)),
        (PhaseKind.ANSWER, moment(11, 8), None),
    ]
    now = box(publish_round(agenda_item, phases=phases, method=""), DURING)
    assert (now.title, now.body) == ("Coming: the municipality answers", "From Sunday 8 November 2026 on.")


def test_now_after_a_round_without_a_vote_says_that_it_is_weighed(agenda_item):
    one = publish_round(agenda_item, phases=[(PhaseKind.DISCUSS, moment(11, 1), moment(11, 3))], method="")
    assert box(one, DURING).title == "Taking part is over"
