"""Methods that add up marks: single choice, up to k, points, for and against, yes and no, enough support."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from participation.tally.profile import Option, Profile, ballot
from participation.tally.rules import METHODS_BY_NAME, method
from participation.tally.ties import CHAINS

OPTIONS = (Option("park", 3), Option("pool", 2), Option("path", 1))
STATED = {"up-to-k": {"most": 3}, "cumulative": {"most": 99}, "support-threshold": {"threshold": 3}}


def count(name: str, *ballots: str, seats: int | None = None, ties=None, **stated):
    """``"2 park pool:3"``: two ballots, 1 for the park and 3 for the pool."""
    found = Counter()
    for one in ballots:
        times, *marks = one.split()
        pairs = (mark.partition(":") for mark in marks)
        found[ballot((option, int(value or 1)) for option, _, value in pairs)] += int(times)
    profile = Profile(OPTIONS, METHODS_BY_NAME[name].kinds[0], dict(found), seats=seats)
    return method(name).count(profile, ties, STATED.get(name, {}) | stated)


def fates(outcome) -> list[tuple[int | None, str]]:
    return [(line.place, line.reason.code) for line in outcome.lines]


# Single choice


def test_single_gives_the_seat_to_most_votes_without_asking_a_majority():
    outcome = count("single", "3 park", "2 pool", "2 path", "4")

    assert (outcome.winners, outcome.scores) == (("park",), {"park": 3, "pool": 2, "path": 2})
    assert fates(outcome) == [(1, "among-most-votes"), (None, "seats-taken"), (None, "seats-taken")]


@pytest.mark.parametrize(
    ("ballots", "winners", "code"),
    [
        (("3 park", "3 pool"), (), "no-majority"),
        (("4 park", "3 pool", "9"), ("park",), "among-most-votes"),
        (("3 park", "2 pool", "1 path"), (), "no-majority"),
    ],
)
def test_single_elects_by_majority_only_with_more_than_half_of_the_votes_blank_ones_apart(ballots, winners, code):
    outcome = count("single", *ballots, win_by="majority")

    assert (outcome.winners, outcome.lines[0].reason.code) == (winners, code)
    assert outcome.cost == sum(option.cost for option in OPTIONS if option.id in winners)
    assert outcome.course[0].sentence.endswith("votes were needed, which is more than half.")


# Up to k


def test_up_to_k_fills_the_seats_by_most_votes_and_settles_the_last_one_by_the_tie_rules():
    ballots = ("2 park pool", "2 park path", "1")

    assert count("up-to-k", *ballots, seats=2).winners == ("park", "pool")
    cheaper = count("up-to-k", *ballots, seats=2, ties=CHAINS["lower-cost"])
    assert (cheaper.winners, cheaper.ties[0].settled_by) == (("park", "path"), ("lower-cost",))
    assert fates(cheaper)[1] == (None, "lost-tie")


# Points


@pytest.mark.parametrize("name", ["points", "cumulative"])
def test_points_are_added_up_and_a_few_that_give_much_can_win(name):
    outcome = count(name, "2 park:5", "3 pool:3 park:1", seats=1)

    assert (outcome.winners, outcome.scores) == (("park",), {"park": 13, "pool": 9, "path": 0})
    assert fates(outcome)[1:] == [(None, "seats-taken"), (None, "nobody-chose-it")]


def test_cumulative_lets_a_blank_ballot_be_even_where_all_points_must_be_given():
    assert count("cumulative", "1 park:5", "2", most=5, spend="all").winners == ("park",)


# For and against


def test_for_against_seats_go_by_those_for_less_those_against_and_never_to_what_has_no_more_for():
    outcome = count(
        "for-against", "1 park pool:0", "3 park pool:0 path:0", "1 park pool", "3 park:-1 path", "3 path:-1", seats=3
    )

    assert outcome.winners == ("park", "pool")
    assert outcome.scores == {"park": 2, "pool": 1, "path": 0}
    assert outcome.lines[1].reason.sentence == "For: 1, neutral: 4, against: 0; place 2 of 3 to be filled."
    assert fates(outcome)[2] == (None, "not-more-for")


def test_for_against_each_adopts_whatever_has_more_for_than_against_however_many_that_are():
    outcome = count("for-against-each", "3 park pool", "1 park:-1 pool:0 path:-1", "2 path:0", "1 path", seats=1)

    assert (outcome.winners, outcome.ties) == (("pool", "park"), ())
    assert outcome.scores == {"park": 2, "pool": 3, "path": 0}
    assert [reason for _place, reason in fates(outcome)] == ["more-for", "more-for", "not-adopted"]
    assert outcome.lines[2].reason.sentence == (
        "For: 1, neutral: 2, against: 1; not more for than against, so it is not adopted."
    )
    assert fates(count("for-against-each", "2 path", "1 path:-1"))[2] == (1, "more-for")
    # Of equals what fewer are against stands first.
    assert count("for-against-each", "3 park", "1 park:-1", "2 pool").winners == ("pool", "park")


def test_for_against_puts_what_fewer_are_against_first_among_equals_before_any_tie_rule():
    outcome = count("for-against", "3 park", "1 park:-1", "2 pool")

    assert (outcome.scores["park"], outcome.scores["pool"]) == (2, 2)
    assert (outcome.winners, outcome.ties) == (("pool",), ())


def test_for_against_goes_by_the_share_of_those_for_where_the_rules_say_so():
    ballots = ("9 park", "3 park:-1", "4 pool", "1 pool:-1")

    assert count("for-against", *ballots).winners == ("park",)
    assert count("for-against", *ballots, measure="share").winners == ("pool",)


def test_for_against_settles_what_is_equal_in_everything_by_the_tie_rules():
    outcome = count("for-against", "2 park pool", ties=CHAINS["lower-cost"])

    assert (outcome.winners, outcome.ties[0].options) == (("pool",), ("pool", "park"))
    assert fates(outcome)[0] == (None, "lost-tie")


# Yes and no


@pytest.mark.parametrize(
    ("needed", "yes", "no", "least"),
    [
        ("more-than-half", 5, 5, 6),
        ("more-than-half", 6, 5, 6),
        ("more-than-half", 1, 0, 1),
        ("two-thirds", 6, 3, 6),
        ("two-thirds", 7, 4, 8),
        ("three-quarters", 9, 3, 9),
        ("three-quarters", 8, 3, 9),
    ],
)
def test_yes_no_adopts_what_has_the_share_of_yes_that_the_rules_ask(needed, yes, no, least):
    adopted = yes >= least
    outcome = count("yes-no", f"{yes} park", *([f"{no} park:-1"] if no else []), "7", needed=needed)

    assert outcome.winners == (("park",) if adopted else ())
    assert fates(outcome)[0] == (1 if adopted else None, "adopted" if adopted else "rejected")
    assert outcome.lines[0].score == yes
    assert outcome.lines[0].reason.sentence == f"Yes: {yes}, no: {no}; at least {least} times yes were needed."
    assert fates(outcome)[1] == (None, "no-answers")
    assert outcome.course[0].sentence == f"{yes + no + 7} ballots were cast, 7 of them blank."


def test_yes_no_adopts_nothing_where_fewer_ballots_were_cast_than_the_rules_ask_blank_ones_among_them():
    assert count("yes-no", "4 park", "5", quorum=9).winners == ("park",)
    outcome = count("yes-no", "4 park", "5", quorum=10)
    assert (outcome.winners, fates(outcome)[0]) == ((), (None, "no-quorum"))
    assert outcome.lines[0].reason.sentence.startswith("Yes: 4, no: 0; too few ballots were cast")
    assert outcome.course[1].sentence == "At least 10 ballots were needed for a valid result."


def test_yes_no_answers_each_option_by_itself_most_yes_first():
    outcome = count("yes-no", "2 park pool path:-1", "1 pool path:-1")

    assert outcome.winners == ("pool", "park")


# Enough support


def test_support_threshold_chooses_whatever_reaches_it_and_says_what_the_others_miss():
    outcome = count("support-threshold", "2 park pool", "1 park path")

    assert outcome.winners == ("park",)
    assert [line.score for line in outcome.lines] == [3, 2, 1]
    assert [line.reason.sentence for line in outcome.lines] == [
        "Support: 3; 3 were enough.",
        "Support: 2; 1 fewer than the 3 that were needed.",
        "Support: 1; 2 fewer than the 3 that were needed.",
    ]


# What must hold of each

NAMES = sorted({"approval", *STATED, "single", "points", "for-against", "yes-no"})
marks = st.lists(
    st.tuples(st.dictionaries(st.integers(0, 2), st.integers(0, 3), max_size=3), st.integers(1, 4)), max_size=6
)


def drawn_profile(name: str, drawn, names=("a", "b", "c"), seats: int = 1) -> Profile:
    kind = METHODS_BY_NAME[name].kinds[0]
    found = Counter()
    for chosen, times in drawn:
        pairs = [(names[place], value) for place, value in sorted(chosen.items())]
        if kind.name == "approval":
            pairs = [(option, 1) for option, _ in pairs][: 1 if name == "single" else 3]
        elif kind.name == "stances":
            pairs = [(option, (value > 1) * 2 - 1) for option, value in pairs]
        found[ballot(pairs)] += times
    return Profile(tuple(map(Option, names)), kind, dict(found), seats=seats)


@settings(max_examples=20, deadline=None)
@given(marks, st.integers(1, 3))
@pytest.mark.parametrize("name", NAMES)
def test_one_more_mark_for_a_winner_takes_nothing_from_it(name, drawn, seats):
    """Monotonicity: one more ballot for what won leaves it among the winners."""
    before = method(name).count(drawn_profile(name, drawn, seats=seats), settings=STATED.get(name))
    for winner in before.winners:
        more = [*drawn, ({"abc".index(winner): 3}, 1)]
        after = method(name).count(drawn_profile(name, more, seats=seats), settings=STATED.get(name))
        assert winner in after.winners


@settings(max_examples=20, deadline=None)
@given(marks, st.integers(1, 3))
@pytest.mark.parametrize("name", NAMES)
def test_names_and_the_order_of_ballots_change_nothing(name, drawn, seats):
    before = method(name).count(drawn_profile(name, drawn, seats=seats), settings=STATED.get(name))
    other = drawn_profile(name, list(reversed(drawn)), names=("z", "y", "x"), seats=seats)
    after = method(name).count(other, settings=STATED.get(name))
    assert after.winners == tuple("zyx"["abc".index(winner)] for winner in before.winners)


@settings(max_examples=20, deadline=None)
@given(marks, st.integers(1, 3), st.permutations([0, 1, 2]))
@pytest.mark.parametrize("name", NAMES)
def test_another_order_on_the_ballot_paper_changes_nothing_but_ties(name, drawn, seats, order):
    """Neutrality: without a tie, the place on the ballot paper decides nothing."""
    before = method(name).count(drawn_profile(name, drawn, seats=seats), settings=STATED.get(name))
    moved = [({order[place]: value for place, value in chosen.items()}, times) for chosen, times in drawn]
    if name == "single":
        moved = [({order[min(chosen)]: 1} if chosen else {}, times) for chosen, times in drawn]
    after = method(name).count(drawn_profile(name, moved, seats=seats), settings=STATED.get(name))
    if not before.ties:
        assert {"abc"[order["abc".index(winner)]] for winner in before.winners} == set(after.winners)
