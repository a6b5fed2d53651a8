"""The published files of a count, byte for byte the same at every export."""

import csv
import io
import json
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from participation.tally.profile import Ballot, Profile
from participation.tally.rules import METHODS_BY_NAME
from participation.verify.verify import FEW

FOLDER = Path(__file__).parent
PROGRAM = FOLDER / "verify.py"
BESIDE = ("verify.py", "heads.py", "verify.html", "LEESMIJ.txt", "README.txt")
"""What stands in every bundle as it is here."""
LEFT_TO_THE_PROGRAM = frozenset(name for name in METHODS_BY_NAME if name.startswith("equal-shares"))
"""Methods that are too heavy for ``verify.html``."""
LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The zip form has no earlier moment; when a bundle is written must not change its bytes."""


@dataclass(frozen=True, slots=True)
class Lot:
    """What the lot is drawn from: the head of the ballots at the close, and a value that nobody could know then."""

    head: str
    public_value: str


@dataclass(frozen=True, slots=True)
class Turnout:
    """``size`` is how many could vote, ``receipts`` are of the ballots that gave one.

    ``set_aside``: ballots that were cast and, for a reason in the record of the vote, not counted. ``opening``: the size and
    the SHA-256 of the roll as they were published when voting began.
    """

    size: int
    receipts: Iterable[str]
    set_aside: int = 0
    opening: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Box:
    """What came in while people voted: ``heads`` as heads.json has it, ``castings`` as castings.csv."""

    heads: Mapping[str, Any]
    castings: Iterable[str]


def bundle_files(
    *,
    rules: str,
    profile: Profile,
    outcome: Mapping[str, Any],
    turnout: Turnout,
    box: Box,
    lot: Lot | None = None,
) -> dict[str, bytes]:
    """The files by name. ``profile`` holds blank ballots too; ``rules`` is the JSON of the published rules, as it was hashed."""
    whole, rare = dict(profile.ballots), dict[Ballot, int]()
    if json.loads(rules)["rare_pattern"] == "merged":
        whole, rare = rare_apart(profile.ballots)
    totals = _totals(rare)
    number = {option.id: place for place, option in enumerate(profile.options, start=1)}
    ballots = sorted((sorted((number[mark.option], mark.value) for mark in one), n) for one, n in whole.items())
    roll = {
        "size": turnout.size,
        "opening": turnout.opening,
        "cast": sum(profile.ballots.values()) + turnout.set_aside,
        "set_aside": turnout.set_aside,
        "emptied": profile.emptied,
        "merged": sum(rare.values()),
    }
    files = {
        "rules.json": rules.encode(),
        "options.csv": _table(
            ("number", "id", "cost"), ((number[option.id], option.id, option.cost) for option in profile.options)
        ),
        "ballots.csv": _table(
            ("times", "ballot"), ((times, " ".join(f"{one}:{mark}" for one, mark in marks)) for marks, times in ballots)
        ),
        "merged.csv": _table(
            ("number", "sum", "above", "below"),
            ((number[option.id], *totals[option.id]) for option in profile.options if rare),
        ),
        "lot.json": _json(None if lot is None else {"head": lot.head, "public_value": lot.public_value}),
        "roll.json": _json(roll),
        "receipts.txt": "".join(f"{receipt}\n" for receipt in sorted(turnout.receipts)).encode(),
        "heads.json": _json(box.heads),
        "castings.csv": "".join(box.castings).encode(),
        "outcome.json": _json(outcome),
        **{name: (FOLDER / name).read_bytes() for name in BESIDE},
    }
    hashes = "".join(f"{sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files))
    return files | {"hashes.txt": hashes.encode()}


def rare_apart(ballots: Mapping[Ballot, int]) -> tuple[dict[Ballot, int], dict[Ballot, int]]:
    """The ballots that stand whole, blank ones among them, and those that fewer than ``FEW`` people cast.

    The second are none, or so many that no person is alone among them: less rare ones join them where that is needed.
    """
    whole, rare = dict(ballots), dict[Ballot, int]()
    for one, times in sorted(((one, times) for one, times in ballots.items() if one), key=lambda pair: pair[::-1]):
        if times >= FEW and not 0 < sum(rare.values()) < FEW:
            break
        rare[one] = whole.pop(one)
    return whole, rare


def _totals(ballots: Mapping[Ballot, int]) -> dict[str, list[int]]:
    """Per option the sum of its marks, and how many of them are above and below 0."""
    totals: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for one, times in ballots.items():
        for option, value in one:
            total = totals[option]
            total[0] += value * times
            total[1] += times * (value > 0)
            total[2] += times * (value < 0)
    return totals


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Without compression, whose bytes differ from one version of the library to another."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_STORED) as bundle:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, LONG_AGO)
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            bundle.writestr(entry, files[name])
    return written.getvalue()


def _json(data: Mapping[str, Any] | None) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def _table(columns: Iterable[str], rows: Iterable[Iterable[object]]) -> bytes:
    written = io.StringIO()
    table = csv.writer(written, lineterminator="\n")
    table.writerow(columns)
    table.writerows(rows)
    return written.getvalue().encode()
