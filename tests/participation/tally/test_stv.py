"""Small counts worked by hand, and what must hold of every count."""

from collections import Counter
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from participation.tally.lot import by_lot, seed
from participation.tally.profile import Profile, ballot
from participation.tally.rules import method
from tests.participation.tally.ranked import orders, random_profile, ranked


def stv(profile: Profile, rule: str = "stv", ties=None, **settings):
    return method(rule).count(profile, ties, settings=settings)


def told(outcome) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    return [(count.event, count.of, count.elected) for count in outcome.counts]


# Quota of 10 ballots for 2: 4. The park has 6 and passes 2 on, a third of each ballot; then the lamp is excluded.
PARK = ranked("park pool path lamp", "4 park pool", "2 park path", "2 path", "1 pool", "1 lamp path", seats=2)


def test_surplus_goes_on_in_exact_fractions():
    outcome = stv(PARK)

    # The pool goes last, with 7/3 that go to nobody. No ballot was unreadable, nothing was rounded: neither is told.
    assert [reason.code for reason in outcome.course] == ["quota", "non-transferable"]

    assert told(outcome) == [
        ("first-preferences", (), ("park",)),
        ("surplus", ("park",), ()),
        ("exclusion", ("lamp",), ()),
        ("exclusion", ("pool",), ("path",)),
    ]
    assert [count.number for count in outcome.counts] == [1, 2, 3, 4]
    second = outcome.counts[1]
    assert second.moved == {"pool": Fraction(4, 3), "path": Fraction(2, 3)}
    assert second.votes == {"park": 4, "pool": Fraction(7, 3), "path": Fraction(8, 3), "lamp": 1}
    assert outcome.counts[3].non_transferable == Fraction(7, 3)
    assert outcome.winners == ("park", "path")
    assert [line.reason.code for line in outcome.lines] == ["reached-quota", "excluded", "last-seats", "excluded"]


def test_surplus_goes_on_in_decimals_of_which_the_rest_is_ignored():
    second = stv(PARK, decimals=2).counts[1]

    assert second.moved == {"pool": Fraction("1.32"), "path": Fraction("0.66")}
    assert second.remainder == Fraction("0.02")


def test_scottish_counts_in_five_decimals():
    assert stv(PARK, "stv-scottish").counts[1].moved == {"pool": Fraction("1.33332"), "path": Fraction("0.66666")}


def test_transferred_ballots_go_on_at_the_value_they_came_with():
    profile = ranked("a b c d e", "6 a b c", "3 b", "3 c", "3 d", "3 e", seats=3)

    outcome = stv(profile, decimals=5)

    # Quota 5. A sixth of six ballots goes to b, then nobody has a surplus.
    assert outcome.counts[1].moved == {"b": Fraction("0.99996")}
    assert outcome.counts[1].remainder == Fraction("0.00004")


@pytest.mark.parametrize(("quota", "needed"), [("droop", 4), ("hare", 5), ("droop-exact", Fraction(10, 3))])
def test_quota_is_the_one_that_the_rules_state(quota, needed):
    assert stv(PARK, quota=quota).counts[0].quota == needed


def test_exact_quota_must_be_exceeded():
    profile = ranked("a b", "1 a", "1 b", seats=1)

    assert stv(profile, quota="droop-exact").counts[0].elected == ()


def test_surpluses_move_one_by_one_largest_first_or_together():
    profile = ranked("a b c d", "5 a c", "6 b d", "1 c", "1 d", seats=3)

    one_by_one, together = stv(profile), stv(profile, surpluses="together")

    assert [count.of for count in one_by_one.counts[:3]] == [(), ("b",), ("a",)]
    assert [count.of for count in together.counts[:2]] == [(), ("b", "a")]


def test_idle_surpluses_have_a_count_where_the_rules_say_so():
    profile = ranked("a b c", "2 a", "2 b", "1 c", seats=2)

    assert told(stv(profile)) == [("first-preferences", (), ("a", "b"))]
    assert [count.of for count in stv(profile, idle_surpluses="count").counts] == [(), ("a",), ("b",)]


def test_last_seat_stays_empty_below_the_quota_where_the_rules_say_so():
    profile = ranked("a b c", "5 a", "2 b", "1 c", seats=2)

    assert stv(profile).winners == ("a", "b")
    outcome = stv(profile, below_quota="leave-empty")
    assert outcome.winners == ("a",)
    assert [line.reason.code for line in outcome.lines] == ["reached-quota", "excluded", "excluded"]


