import pytest

from participation.tally.profile import (
    APPROVAL,
    POINTS,
    RANKED,
    STANCES,
    Option,
    Profile,
    ProfileError,
    approve,
    ballot,
    grouped,
)

PARK, POOL = Option("park", 300), Option("pool", 900)


def test_grouped_counts_equal_ballots_once_whatever_the_order_of_their_marks():
    assert grouped([approve(["park", "pool"]), approve(["pool", "park"]), approve(["park"])]) == {
        approve(["park", "pool"]): 2,
        approve(["park"]): 1,
    }


def test_scores_adds_points_and_votes_counts_ballots():
    ballots = grouped([ballot([("park", 3)]), ballot([("park", 1), ("pool", 2)]), ballot([("pool", 0)])])
    profile = Profile((PARK, POOL), POINTS, ballots, budget=1000)

    assert profile.scores() == {"park": 4, "pool": 2}
    assert profile.votes() == {"park": 2, "pool": 1}


def test_votes_counts_those_for_and_not_those_against():
    ballots = grouped([ballot([("park", 1)]), ballot([("park", -1)]), ballot([("park", 0), ("pool", -1)])])

    assert Profile((PARK, POOL), STANCES, ballots).votes() == {"park": 1, "pool": 0}


def test_voters_leaves_blank_ballots_out():
    profile = Profile((PARK,), APPROVAL, grouped([approve([]), approve(["park"]), approve([])]))

    assert profile.voters == 1


def test_blank_leaves_out_what_was_emptied_up_to_all_that_is_empty():
    assert [Profile((PARK,), APPROVAL, {(): 2}, emptied=emptied).blank for emptied in (0, 1, 2)] == [2, 1, 0]


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        ({"options": (PARK, PARK)}, "Two options have the same identifier."),
        ({"options": (Option("park", -1),)}, "An option cannot have a negative cost."),
        ({"budget": -1}, "A budget cannot be negative."),
        ({"seats": 0}, "There must be at least one seat."),
        ({"emptied": 1}, "More ballots were emptied by a withdrawal than are empty."),
        ({"ballots": {(): 2}, "emptied": 3}, "More ballots were emptied by a withdrawal than are empty."),
        ({"ballots": {approve(["park"]): 0}}, "A ballot must have been cast at least once to be counted."),
        ({"ballots": {ballot([("park", 1), ("park", 2)]): 1}}, "A ballot marks the same option twice."),
        ({"ballots": {approve(["lake"]): 1}}, "A ballot marks 'lake', which is not among the options."),
        ({"ballots": {ballot([("park", 2)]): 1}}, "An approval is worth exactly 1."),
        ({"kind": POINTS, "ballots": {ballot([("park", -1)]): 1}}, "Points cannot be negative."),
        ({"kind": RANKED, "ballots": {ballot([("park", 0)]): 1}}, "Ranks are whole numbers from 1 up."),
        (
            {"kind": STANCES, "ballots": {ballot([("park", 2)]): 1}},
            "A stance is 1 (for), 0 (neutral) or -1 (against).",
        ),
        (
            {"kind": STANCES, "ballots": {ballot([("park", -2)]): 1}},
            "A stance is 1 (for), 0 (neutral) or -1 (against).",
        ),
    ],
)
def test_profile_refuses_parts_that_contradict_each_other(parts, sentence):
    with pytest.raises(ProfileError) as refused:
        Profile(**{"options": (PARK, POOL), "kind": APPROVAL, "ballots": {}} | parts)

    assert str(refused.value) == sentence
