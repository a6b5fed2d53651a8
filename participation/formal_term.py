"""When the term of a formal round ends, by law: the General Extension of Time-Limits Act (Algemene termijnenwet) and
section 3.4 of the General Administrative Law Act (Algemene wet bestuursrecht).
"""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from base.instants import last_minute
from participation.models.equated_day import equated_days

# Awb 3:16: six weeks at least; the day on which everything is laid out counts.
SHORTEST = timedelta(weeks=6)
# Awt 4: a longer one is not extended.
LONGEST_EXTENDED = timedelta(weeks=12)
DAY = timedelta(days=1)


def end_of_term(starts_at: datetime, ends_at: datetime | None) -> datetime:
    """The end, exclusive, of a term that was planned so: its last day counts whole, and is a working day. Without a planned
    end it is the shortest term."""
    if ends_at is None:
        return shortest_term(starts_at)
    first, last = timezone.localtime(starts_at).date(), last_day(ends_at)
    return end_of_day(last if last - first >= LONGEST_EXTENDED else working_day(last))


def shortest_term(starts_at: datetime) -> datetime:
    first = timezone.localtime(starts_at).date()
    return end_of_day(working_day(first + SHORTEST - DAY))


def last_day(ends_at: datetime) -> date:
    return timezone.localtime(last_minute(ends_at)).date()


def working_day(day: date) -> date:
    """The day, or the first after it that is no Saturday, Sunday or recognised holiday (Awt 1)."""
    while day.weekday() >= 5 or day in holidays(day.year):
        day += DAY
    return day


def holidays(year: int) -> set[date]:
    """The recognised holidays, Good Friday that counts as one, and the days that a Royal Decree equates with them (Awt 3)."""
    easter = easter_sunday(year)
    kings_day = date(year, 4, 27)
    return {
        date(year, 1, 1),
        easter - 2 * DAY,
        easter + DAY,
        # It is celebrated on the Saturday before a Sunday.
        kings_day - DAY if kings_day.weekday() == 6 else kings_day,
        date(year, 5, 5),
        easter + 39 * DAY,
        easter + 50 * DAY,
        date(year, 12, 25),
        date(year, 12, 26),
        *equated_days(year),
    }


def unknown_year(ends_at: datetime) -> int | None:
    """The year in which a term ends, where no day of its decree is known: the Friday after Ascension is in every one."""
    year = last_day(ends_at).year
    return None if equated_days(year) else year


def easter_sunday(year: int) -> date:
    """In the Gregorian calendar, by the method of Meeus, Jones and Butcher."""
    century, rest = divmod(year, 100)
    golden = year % 19
    epact = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    shift = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * shift + 114, 31)
    return date(year, month, day + 1)


def end_of_day(last: date) -> datetime:
    return timezone.make_aware(datetime.combine(last + DAY, time.min))
