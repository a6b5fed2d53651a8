from participation.tally.profile import APPROVAL, Option, Profile, approve, grouped
from participation.tally.rules import method
from participation.tally.ties import CHAINS

OPTIONS = (Option("park", 3), Option("pool", 2), Option("path", 1))


def count(*ballots: str, seats: int | None = None, ties=None):
    profile = Profile(OPTIONS, APPROVAL, grouped(approve(one.split()) for one in ballots), seats=seats)
    return method("approval").count(profile, ties)


def test_count_gives_the_one_seat_to_the_most_approved():
    outcome = count("pool path", "pool", "park path pool")

    assert outcome.winners == ("pool",)
    assert outcome.scores == {"park": 1, "pool": 3, "path": 2}
    assert [(line.place, line.reason.code) for line in outcome.lines] == [
        (None, "seats-taken"),
        (1, "among-most-approved"),
        (None, "seats-taken"),
    ]
    assert outcome.lines[0].reason.sentence == "Approvals: 1; the last seat took 3."


def test_count_leaves_a_seat_empty_rather_than_pick_what_nobody_chose():
    assert count("pool", seats=3).winners == ("pool",)


def test_count_settles_a_tie_for_the_last_seat_by_list_order_and_names_it():
    outcome = count("park pool path", "path", seats=2)

    assert outcome.winners == ("path", "park")
    assert [(tie.step, tie.options, tie.settled_by) for tie in outcome.ties] == [(2, ("park", "pool"), ("list-order",))]
    assert outcome.lines[1].reason.code == "lost-tie"


def test_count_settles_ties_by_the_chain_it_is_given():
    assert count("park pool", ties=CHAINS["lower-cost"]).winners == ("pool",)


def test_count_names_no_tie_that_changes_nothing():
    assert count("park pool", "path", "path park pool", seats=3).ties == ()
