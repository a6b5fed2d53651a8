"""When moderators are there: hours per weekday on the city's clock, through the nights in which it is moved."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Any

from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

MIDNIGHT = "00:00"
# Of a round's record: the weekday (0 is Monday), and two times of day such as "09:00"; an end at "00:00" is midnight.
Hours = Sequence[Sequence[Any]]


def refusal_of_hours(hours: Hours) -> str:
    if any(begins >= ends != MIDNIGHT for _weekday, begins, ends in hours):
        return _("Moderation hours end later on the day than they begin; 00:00 as an end is midnight.")
    return ""


def in_words(hours: Hours) -> list[str]:
    return [f"{WEEKDAYS[weekday]} {begins}–{ends}" for weekday, begins, ends in hours]


def opens_again(hours: Hours, at: datetime) -> datetime | None:
    """The moment at which moderators are there next; nothing while they are, and where no hours are laid down."""
    spans = list(_spans(hours, at))
    if not spans or any(begins <= at < ends for begins, ends in spans):
        return None
    return min(begins for begins, _ends in spans if begins > at)


def _spans(hours: Hours, at: datetime) -> Iterator[tuple[datetime, datetime]]:
    """Those of yesterday to a week from now. In UTC: in a zone Python compares what the clock shows."""
    today = timezone.localtime(at).date()
    for day in (today + timedelta(days=number) for number in range(-1, 9)):
        for weekday, begins, ends in hours:
            if day.weekday() == weekday:
                last = day if _time(ends) > time.min else day + timedelta(days=1)
                # Of an hour that comes twice the first one begins them, and the second one ends them.
                begin = timezone.make_aware(datetime.combine(day, _time(begins)))
                end = timezone.make_aware(datetime.combine(last, _time(ends).replace(fold=1)))
                yield begin.astimezone(UTC), end.astimezone(UTC)


def _time(words: str) -> time:
    return time.fromisoformat(words)
