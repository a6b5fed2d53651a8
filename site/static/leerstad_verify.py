#!/usr/bin/env python3
"""Is this the text that the city published? Tells it from a file, without the city's site and with nothing but Python.

    python3 leerstad_verify.py FILE.json 3f1c…e9          against a SHA-256 hash (64 hexadecimal digits)
    python3 leerstad_verify.py FILE.json OTHER.json       against another file, with the first difference
    python3 leerstad_verify.py FILE.json https://…/id/LEA-2026-014/v/3/nl.json    against an address

The hash of a published version is the SHA-256 of its canonical JSON: RFC 8785, with every string in Unicode normalisation
form C. A file that was only laid out anew, or whose keys stand in another order, is still the same text.

Exit status: 0 the same, 1 not the same, 2 it cannot be told.
Licence: EUPL-1.2.
"""

import hashlib
import json
import re
import sys
import unicodedata
import urllib.request
from itertools import takewhile
from pathlib import Path
from typing import Any

# A whole number beyond this has no exact form in JSON (RFC 8785 refers to ECMAScript).
LARGEST = 2**53 - 1
MOST_BYTES = 50 * 1024 * 1024
WITH_AN_ADDRESS = """Give the address of the version instead of its hash to see the first difference.
If words were redacted after publication, the hash is still that of the whole text."""

REDACTED = "REDACTED: words were taken out after publication. The SHA-256 of the whole text, which is cited, is"


class Unusable(Exception):
    """Why it cannot be told."""


def read(data: bytes) -> Any:
    """The value of a JSON document in UTF-8, strings in form C."""

    def pairs(found: list[tuple[str, Any]]) -> dict[str, Any]:
        value: dict[str, Any] = {}
        for key, item in found:
            key = unicodedata.normalize("NFC", key)
            if key in value:
                raise Unusable(f"the key {key!r} stands twice in one object")
            value[key] = item
        return value

    def refuse(name: str) -> None:
        raise Unusable(f"{name} has no form in JSON")

    try:
        value = json.loads(data.decode("utf-8-sig"), object_pairs_hook=pairs, parse_constant=refuse)
    except UnicodeDecodeError:
        raise Unusable("this is no UTF-8") from None
    except RecursionError:
        raise Unusable("this is nested too deeply") from None
    except ValueError as error:
        raise Unusable(f"this is no JSON: {error}") from None
    return normalised(value)


def normalised(value: Any) -> Any:
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, list):
        return [normalised(item) for item in value]
    if isinstance(value, dict):
        return {key: normalised(item) for key, item in value.items()}
    return value


def canonical(value: Any) -> str:
    """RFC 8785 for what a published version is made of: strings, whole numbers, true, false, null, lists and objects."""
    if value is None or value is True or value is False:
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, str):
        # Python escapes just what RFC 8785 escapes, and in the same way.
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, int):
        if abs(value) > LARGEST:
            raise Unusable(f"the number {value} is too large for JSON")
        return str(value)
    if isinstance(value, list):
        return "[" + ",".join(canonical(item) for item in value) + "]"
    if isinstance(value, dict):
        # In the order of UTF-16, which is not that of Python beyond the first 65,536 signs.
        keys = sorted(value, key=lambda key: key.encode("utf-16-be", "surrogatepass"))
        return "{" + ",".join(f"{canonical(key)}:{canonical(value[key])}" for key in keys) + "}"
    raise Unusable(f"a published version has no fractions such as {value!r}")


def canonical_bytes(value: Any) -> bytes:
    try:
        return canonical(value).encode("utf-8")
    except UnicodeEncodeError:
        raise Unusable("half a character (a lone surrogate) stands in it") from None


