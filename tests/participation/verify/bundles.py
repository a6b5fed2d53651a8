"""Votes by every method, at random and as bundles."""

from pathlib import Path
from random import Random

from participation.tally.lot import by_lot, seed
from participation.tally.method import Method
from participation.tally.outcome import Outcome
from participation.tally.profile import RANKED, STANCES, Ballot, Option, Profile, ballot, grouped
from participation.tally.rules import METHODS_BY_NAME
from participation.tally.ties import CHAINS, TieChain
from participation.verify.bundle import Lot, Turnout, bundle_files, zipped

STATED = {"up-to-k": {"most": 3}, "cumulative": {"most": 12}, "support-threshold": {"threshold": 4}}
LOT = Lot("0f" * 32, "11 20 23 35 41 45")


def marks(draw: Random, method: Method, names: str) -> Ballot:
    chosen = draw.sample(names, draw.randint(0, len(names)))
    kind = method.kinds[0]
    if kind is RANKED:
        ranks = range(1, len(chosen) + 1)
        if draw.random() < 0.2:  # gaps and shared ranks
            return ballot((option, draw.randint(1, 5)) for option in chosen)
        return ballot(zip(chosen, ranks, strict=True))
    if kind is STANCES:
        return ballot((option, draw.choice([-1, 1] if method.name == "yes-no" else [-1, 0, 1])) for option in chosen)
    if kind.name == "points":
        return ballot((option, draw.randint(0, 3)) for option in chosen[:4])
    most = {"single": 1, "up-to-k": 3}.get(method.name, len(names))
    return ballot((option, 1) for option in chosen[:most])


def random_vote(number: int, name: str) -> tuple[Profile, TieChain, dict, Lot | None]:
    draw, method = Random(number), METHODS_BY_NAME[name]
    names = "abcdef"[: draw.randint(2, 6)]
    options = tuple(Option(one, draw.randint(0, 40) if method.spends else 0) for one in names)
    ballots = grouped(marks(draw, method, names) for _ in range(draw.randint(1, 14)))
    seats = 1 if name == "irv" else draw.randint(1, 3)
    profile = Profile(options, method.kinds[0], ballots, draw.randint(0, 120) if method.spends else None, seats)
    settings = dict(STATED.get(name, {}))
    for parameter in method.parameters:
        if parameter.choices:
            permitted = [choice for choice in parameter.choices if choice not in ("refuse", "all")]
            settings[parameter.name] = draw.choice(permitted)
    if name == "stv":
        settings["decimals"] = draw.choice([None, 0, 2, 5])
    if draw.random() < 0.3:
        return profile, by_lot(seed(LOT.head, LOT.public_value)), method.settings(settings), LOT
    return profile, draw.choice(list(CHAINS.values())), method.settings(settings), None


def counted(name: str, vote: tuple[Profile, TieChain, dict, Lot | None]) -> Outcome:
    profile, ties, settings, _ = vote
    return METHODS_BY_NAME[name].count(profile, ties, settings)


def bundle(vote: tuple[Profile, TieChain, dict, Lot | None], outcome: Outcome) -> dict[str, bytes]:
    profile, ties, settings, lot = vote
    cast = sum(profile.ballots.values())
    return bundle_files(
        reference="LEA-2026-014",
        profile=profile,
        outcome=outcome,
        settings=settings,
        tie_rules=ties.names,
        turnout=Turnout(size=cast + 3, sha256="ab" * 32, receipts=[f"R{number:04}" for number in range(cast)]),
        lot=lot,
    )


def write(files: dict[str, bytes], folder: Path) -> Path:
    path = folder / "bundle.zip"
    path.write_bytes(zipped(files))
    return path
