from participation.tally.profile import APPROVAL, Option, Profile, approve
from participation.tally.rules import method


def test_without_a_majority_nobody_wins_and_no_tie_is_told():
    # Four voted: three votes were needed, and two have two each.
    profile = Profile(
        (Option("park"), Option("pool"), Option("path")), APPROVAL, {approve(["park"]): 2, approve(["pool"]): 2}
    )
    outcome = method("single").count(profile, settings={"win_by": "majority"})

    assert (outcome.winners, outcome.ties) == ((), ())
    assert [(line.place, line.reason.code) for line in outcome.lines[:2]] == [(None, "no-majority")] * 2
    assert (outcome.lines[2].place, outcome.lines[2].reason.code != "no-majority") == (None, True)
