"""When a formal term ends: six weeks at least, and on a working day, through weekends and holidays."""

from datetime import date

import pytest
from dateutil.easter import easter
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from participation.formal_term import (
    easter_sunday,
    end_of_term,
    holidays,
    shortest_term,
    unknown_year,
    working_day,
)
from participation.models import EquatedDay
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
        date(2026, 1, 2),
        date(2026, 4, 3),
        date(2026, 4, 6),
        date(2026, 4, 27),
        date(2026, 5, 5),
        date(2026, 5, 14),
        date(2026, 5, 15),
        date(2026, 5, 25),
        date(2026, 12, 25),
        date(2026, 12, 26),
    }
    assert date(2025, 4, 26) in holidays(2025)
    assert working_day(date(2027, 3, 26)) == date(2027, 3, 30)  # Good Friday until Easter Monday


def test_a_term_rolls_over_the_days_that_a_royal_decree_equates_with_holidays():
    # Stcrt. 2016, 58653 names these; each was followed by a weekend, or by a holiday.
    for day, rolls_to in (
        (date(2017, 4, 28), date(2017, 5, 1)),
        (date(2018, 12, 24), date(2018, 12, 27)),
        (date(2018, 12, 31), date(2019, 1, 2)),
        (date(2019, 12, 27), date(2019, 12, 30)),
    ):
        assert working_day(day) == rolls_to
    # Liberation Day, Ascension, the Friday of the decree for 2027 and a weekend in one.
    assert end_of_term(moment(3, 20, year=2027), moment(5, 5, 12, year=2027)) == moment(5, 11, year=2027)


@pytest.mark.django_db
def test_days_of_a_year_without_a_decree_in_the_program_are_entered_and_hold_at_once():
    ascension, friday = date(2029, 5, 10), date(2029, 5, 11)
    assert (working_day(ascension), unknown_year(moment(5, 12, year=2029))) == (friday, 2029)
    entered = EquatedDay.objects.create(day=friday, decree="Stcrt. 2028, 1")
    assert (working_day(ascension), unknown_year(moment(5, 12, year=2029))) == (date(2029, 5, 14), None)
    entered.delete()
    assert working_day(ascension) == friday
    with pytest.raises(ValidationError, match="2027"):
        EquatedDay(day=date(2027, 5, 3), decree="Stcrt.").full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        EquatedDay.objects.create(day=friday, decree="")
