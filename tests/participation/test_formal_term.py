"""When a formal term ends: six weeks at least, and on a working day, through weekends and holidays."""

from datetime import date

import pytest
from dateutil.easter import easter

from participation.formal_term import easter_sunday, end_of_term, holidays, shortest_term, working_day
from tests.rounds import moment


def test_shortest_term_counts_the_day_of_laying_out():
    # The example of the brief on the law: laid out on Friday 13 November, last day Thursday 24 December.
    assert shortest_term(moment(11, 13, 9)) == moment(12, 25)


def test_end_of_term_rolls_over_weekend_and_holidays():
    # Day 42 after Saturday 14 November is Christmas Day; the 26th is a holiday and a Saturday, the 27th a Sunday.
    assert shortest_term(moment(11, 14)) == moment(12, 29)
    # Planned until a Saturday in October, at five o'clock: the Monday after it, whole.
    assert end_of_term(moment(8, 1), moment(10, 10, 17)) == moment(10, 13)


def test_end_of_term_knows_the_fifth_of_may_through_the_clock_change():
    assert end_of_term(moment(3, 20), moment(5, 5, 12)) == moment(5, 7)
    assert end_of_term(moment(3, 20), moment(5, 4, 12)) == moment(5, 5)


def test_end_of_term_of_more_than_twelve_weeks_does_not_roll():
    assert end_of_term(moment(7, 1), moment(10, 11)) == moment(10, 11)  # a Saturday as last day


@pytest.mark.parametrize("year", [2024, 2025, 2026, 2027, 2038])
def test_easter_sunday_is_what_others_find(year):
    assert easter_sunday(year) == easter(year)


def test_holidays_are_those_of_the_act():
    assert holidays(2026) == {
        date(2026, 1, 1),
        date(2026, 4, 3),
        date(2026, 4, 6),
        date(2026, 4, 27),
        date(2026, 5, 5),
        date(2026, 5, 14),
        date(2026, 5, 25),
        date(2026, 12, 25),
        date(2026, 12, 26),
    }
    assert date(2025, 4, 26) in holidays(2025)
    assert working_day(date(2027, 3, 26)) == date(2027, 3, 30)  # Good Friday until Easter Monday
