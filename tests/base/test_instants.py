from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from base import instants

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def city(month: int, day: int, hour: int = 0, minute: int = 0, *, fold: int = 0, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=AMSTERDAM, fold=fold)


def in_utc(value: datetime) -> datetime:
    """As a database gives it."""
    return value.astimezone(UTC)


@pytest.mark.parametrize("given", [lambda value: value, in_utc], ids=["in the city's zone", "in UTC"])
@pytest.mark.parametrize(
    ("end", "dutch", "english"),
    [
        (
            city(12, 15),
            "tot en met maandag 14 december 2026, 23.59 uur",
            "until and including Monday 14 December 2026, 23:59",
        ),
        (
            city(11, 30, 17),
            "tot en met maandag 30 november 2026, 16.59 uur",
            "until and including Monday 30 November 2026, 16:59",
        ),
        # The night in which 2:00 becomes 3:00: the last minute before 3:00 is 1:59.
        (
            city(3, 29, 3),
            "tot en met zondag 29 maart 2026, 1.59 uur",
            "until and including Sunday 29 March 2026, 01:59",
        ),
        (city(3, 30), "tot en met zondag 29 maart 2026, 23.59 uur", "until and including Sunday 29 March 2026, 23:59"),
        # The night in which 3:00 becomes 2:00 again: the hour from 2:00 comes twice.
        (
            city(10, 25, 2, fold=1),
            "tot en met zondag 25 oktober 2026, 2.59 uur",
            "until and including Sunday 25 October 2026, 02:59",
        ),
        (
            city(10, 26),
            "tot en met zondag 25 oktober 2026, 23.59 uur",
            "until and including Sunday 25 October 2026, 23:59",
        ),
    ],
)
def test_until_says_the_last_minute_before_an_exclusive_end(given, end, dutch, english):
    assert instants.until(given(end)) == dutch
    with translation.override("en"):
        assert instants.until(given(end)) == english


def test_until_of_no_end_is_always():
    assert instants.until(None) == "altijd"


def test_moment_says_weekday_day_and_hour():
    assert instants.moment(in_utc(city(11, 3, 9))) == "dinsdag 3 november 2026, 9.00 uur"
    with translation.override("en"):
        assert instants.moment(in_utc(city(11, 3, 9))) == "Tuesday 3 November 2026, 09:00"


def test_day_is_the_day_in_the_city():
    assert instants.day(datetime(2026, 12, 31, 23, 30, tzinfo=UTC)) == "1 januari 2027"
    assert instants.day(date(2026, 12, 31), weekday=True) == "donderdag 31 december 2026"


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (city(11, 3), city(12, 15), "3 november tot en met 14 december 2026"),
        (city(12, 20), city(1, 10, year=2027), "20 december 2026 tot en met 9 januari 2027"),
        (city(11, 3), city(11, 4), "3 november 2026"),
        (city(11, 3), None, "sinds 3 november 2026, altijd open"),
    ],
)
def test_span_says_days_as_people_do(start, end, words):
    assert instants.span(in_utc(start), end and in_utc(end)) == words


@pytest.mark.parametrize(
    ("end", "at", "days"),
    [
        (city(11, 15), city(11, 14, 23, 59), 0),
        (city(11, 15), city(11, 14), 0),
        (city(11, 15), city(11, 13, 23, 59), 1),
        (city(11, 15, 9), city(11, 14, 12), 1),
        # Days of 23 and of 25 hours are days.
        (city(3, 30), city(3, 28, 23, 30), 1),
        (city(10, 26), city(10, 24, 23, 30), 1),
    ],
)
def test_days_left_counts_days_of_the_calendar(end, at, days):
    assert instants.days_left(in_utc(end), in_utc(at)) == days
