from datetime import date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest
from wagtail.models import Locale

from home.demo.build import SEED, write_chronicle
from home.demo.chronicle import Chronicle
from home.demo.city import City
from home.demo.days import Days

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def planned(today: date) -> Chronicle:
    plan = City(
        days=Days(today, AMSTERDAM), chance=Random(SEED), chronicle=Chronicle(), dutch=Locale(), english=Locale()
    )
    write_chronicle(plan)
    return plan.chronicle


def test_write_chronicle_is_the_same_every_time():
    once, again = planned(date(2026, 11, 25)), planned(date(2026, 11, 25))
    assert once.moments() == again.moments()


@pytest.mark.parametrize("days", range(0, 366, 13))
def test_write_chronicle_ends_before_the_day_on_which_it_is_written(days):
    today = date(2027, 1, 1) + timedelta(days=days)
    assert max(planned(today).moments()) < datetime(today.year, today.month, today.day, tzinfo=AMSTERDAM)
