"""How many have voted, so that staff can go where few did; never so few that somebody could be told apart."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncDate
from django.utils.translation import gettext as _

from base.instants import day
from participation.models import ConsultationRound, PollBookEntry, RollEntry
from participation.voting_enums import VotingChannel

LEAST = 10


@dataclass(frozen=True)
class Cell:
    """`voters` is None where there are fewer than LEAST, or where those could be found from the others; `roll` is how many may
    vote, where that is known."""

    label: str
    voters: int | None
    roll: int | None = None

    @property
    def percent(self) -> int | None:
        return round(100 * self.voters / self.roll) if self.voters is not None and self.roll else None


@dataclass(frozen=True)
class Turnout:
    days: list[Cell]
    channels: list[Cell]
    areas: list[Cell]


def turnout_of(consultation_round: ConsultationRound) -> Turnout:
    book = PollBookEntry.objects.filter(consultation_round=consultation_round)
    days = _counted(book.annotate(day=TruncDate("cast_at")), "day")
    areas = _counted(book, "roll_entry__area__name")
    on_roll = _counted(RollEntry.objects.filter(consultation_round=consultation_round), "area__name")
    shown, shown_roll = suppressed({one: areas.get(one, 0) for one in on_roll}), suppressed(on_roll)
    return Turnout(
        days=_told(Cell(day(one), voters) for one, voters in suppressed(days).items()),
        channels=turnout_by_channel(consultation_round),
        # Where no line has a neighbourhood there is nothing to tell apart.
        areas=_told(Cell(one or _("no neighbourhood"), voters, shown_roll[one]) for one, voters in shown.items())
        if any(on_roll)
        else [],
    )


def _told(cells: Iterable[Cell]) -> list[Cell]:
    """Nothing where no cell says anything."""
    found = list(cells)
    return found if any(cell.voters is not None for cell in found) else []


def turnout_by_channel(consultation_round: ConsultationRound) -> list[Cell]:
    channels = _counted(PollBookEntry.objects.filter(consultation_round=consultation_round), "channel")
    return [Cell(str(VotingChannel(one).label), voters) for one, voters in suppressed(channels).items()]


def suppressed(counts: Mapping[Any, int]) -> dict[Any, int | None]:
    """The counts without those under LEAST; and without the next smallest where the sum of all would tell what is left out."""
    by_size = sorted(counts, key=lambda one: counts[one])
    hidden = [one for one in by_size if counts[one] < LEAST]
    while hidden and len(hidden) < len(by_size) and (len(hidden) == 1 or sum(counts[one] for one in hidden) < LEAST):
        hidden.append(by_size[len(hidden)])
    return {one: None if one in hidden else count for one, count in counts.items()}


def _counted(rows: QuerySet[Any], field: str) -> dict[Any, int]:
    return dict(rows.values_list(field).annotate(count=Count("pk")).order_by(field))
