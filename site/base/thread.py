"""The thread: where something comes from and where it leads, station by station."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from django.utils import timezone

from base.enums import StationState

PLACE: dict[str, int] = {StationState.REACHED: 0, StationState.NOW: 1}


@dataclass(frozen=True)
class Station:
    """One step. `at` orders it; `when` and `note` are words for people; `stamp` says what was settled here; `of` names what it
    is a step of, where one thread tells of several; `said` is what somebody wrote with it, in their language."""

    label: str
    at: datetime | None
    when: str = ""
    note: str = ""
    url: str = ""
    stamp: str = ""
    stamp_tone: str = ""
    state: str = StationState.REACHED
    of: str = ""
    of_language: str = ""
    said: str = ""
    said_language: str = ""


# So many of the steps that were reached are always shown; those before them are folded away where they are at least so many.
KEPT, FEWEST_FOLDED = 3, 4


def folded(stations: Iterable[Station]) -> tuple[list[Station], list[Station]]:
    """What was reached long ago, where that is much, and the others: the last that were reached, and all that is now or comes."""
    known = list(stations)
    reached = 0
    while reached < len(known) and known[reached].state == StationState.REACHED:
        reached += 1
    earlier = reached - KEPT
    return (known[:earlier], known[earlier:]) if earlier >= FEWEST_FOLDED else ([], known)


def happened(on: date, recorded_at: datetime) -> datetime:
    """What orders a thing of which the day alone is known: when it was recorded, where that was on the day; or else its end."""
    if timezone.localtime(recorded_at).date() == on:
        return recorded_at
    return datetime.combine(on, time.max, timezone.get_default_timezone())


def in_order(stations: Iterable[Station]) -> list[Station]:
    """What was reached by time, then what goes on now, then what is to come; what has no moment comes last, as it was given."""
    known = list(stations)
    dated = sorted((one for one in known if one.at is not None), key=lambda one: (PLACE.get(one.state, 2), one.at))
    return [*dated, *(station for station in known if station.at is None)]


def with_next(stations: Iterable[Station]) -> list[Station]:
    """The first station that is still to come is the next one."""
    out, found = [], False
    for station in stations:
        if station.state == StationState.LATER and not found:
            station, found = replace(station, state=StationState.NEXT), True
        out.append(station)
    return out