def test_more_seats_than_options_elects_all_that_somebody_ranked():
    outcome = stv(ranked("a b c", "3 a", "1 b", seats=5))

    assert outcome.winners == ("a", "b")
    assert outcome.lines[2].reason.code == "nobody-chose-it"


def test_options_left_when_the_seats_are_full_are_told_so():
    outcome = stv(ranked("a b c", "5 a", "4 b", "1 c", seats=2))

    assert outcome.winners == ("a", "b")
    assert (outcome.lines[2].place, outcome.lines[2].reason.code) == (None, "seats-full")


def test_hares_quota_reached_by_more_than_there_are_seats_elects_those_with_most():
    outcome = stv(ranked("a b c", "2 a", "1 b", "1 c", seats=3), quota="hare")
    assert outcome.winners == ("a", "b", "c")

    outcome = stv(ranked("a b c", "1 c", "1 b", "1 a", seats=2), quota="hare")
    assert (outcome.winners, outcome.counts[0].quota) == (("a", "b"), 1)
    assert outcome.ties[0].options == ("a", "b", "c")


def test_a_skipped_rank_ends_a_ballot_or_not():
    profile = ranked("a b c", "2 a - b", "3 b", "4 c", seats=1)

    assert stv(profile, skipped_ranks="pass-over").winners == ("b",)
    assert stv(profile, skipped_ranks="stop").winners == ("c",)


def test_equal_ranks_end_a_ballot_or_are_passed_over():
    profile = ranked("a b c d e", "2 a d=e b", "3 b", "4 c", seats=1)

    assert stv(profile, equal_ranks="pass-over").winners == ("b",)
    assert stv(profile, equal_ranks="stop").winners == ("c",)


def test_ballots_of_which_nothing_can_be_read_take_no_part_and_are_told():
    outcome = stv(ranked("a b", "3 a", "2 - b", "1 a=b", seats=1), skipped_ranks="stop", equal_ranks="stop")

    assert outcome.counts[0].quota == 2
    assert [reason.sentence for reason in outcome.course] == [
        "3 ballots for 1 to be chosen: 2 votes are needed to be certain of being chosen.",
        "3 ballots could not be read by the rules: they begin with a rank that is missing or shared.",
    ]
    nothing = stv(ranked("a b", "1 a=b"), equal_ranks="stop")
    assert (nothing.winners, [reason.code for reason in nothing.course]) == ((), ["unreadable"])


# Ties ---------------------------------------------------------------------------------------------------------------


def test_exclusion_looks_back_for_who_had_fewer_or_forward_or_not_at_all():
    profile = ranked("a b c d e", "9 a", "3 c", "2 b", "1 d b", "1 d c", "1 e b", seats=2)
    # Quota 6: a, 3 over, none of them goes on. e goes first: b 3, c 3. Then they are equal at the second count and
    # the first tells them apart.
    outcome = stv(profile)

    assert [(tie.about, tie.options, tie.settled_by) for tie in outcome.ties if "b" in tie.options] == [
        ("exclusion", ("c", "b"), ("earlier-counts",))
    ]
    ignored = stv(profile, earlier_counts="ignore")
    assert [(tie.options, tie.settled_by) for tie in ignored.ties if "b" in tie.options] == [
        (("b", "c"), ("list-order",))
    ]
    assert "earlier-counts" not in ignored.tie_rules


def test_backward_and_forward_differ_where_two_changed_places():
    # b: 3, 5, 6; c: 4, 4, 6. Looking back b had more, looking forward c had.
    profile = ranked("a b c d e", "9 a", "3 b", "4 c", "2 e b", "1 d b", "2 d c", seats=1)
    excluded = {}
    for way in ("backward", "forward"):
        outcome = stv(profile, earlier_counts=way)
        tie = next(tie for tie in outcome.ties if set(tie.options) == {"b", "c"})
        excluded[way] = tie.options[-1]
        assert tie.settled_by == ("earlier-counts",)
        assert outcome.counts[tie.step - 1].of == (tie.options[-1],)

    assert [(count.votes["b"], count.votes["c"]) for count in stv(profile).counts[:3]] == [(3, 4), (5, 4), (6, 6)]
    assert excluded == {"backward": "c", "forward": "b"}


def test_exclusion_tie_falls_by_the_chain_and_by_the_lot_that_was_drawn():
    profile = ranked("a b c", "2 a", "1 b", "1 c", seats=2)
    first, second = by_lot(seed("head", "2")), by_lot(seed("head", "1"))

    outcomes = [stv(profile, ties=chain) for chain in (None, first, second)]

    assert [outcome.ties[-1].settled_by for outcome in outcomes] == [("list-order",), ("lot",), ("lot",)]
    assert {outcome.winners for outcome in outcomes} == {("a", "b"), ("a", "c")}
    assert outcomes[0].as_data()["ties"][0]["about"] == "exclusion"


