"""Votes by every method, at random and as bundles."""

import json
from hashlib import sha256
from pathlib import Path
from random import Random

from participation.tally.lot import by_lot, ends_in_lot, seed
from participation.tally.method import Method
from participation.tally.outcome import Outcome
from participation.tally.profile import POINTS, RANKED, STANCES, Ballot, Option, Profile, ballot, grouped
from participation.tally.rules import METHODS_BY_NAME
from participation.tally.ties import CHAINS, TieChain
from participation.verify.bundle import Box, Lot, Turnout, bundle_files, zipped

REFERENCE = "RND-2026-014"
STATED = {"up-to-k": {"most": 3}, "cumulative": {"most": 12}, "support-threshold": {"threshold": 4}}
PUBLIC_VALUE = "112023354145"


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
        lot = Lot(closing_head(sum(ballots.values())), PUBLIC_VALUE)
        return profile, by_lot(seed(lot.head, lot.public_value)), method.settings(settings), lot
    return (
        profile,
        draw.choice([chain for chain in CHAINS.values() if not ends_in_lot(chain)]),
        method.settings(settings),
        None,
    )


def counted(name: str, vote: tuple[Profile, TieChain, dict, Lot | None]) -> Outcome:
    profile, ties, settings, _ = vote
    return METHODS_BY_NAME[name].count(profile, ties, settings)


def digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def box(cast: int) -> tuple[Box, list[str]]:
    """So many envelopes, one of which replaced another, as a box without signatures publishes them; and the receipts that count."""
    rows = [(digest(f"envelope {one}"), digest(f"receipt {one}"), "") for one in range(cast)]
    receipts = sorted(receipt for _, receipt, _ in rows)
    if rows:
        replaced = (digest("first try"), digest("first receipt"), "")
        rows = [replaced, (*rows[0][:2], replaced[0]), *rows[1:]]
    content = {
        "round": REFERENCE,
        "box": "aa",
        "number": 1,
        "before": "",
        "castings": digest("\n".join(sorted(" ".join(row) for row in rows))),
        "is_closing": True,
    }
    head = {"content": json.dumps(content), "sha256": digest(json.dumps(content)), "signature": ""}
    lines = ["head,envelope,receipt,replaces\n", *(f"1,{','.join(row)}\n" for row in rows)]
    return Box({"round": REFERENCE, "public_key": "aa", "verify_key": "bb", "heads": [head]}, lines), receipts


def closing_head(cast: int) -> str:
    return box(cast)[0].heads["heads"][-1]["sha256"]


def bundle(vote: tuple[Profile, TieChain, dict, Lot | None], outcome: Outcome, **rules: object) -> dict[str, bytes]:
    profile, ties, settings, lot = vote
    cast = sum(profile.ballots.values())
    came_in, receipts = box(cast)
    most = max((sum(mark.value for mark in one) for one in profile.ballots), default=0)
    return bundle_files(
        rules=json.dumps(
            {
                "round": REFERENCE,
                "method": outcome.rule,
                "kind": profile.kind.name,
                "settings": settings,
                "seats": profile.seats,
                "budget": profile.budget,
                "ties": list(ties.names),
                "max_choices": None,
                "points": most or 1 if profile.kind is POINTS else None,
                "within_budget": False,
                "rare_pattern": "as-is",
                "options": [{"reference": option.id, "cost": option.cost} for option in profile.options],
            }
            | rules
        ),
        profile=profile,
        outcome=outcome.as_data(),
        turnout=Turnout(size=cast + 3, receipts=receipts, opening={"size": 3, "sha256": "ab" * 32}),
        box=came_in,
        lot=lot,
    )


def two_questions() -> tuple[dict[str, bytes], dict[str, str]]:
    """The bundle of a vote in which one of two questions was adopted, and the titles of both."""
    titles = {"VST-1": "Mag de fontein aan?", "VST-2": "Mag het hek weg?"}
    both, yes, no = ballot([("VST-1", 1), ("VST-2", -1)]), ballot([("VST-1", 1)]), ballot([("VST-1", -1)])
    profile = Profile(tuple(map(Option, titles)), STANCES, {both: 3, yes: 1, no: 2})
    vote = (profile, CHAINS["list-order"], METHODS_BY_NAME["yes-no"].settings({}), None)
    options = [{"reference": option, "cost": None, "title_sha256": digest(title)} for option, title in titles.items()]
    return bundle(vote, counted("yes-no", vote), options=options), titles


def write(files: dict[str, bytes], folder: Path) -> Path:
    path = folder / "bundle.zip"
    path.write_bytes(zipped(files))
    return path
