import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from participation.tally.method import TallyRefused
from participation.tally.rules import method
from tests.participation.tally.ranked import orders, random_profile, ranked


def test_the_last_is_excluded_until_somebody_has_more_than_half_of_what_still_counts():
    outcome = method("irv").count(ranked("a b c d", "4 a", "3 b", "2 c b", "2 d"))

    assert [(count.of, count.quota, count.elected) for count in outcome.counts] == [
        ((), 6, ()),
        (("d",), 5, ()),
        (("c",), 5, ("b",)),
    ]
    assert outcome.winners == ("b",)
    assert [line.reason.code for line in outcome.lines] == ["seats-full", "reached-quota", "excluded", "excluded"]


def test_more_than_half_of_first_preferences_wins_at_once():
    outcome = method("irv").count(ranked("a b c", "3 a", "1 b", "1 c"))

    assert (outcome.winners, len(outcome.counts)) == (("a",), 1)


def test_exactly_half_is_not_more_than_half():
    outcome = method("irv").count(ranked("a b c", "2 a", "1 b", "1 c b"))

    assert outcome.counts[0].elected == ()
    assert len(outcome.counts) == 3


def test_count_refuses_to_fill_several_seats():
    with pytest.raises(TallyRefused) as refused:
        method("irv").count(ranked("a b", "1 a", seats=2))

    assert str(refused.value) == "The rule irv fills one seat, not 2; stv fills more."


@settings(max_examples=100, deadline=None)
@given(st.randoms(use_true_random=False))
def test_whom_more_than_half_put_first_wins_and_whom_more_than_half_put_last_never_does(draw):
    profile = random_profile(draw, options=4, voters=15)
    (winner,) = method("irv").count(profile).winners
    voters = profile.voters
    for option in "abcd":
        first = sum(times for order, times in orders(profile) if order[0] == option)
        last = sum(times for order, times in orders(profile) if len(order) == 4 and order[-1] == option)
        assert not first * 2 > voters or winner == option
        assert not last * 2 > voters or winner != option