def first_difference(mine: Any, theirs: Any, path: str = "") -> tuple[str, Any, Any] | None:
    """Where two values first differ, in the order of the canonical form, as `(path, mine, theirs)`; None if nowhere."""
    if isinstance(mine, dict) and isinstance(theirs, dict):
        for key in sorted(mine.keys() | theirs.keys(), key=lambda key: key.encode("utf-16-be", "surrogatepass")):
            here = f"{path}.{key}" if path else key
            if key not in mine or key not in theirs:
                return here, mine.get(key, "(nothing)"), theirs.get(key, "(nothing)")
            found = first_difference(mine[key], theirs[key], here)
            if found:
                return found
        return None
    if isinstance(mine, list) and isinstance(theirs, list):
        for number in range(max(len(mine), len(theirs))):
            here = f"{path}[{number}]"
            if number >= len(mine) or number >= len(theirs):
                return here, (mine[number:] or ["(nothing)"])[0], (theirs[number:] or ["(nothing)"])[0]
            found = first_difference(mine[number], theirs[number], here)
            if found:
                return found
        return None
    # 1 and true are equal to Python and not to anybody else.
    return None if canonical(mine) == canonical(theirs) else (path or "(the whole)", mine, theirs)


def around(mine: Any, theirs: Any) -> tuple[str, str]:
    """Two texts from a little before where they part."""
    if not (isinstance(mine, str) and isinstance(theirs, str)):
        return canonical(mine)[:120], canonical(theirs)[:120]
    at = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(mine, theirs, strict=False)))
    start = max(at - 30, 0)
    dots = "…" if start else ""
    return repr(dots + mine[start : at + 60]), repr(dots + theirs[start : at + 60])


def fetched(source: str) -> tuple[bytes, str]:
    """The bytes of a file, of an address, or of standard input (-); and what an address says of a redaction."""
    try:
        if source == "-":
            return sys.stdin.buffer.read(MOST_BYTES), ""
        if re.match(r"https?://", source):
            asked = urllib.request.Request(source, headers={"Accept": "application/json"})  # noqa: S310 - of the web, see above
            with urllib.request.urlopen(asked, timeout=30) as answer:  # noqa: S310 - as above
                return bytes(answer.read(MOST_BYTES)), answer.headers.get("Leerstad-Redacted", "")
        return Path(source).read_bytes(), ""
    except OSError as error:
        raise Unusable(f"{source} cannot be read: {error}") from None


def told(source: str, expected: str) -> tuple[str, int]:
    """What to say, and the exit status."""
    data, redacted = fetched(source)
    mine = read(data)
    form = canonical_bytes(mine)
    digest = hashlib.sha256(form).hexdigest()
    how = "byte for byte" if data == form else "after bringing it into its canonical form"
    if re.fullmatch(r"[0-9a-fA-F]{64}", expected):
        if digest == expected.lower():
            return f"MATCH, {how}: SHA-256 {digest}", 0
        return f"NO MATCH\n{hashes(digest, expected.lower())}\n{WITH_AN_ADDRESS}", 1
    published, redacted_there = fetched(expected)
    theirs = read(published)
    found = first_difference(mine, theirs)
    if found is None:
        redaction = redacted or redacted_there
        before = f"\n{REDACTED} {redaction.removeprefix('sha256-before=')}" if redaction else ""
        return f"MATCH, {how}: SHA-256 {digest}{before}", 0
    where, (here, there) = found[0], around(found[1], found[2])
    other = hashlib.sha256(canonical_bytes(theirs)).hexdigest()
    lines = f"The first difference is at {where}:\n  this file: {here}\n  expected:  {there}\n{hashes(digest, other)}"
    return f"NO MATCH\n{lines}", 1


def hashes(mine: str, theirs: str) -> str:
    return f"  SHA-256 of this file: {mine}\n  expected:             {theirs}"


def main(arguments: list[str]) -> int:
    if len(arguments) != 2:
        sys.stderr.write(__doc__)
        return 2
    try:
        words, status = told(*arguments)
    except Unusable as reason:
        sys.stderr.write(f"It cannot be told: {reason}.\n")
        return 2
    sys.stdout.buffer.write(f"{words}\n".encode("utf-8", "backslashreplace"))
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
