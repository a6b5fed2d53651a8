"""Checks the published heads of a ballot box with nothing but Python: each is signed, holds the one before, and commits to the
castings of its interval: python heads.py BUNDLE.zip [VERIFY_KEY [HEADS.json]], where the last is heads.json as somebody kept it
during the vote. What becomes of it stands in the auditors' guide.
"""

import csv
import io
import json
import sys
import zipfile
from collections.abc import Iterable, Mapping
from datetime import datetime
from hashlib import sha256, sha512
from pathlib import Path
from typing import Any

Row = Mapping[str, str]


def receipt_digest(reference: str, code: str) -> str:
    """What is published of a receipt: ``code`` is its 13 characters without spaces."""
    return sha256(f"{reference} {code}".encode()).hexdigest()


def leaf(envelope: str, receipt: str, replaces: str) -> str:
    return f"{envelope} {receipt} {replaces}"


def root(leaves: Iterable[str]) -> str:
    """The hash of some castings, in the order of the alphabet."""
    return sha256("\n".join(sorted(leaves)).encode()).hexdigest()


def mistakes_in_heads(published: Mapping[str, Any], castings: Iterable[Row], verify_key: str = "") -> list[str]:
    """Sentences about what does not fit; none when all does.

    ``published`` is heads.json, ``castings`` the rows of castings.csv, ``verify_key`` the key as somebody noted it before.
    """
    found, before, at = [], "", ""
    if verify_key and published["verify_key"] != verify_key:
        found.append("The heads are signed with another key than the one you noted.")
    of_head: dict[str, list[str]] = {}
    for row in castings:
        of_head.setdefault(row["head"], []).append(leaf(row["envelope"], row["receipt"], row["replaces"]))
    heads = published["heads"]
    for number, head in enumerate(heads, start=1):
        said = json.loads(head["content"])
        wanted = {
            "round": published["round"],
            "box": published["public_key"],
            "number": number,
            "before": before,
            "castings": root(of_head.pop(str(number), [])),
            "is_closing": number == len(heads),
        }
        found += [f"Head {number} says otherwise about '{name}'." for name in wanted if said[name] != wanted[name]]
        if sha256(head["content"].encode()).hexdigest() != head["sha256"]:
            found.append(f"The hash of head {number} is not that of its content.")
        if not is_signed(published["verify_key"], head["content"], head["signature"]):
            found.append(f"The signature of head {number} is not by the key of this box.")
        if datetime.fromisoformat(said["at"]) < datetime.fromisoformat(at or said["at"]):
            found.append(f"Head {number} is dated before the one that it holds.")
        before, at = head["sha256"], said["at"]
    if of_head:
        found.append("There are castings that no head holds.")
    return found


def missing_heads(published: Mapping[str, Any], noted: Mapping[str, Any]) -> list[str]:
    """Sentences about heads that somebody kept, as another heads.json, and that are not among those that are published now."""
    there = {head["sha256"] for head in published["heads"]}
    gone = [json.loads(head["content"]) for head in noted["heads"] if head["sha256"] not in there]
    return [
        f"Head {head['number']} of {head['at']}, which you kept, is not published any more: what came in with it is missing."
        for head in gone
    ]


def receipts_in(castings: Iterable[Row]) -> list[str]:
    """The hashes of the receipts whose envelope was not replaced."""
    rows = list(castings)
    replaced = {row["replaces"] for row in rows}
    return sorted(row["receipt"] for row in rows if row["receipt"] and row["envelope"] not in replaced)


# Ed25519 (RFC 8032), in whole numbers: slow, and enough for some hundreds of heads ------------------------------------

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
Point = tuple[int, int, int, int]


def is_signed(verify_key: str, text: str, signature: str) -> bool:
    try:
        key, signed = bytes.fromhex(verify_key), bytes.fromhex(signature)
        whose, nonce = _point(key), _point(signed[:32])
    except ValueError:
        return False
    scalar = int.from_bytes(signed[32:], "little")
    if len(signed) != 64 or scalar >= ORDER:
        return False
    challenge = int.from_bytes(sha512(signed[:32] + key + text.encode()).digest(), "little") % ORDER
    left, right = _times(scalar, BASE), _add(nonce, _times(challenge, whose))
    return all((left[one] * right[2] - right[one] * left[2]) % P == 0 for one in (0, 1))


def _point(data: bytes) -> Point:
    """Raises ValueError where it is none."""
    if len(data) != 32:
        raise ValueError("A point has 32 bytes.")
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if y >= P or (x * x - square) % P or (not x and sign):
        raise ValueError("No point of the curve.")
    x = P - x if x % 2 != sign else x
    return x, y, 1, x * y % P


def _add(one: Point, other: Point) -> Point:
    a, b = (one[1] - one[0]) * (other[1] - other[0]), (one[1] + one[0]) * (other[1] + other[0])
    c, d = 2 * one[3] * other[3] * D, 2 * one[2] * other[2]
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def _times(number: int, point: Point) -> Point:
    total: Point = (0, 1, 1, 0)
    while number:
        if number & 1:
            total = _add(total, point)
        point, number = _add(point, point), number >> 1
    return total


BASE = _point((4 * pow(5, -1, P) % P).to_bytes(32, "little"))


def main(arguments: list[str]) -> int:
    if not 1 <= len(arguments) <= 3:
        print("Usage: python heads.py BUNDLE.zip [VERIFY_KEY [HEADS.json]]")
        return 2
    try:
        with zipfile.ZipFile(arguments[0]) as bundle:
            published = json.loads(bundle.read("heads.json"))
            castings = list(csv.DictReader(io.StringIO(bundle.read("castings.csv").decode(), newline="")))
        found = mistakes_in_heads(published, castings, arguments[1].strip().lower() if len(arguments) > 1 else "")
        if len(arguments) > 2:
            found += missing_heads(published, json.loads(Path(arguments[2]).read_text(encoding="utf-8")))
    except (OSError, zipfile.BadZipFile, KeyError, TypeError, ValueError) as error:
        print(f"This is no bundle with heads that can be read: {type(error).__name__} {error}.")
        return 2
    for mistake in found:
        print(mistake)
    if not found:
        print(f"{len(published['heads'])} heads, {len(castings)} castings: they belong together, signed by one key.")
        if len(arguments) < 2:
            print("Without the key that somebody noted during the vote nobody knows whose key that is.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
