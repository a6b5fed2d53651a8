"""Moments and spans as a person would say them, in the city's time zone and the reader's language."""

from datetime import UTC, date, datetime, time, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext


def day(value: date | datetime, *, weekday: bool = False) -> str:
    """`3 november 2026`, or `dinsdag 3 november 2026`."""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    pattern = pgettext("date pattern", "l j F Y") if weekday else pgettext("date pattern", "j F Y")
    return date_format(value, pattern)


def clock(value: datetime) -> str:
    """`23.59 uur`."""
    return date_format(timezone.localtime(value), pgettext("time pattern", "H:i"))


def moment(value: datetime) -> str:
    """`dinsdag 3 november 2026, 9.00 uur`."""
    return f"{day(value, weekday=True)}, {clock(value)}"


def beginning(start: datetime) -> str:
    """A start as people say it: of a midnight the day says enough."""
    is_midnight = timezone.localtime(start).time() == time.min
    return day(start, weekday=True) if is_midnight else moment(start)


def on_the_clock(value: datetime, later: timedelta) -> datetime:
    """As much later on the city's clock: a midnight stays one, whether it is summer time or not."""
    return timezone.make_aware(timezone.make_naive(value) + later)


def as_much_later(value: datetime, before: datetime, after: datetime) -> datetime:
    """A moment moved by as much as another was."""
    return on_the_clock(value, timezone.make_naive(after) - timezone.make_naive(before))


def last_minute(end: datetime) -> datetime:
    """The last minute before an end that is exclusive inside."""
    # In a zone Python subtracts on the clock's face: in the two nights that the clock is moved, that is another hour.
    return end.astimezone(UTC) - timedelta(minutes=1)


def until(end: datetime | None) -> str:
    """An exclusive end as people say it: 15 December 00:00 is 'until and including Sunday 14 December, 23:59'."""
    if end is None:
        return _("always")
    return _("until and including %(moment)s") % {"moment": moment(last_minute(end))}


def span(start: datetime, end: datetime | None) -> str:
    """`3 november tot en met 14 december 2026`; days only, for a line of the thread."""
    if end is None:
        return _("since %(day)s, always open") % {"day": day(start)}
    first, last = timezone.localtime(start), timezone.localtime(last_minute(end))
    if first.date() == last.date():
        return day(first)
    pattern = pgettext("date pattern", "j F") if first.year == last.year else pgettext("date pattern", "j F Y")
    return _("%(first)s until and including %(last)s") % {"first": date_format(first, pattern), "last": day(last)}


def days_left(end: datetime, at: datetime) -> int:
    """Whole calendar days between two moments in the city's time zone; 0 on the last day."""
    return (timezone.localtime(last_minute(end)).date() - timezone.localtime(at).date()).days