def test_ties_say_in_which_count_and_about_what_they_were():
    # Quota of 14 ballots for 3: 4. Both a and b reach it with 5, and their surpluses of 1 are equal; nobody comes next.
    ties = stv(ranked("a b c d", "5 a", "5 b", "2 c", "2 d", seats=3)).as_data()["ties"]

    equal = {"settled_by": ["list-order"]}
    assert ties == [
        {"step": 1, "options": ["a", "b"], "about": "seat", **equal},
        {"step": 2, "options": ["a", "b"], "about": "surplus", **equal},
        {"step": 4, "options": ["c", "d"], "about": "exclusion", **equal},
    ]


# What must hold of every count ------------------------------------------------------------------------------------


any_draw = given(st.randoms(use_true_random=False))
RULES_OF_STV = {
    "quota": ["droop", "droop-exact", "hare"],
    "decimals": [None, 0, 3, 5],
    "surpluses": ["one-by-one", "together"],
    "idle_surpluses": ["skip", "count"],
    "below_quota": ["elect", "leave-empty"],
    "earlier_counts": ["backward", "forward", "ignore"],
}


def count_of_any_kind(draw):
    """A profile, how it was counted (also by the Scottish rules, which state all that themselves) and the outcome."""
    profile = random_profile(draw, options=draw.randint(2, 6), seats=draw.randint(1, 4))
    rule = draw.choice(["stv", "stv", "stv", "stv-scottish"])
    stated = {name: draw.choice(values) for name, values in RULES_OF_STV.items()} if rule == "stv" else {}
    return profile, {"rule": rule, **stated}, stv(profile, rule, **stated)


@settings(max_examples=75, deadline=None)
@any_draw
def test_no_vote_appears_or_is_lost_in_any_count(draw):
    profile, _, outcome = count_of_any_kind(draw)
    for count in outcome.counts:
        assert sum(count.votes.values()) + count.non_transferable + count.remainder == profile.voters


@settings(max_examples=75, deadline=None)
@any_draw
def test_seats_are_filled_as_far_as_somebody_ranked_enough_options(draw):
    profile, stated, outcome = count_of_any_kind(draw)
    assert len(set(outcome.winners)) == len(outcome.winners) <= (profile.seats or 1)
    if stated.get("below_quota") == "elect":
        supported = sum(1 for votes in profile.votes().values() if votes)
        assert len(outcome.winners) == min(profile.seats or 1, supported)


@settings(max_examples=75, deadline=None)
@any_draw
def test_count_is_the_same_whatever_options_are_called_and_ballots_come_in(draw):
    profile, stated, outcome = count_of_any_kind(draw)
    called = {option.id: f"other {option.id}" for option in profile.options}
    ballots = Counter()
    for marks, times in reversed(profile.ballots.items()):
        ballots[ballot((called[option], rank) for option, rank in marks)] += times
    options = tuple(type(option)(called[option.id]) for option in profile.options)
    other = stv(Profile(options, profile.kind, dict(ballots), seats=profile.seats), **stated)
    assert other.winners == tuple(called[option] for option in outcome.winners)
    assert [count.non_transferable for count in other.counts] == [count.non_transferable for count in outcome.counts]


@settings(max_examples=75, deadline=None)
@any_draw
def test_options_that_a_droop_quota_of_voters_prefers_to_all_others_get_a_seat(draw):
    """Droop proportionality: k quotas of voters who put the same options before all others elect k of these."""
    seats = draw.randint(1, 3)
    profile = random_profile(draw, options=5, seats=seats, voters=25)
    outcome = stv(profile)
    quota = profile.voters // (seats + 1) + 1
    for size in (1, 2, 3):
        together = Counter()
        for order, times in orders(profile):
            if len(order) >= size:
                together[frozenset(order[:size])] += times
        for options, voters in together.items():
            due = min(voters // quota, size, seats)
            assert len(options & set(outcome.winners)) >= due, (options, voters, quota)


@settings(max_examples=75, deadline=None)
@any_draw
def test_stv_for_one_seat_elects_whom_an_instant_run_off_elects(draw):
    profile = random_profile(draw, options=draw.randint(2, 5), seats=1)

    assert stv(profile).winners == stv(profile, "irv").winners
