"""The published files of a count, byte for byte the same at every export."""

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from participation.tally.method import Settings
from participation.tally.outcome import Data, Outcome
from participation.tally.profile import Profile

PROGRAM = Path(__file__).with_name("verify.py")
LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The zip form has no earlier moment; when a bundle is written must not change its bytes."""


@dataclass(frozen=True, slots=True)
class Lot:
    """What the lot is drawn from: the head of the ballots at the close, and a value that nobody could know then."""

    head: str
    public_value: str


@dataclass(frozen=True, slots=True)
class Turnout:
    """``size`` and ``sha256`` are of the electoral roll as it was at the opening; ``receipts`` of the ballots that gave one.

    ``set_aside``: ballots that were cast and, for a reason in the record of the vote, not counted.
    """

    size: int
    sha256: str
    receipts: Iterable[str]
    set_aside: int = 0


def bundle_files(
    *,
    reference: str,
    profile: Profile,
    outcome: Outcome,
    settings: Settings,
    tie_rules: Iterable[str],
    turnout: Turnout,
    lot: Lot | None = None,
) -> dict[str, bytes]:
    """The files by name. ``profile`` holds blank ballots too; ``settings`` are the method's, whole; ``tie_rules`` the
    names of the chain that settled ties."""
    rules: dict[str, Data] = {
        "format": 1,
        "round": reference,
        "method": outcome.rule,
        "settings": dict(settings),
        "seats": profile.seats,
        "budget": profile.budget,
        "ties": list(tie_rules),
        "lot": None if lot is None else {"head": lot.head, "public_value": lot.public_value},
    }
    roll: dict[str, Data] = {
        "size": turnout.size,
        "sha256": turnout.sha256,
        "cast": sum(profile.ballots.values()) + turnout.set_aside,
        "set_aside": turnout.set_aside,
    }
    number = {option.id: place for place, option in enumerate(profile.options, start=1)}
    ballots = sorted(
        (sorted((number[mark.option], mark.value) for mark in one), n) for one, n in profile.ballots.items()
    )
    files = {
        "rules.json": _json(rules),
        "options.csv": _table(
            ("number", "id", "cost"), ((number[option.id], option.id, option.cost) for option in profile.options)
        ),
        "ballots.csv": _table(
            ("times", "ballot"), ((times, " ".join(f"{one}:{mark}" for one, mark in marks)) for marks, times in ballots)
        ),
        "roll.json": _json(roll),
        "receipts.txt": "".join(f"{receipt}\n" for receipt in sorted(turnout.receipts)).encode(),
        "outcome.json": _json(outcome.as_data()),
        "verify.py": PROGRAM.read_bytes(),
    }
    hashes = "".join(f"{sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files))
    return files | {"hashes.txt": hashes.encode()}


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Without compression, whose bytes differ from one version of the library to another."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_STORED) as bundle:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, LONG_AGO)
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            bundle.writestr(entry, files[name])
    return written.getvalue()


def _json(data: Mapping[str, Data]) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def _table(columns: Iterable[str], rows: Iterable[Iterable[object]]) -> bytes:
    written = io.StringIO()
    table = csv.writer(written, lineterminator="\n")
    table.writerow(columns)
    table.writerows(rows)
    return written.getvalue().encode()
