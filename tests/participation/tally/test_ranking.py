"""How a ranked paper is read, each case by hand."""

from participation.tally.outcome import Reason
from participation.tally.profile import ballot
from participation.tally.ranking import EQUAL_RANKS, SKIPPED_RANK, overstep, read

STRICT = {"skipped_ranks": "refuse", "equal_ranks": "refuse"}


def test_overstep_names_the_first_rank_that_is_missing_or_given_twice_where_that_is_refused():
    first_missing, gap = ballot([("a", 2)]), ballot([("a", 1), ("b", 2), ("c", 5)])
    twice, whole = ballot([("a", 1), ("b", 2), ("c", 2)]), ballot([("a", 1), ("b", 2)])

    for settings, marks, expected in (
        (STRICT, whole, None),
        (STRICT, ballot([]), None),
        (STRICT, first_missing, Reason(SKIPPED_RANK, {"rank": 1})),
        (STRICT, gap, Reason(SKIPPED_RANK, {"rank": 3})),
        (STRICT, twice, Reason(EQUAL_RANKS, {"rank": 2})),
        (STRICT | {"skipped_ranks": "stop"}, gap, None),
        (STRICT | {"equal_ranks": "stop"}, twice, None),
        ({"skipped_ranks": "stop", "equal_ranks": "pass-over"}, gap, None),
    ):
        assert overstep(marks, settings) == expected


def test_read_passes_over_or_stops_at_a_rank_that_is_missing_or_given_twice():
    for marks, passed_over, stops_at_skipped, stops_at_equal in (
        ([("b", 2), ("a", 1)], "ab", "ab", "ab"),
        ([("a", 2), ("b", 3)], "ab", "", "ab"),
        ([("a", 1), ("b", 3), ("c", 4)], "abc", "a", "abc"),
        ([("a", 1), ("b", 2), ("c", 2), ("d", 3)], "ad", "ad", "a"),
        ([("a", 1), ("b", 1), ("c", 2)], "c", "c", ""),
    ):
        for settings, expected in (
            ({"skipped_ranks": "pass-over", "equal_ranks": "pass-over"}, passed_over),
            ({"skipped_ranks": "stop", "equal_ranks": "pass-over"}, stops_at_skipped),
            ({"skipped_ranks": "pass-over", "equal_ranks": "stop"}, stops_at_equal),
        ):
            assert read(ballot(marks), settings) == tuple(expected)
