"""Seats go to what scores highest: the count behind every method that adds up marks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TypeAlias

from .outcome import Line, Number, Outcome, Reason, ReasonKind, Tie
from .profile import Profile
from .ties import TieChain

Merit: TypeAlias = tuple[int | Fraction, ...]
"""What options are put in order by: the first figure, among equals the second. The highest wins."""


@dataclass(frozen=True)
class Standing:
    """``merits`` holds the options that can win at all; ``numbers`` are further figures for each option's reason."""

    scores: Mapping[str, int]
    merits: Mapping[str, Merit]
    numbers: Mapping[str, Mapping[str, Number]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Told:
    """How a method words why an option has a seat or none."""

    won: ReasonKind
    beaten: ReasonKind
    lost_tie: ReasonKind
    cannot_win: ReasonKind
    no_ballots: ReasonKind

    @property
    def all(self) -> tuple[ReasonKind, ...]:
        return (self.won, self.beaten, self.lost_tie, self.cannot_win, self.no_ballots)


def standing(scores: Mapping[str, int]) -> Standing:
    """More is better, and nothing wins without a single mark."""
    return Standing(scores, {option: (score,) for option, score in scores.items() if score > 0})


def filled(rule: str, profile: Profile, ties: TieChain, stands: Standing, told: Told) -> Outcome:
    """One seat where the profile states no number. A seat stays empty rather than go to what cannot win."""
    scores, merits = stands.scores, stands.merits
    ranks = ties.ranks(profile)
    seats = profile.seats or 1
    order = sorted(sorted(merits, key=ranks.__getitem__), key=merits.__getitem__, reverse=True)
    winners = tuple(order[:seats])
    places = {option: place for place, option in enumerate(winners, start=1)}
    last = winners[-1] if winners else ""

    def reason(option: str) -> Reason:
        numbers: dict[str, Number] = {"score": scores[option], **stands.numbers.get(option, {})}
        if not profile.voters:
            return Reason(told.no_ballots)
        if option not in merits:
            return Reason(told.cannot_win, numbers)
        if option in places:
            return Reason(told.won, numbers | {"place": places[option], "seats": seats})
        if merits[option] == merits[last]:
            return Reason(told.lost_tie, numbers)
        return Reason(told.beaten, numbers | {"needed": scores[last]})

    met: tuple[Tie, ...] = ()
    if len(order) > seats and merits[order[seats]] == merits[last]:
        tied = tuple(option for option in order if merits[option] == merits[last])
        met = (Tie(order.index(tied[0]) + 1, tied, ties.used(profile, tied)),)
    cost = profile.costs()
    return Outcome(
        rule=rule,
        winners=winners,
        scores=scores,
        cost=sum(cost[option] for option in winners),
        ties=met,
        tie_rules=ties.names,
        lines=tuple(
            Line(option, scores[option], cost[option], places.get(option), reason(option)) for option in scores
        ),
    )
