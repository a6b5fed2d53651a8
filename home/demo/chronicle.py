from collections.abc import Callable
from datetime import datetime

from base import clock

Act = Callable[[datetime], object]


class Chronicle:
    """What happened in the city and when. It is written in any order and unfolds in the order of time, so that
    references are numbered and the audit trail reads as if the city had lived it."""

    def __init__(self) -> None:
        self._events: list[tuple[datetime, int, Act]] = []

    def __len__(self) -> int:
        return len(self._events)

    def at(self, moment: datetime, act: Act) -> None:
        """`act` gets the moment and is called with the clock set to it; of two at the same moment the first goes first."""
        self._events.append((moment, len(self._events), act))

    def moments(self) -> list[datetime]:
        return sorted(moment for moment, _place, _act in self._events)

    def unfold(self) -> None:
        for moment, _place, act in sorted(self._events, key=lambda event: event[:2]):
            with clock.set_to(moment):
                act(moment)
