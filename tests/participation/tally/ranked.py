"""Ranked ballots for tests: ``"3 park pool"`` is three ballots that put the park first and the pool second."""

from collections import Counter
from random import Random

from participation.tally.profile import RANKED, Ballot, Option, Profile, ballot


def ranked(names: str, *lines: str, seats: int | None = None) -> Profile:
    """``=`` between two gives them the same rank, ``-`` skips one."""
    ballots: Counter[Ballot] = Counter()
    for line in lines:
        times, *ranks = line.split()
        marks = [(one, rank) for rank, ones in enumerate(ranks, start=1) if ones != "-" for one in ones.split("=")]
        ballots[ballot(marks)] += int(times)
    return Profile(tuple(map(Option, names.split())), RANKED, dict(ballots), seats=seats)


def random_profile(draw: Random, *, options: int, seats: int | None = None, voters: int = 40) -> Profile:
    names = [chr(ord("a") + number) for number in range(options)]
    ballots: Counter[Ballot] = Counter()
    for _ in range(draw.randint(1, voters)):
        order = draw.sample(names, draw.randint(1, options))
        ballots[ballot((option, rank) for rank, option in enumerate(order, start=1))] += 1
    return Profile(tuple(map(Option, names)), RANKED, dict(ballots), seats=seats)


def orders(profile: Profile) -> list[tuple[list[str], int]]:
    """Each ballot's options in order of preference, with how often it was cast."""
    return [
        ([mark.option for mark in sorted(marks, key=lambda mark: mark.value)], times)
        for marks, times in profile.ballots.items()
    ]
