"""Invented votes as large as a city's, the same at every run."""

import random
from itertools import accumulate

from participation.tally.profile import (
    APPROVAL,
    POINTS,
    RANKED,
    STANCES,
    Ballot,
    BallotKind,
    Option,
    Profile,
    ballot,
    grouped,
)

BALLOTS, PROJECTS, AREAS = 200_000, 100, 5
BUDGET = 2_000_000


def likely_choices(chance: random.Random, options: list[str]) -> list[str]:
    """Those of a resident: mostly of their own neighbourhood, and of that mostly what many know; few mark much."""
    in_area = len(options) // AREAS
    liking = list(accumulate(1 / (1 + place) for place in range(in_area)))
    home, chosen = chance.randrange(AREAS), {}
    for _ in range(chance.choice((1, 2, 3, 4, 5, 5, 6, 8))):
        area = home if chance.random() < 0.75 else chance.randrange(AREAS)
        chosen[options[area * in_area + chance.choices(range(in_area), cum_weights=liking)[0]]] = None
    return list(chosen)


def made_vote(method: str, kind: BallotKind, *, all_distinct: bool = False) -> Profile:
    """A vote by this method. `all_distinct`: no two ballots are equal, and each marks up to thirty."""
    chance = random.Random(f"{kind.name} {all_distinct}")
    options = [f"VST-2026-{number:03}" for number in range(1, PROJECTS + 1)]
    costs = {option: chance.randrange(5_000, 150_000, 500) for option in options}
    values = {"approval": (1,), "points": (1, 2, 3), "stances": (1, 1, -1) if method == "yes-no" else (1, 1, 0, -1)}

    def marked() -> Ballot:
        chosen = chance.sample(options, chance.randrange(4, 30)) if all_distinct else likely_choices(chance, options)
        if method == "single":
            chosen = chosen[:1]
        if kind is RANKED:
            return ballot((option, rank) for rank, option in enumerate(chosen, start=1))
        return ballot((option, chance.choice(values[kind.name])) for option in chosen)

    if all_distinct:
        ballots: dict[Ballot, int] = {}
        while len(ballots) < BALLOTS:
            ballots[marked()] = 1
    else:
        ballots = grouped(marked() for _ in range(BALLOTS))
    paper = tuple(Option(option, costs[option]) for option in options)
    return Profile(paper, kind, ballots, budget=BUDGET, seats=1)


KINDS = {kind.name: kind for kind in (APPROVAL, POINTS, RANKED, STANCES)}
