"""The thread: where something comes from and where it leads, station by station."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from base.enums import StationState


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


def in_order(stations: Iterable[Station]) -> list[Station]:
    """By time; what has no moment yet comes last, in the order given."""
    known = list(stations)
    dated = sorted((station for station in known if station.at is not None), key=lambda station: station.at)  # type: ignore[arg-type,return-value]
    return [*dated, *(station for station in known if station.at is None)]


def with_next(stations: Iterable[Station]) -> list[Station]:
    """The first station that is still to come is the next one."""
    out, found = [], False
    for station in stations:
        if station.state == StationState.LATER and not found:
            station, found = replace(station, state=StationState.NEXT), True
        out.append(station)
    return out
