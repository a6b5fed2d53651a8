"""Reads a zip of a dossier again, and says whether it is what it was when it was written."""

import json
import zipfile
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from base.archive import zipped
from base.canonical import canonical_json
from base.canonical import sha256 as hash_of
from proposals.exports.dossier_archive import MANIFEST, RECORDS, versions_in
from proposals.queries.dossier import Dossier


@dataclass(frozen=True)
class Checked:
    """`wrong` says what is not as it should be, a line each; nothing where the zip is whole."""

    reference: str
    records_sha256: str
    chapters: dict[str, Any]
    files: int
    wrong: list[str]


def check(path: Path) -> Checked:
    """Every byte counts: the zip is written again from what is in it, and must come out the same."""
    wrong: list[str] = []
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            wrong += [f"{name} stands in it more than once." for name in {n for n in names if names.count(n) > 1}]
            hashes = {name: sha256(archive.read(name)).hexdigest() for name in names if name != MANIFEST}
            manifest = _manifest(archive, wrong)
            wrong += [f"{name} is not what the manifest says." for name in hashes if hashes[name] != manifest.get(name)]
            wrong += [f"{name} is missing." for name in manifest if name not in hashes]
            records, stated = _records(archive, wrong)
            found = _compared(archive, records, stated, hashes, wrong)
        wrong += _bytes_that_differ(path, names)
    except (zipfile.BadZipFile, OSError, KeyError, ValueError, EOFError, NotImplementedError, RuntimeError) as error:
        return Checked("", "", {}, 0, [*wrong, f"It cannot be read as a dossier: {type(error).__name__}: {error}"])
    return Checked(str(records["round"]), found, records["chapters"], len(hashes), wrong)


def _manifest(archive: zipfile.ZipFile, wrong: list[str]) -> dict[str, str]:
    lines = archive.read(MANIFEST).decode().splitlines()
    wrong += [f"A line of the manifest cannot be read: {line[:80]}" for line in lines if line[64:66] != "  "]
    return {line[66:]: line[:64] for line in lines if line[64:66] == "  "}


def _records(archive: zipfile.ZipFile, wrong: list[str]) -> tuple[dict[str, Any], str]:
    whole = json.loads(archive.read(RECORDS))
    records, stated = whole["records"], str(whole["records_sha256"])
    for key, data in records["chapters"].items():
        if canonical_json(data).encode() != archive.read(f"chapters/{key}.json"):
            wrong.append(f"chapters/{key}.json is another than the same chapter in {RECORDS}.")
    return records, stated


def _compared(
    archive: zipfile.ZipFile, records: dict[str, Any], stated: str, hashes: dict[str, str], wrong: list[str]
) -> str:
    """The hash of the records, compiled again; texts that are whole are held against the hash that was published of them."""
    found = hash_of(canonical_json(records))
    if found != stated:
        wrong.append(f"The records hash to {found}, and not to {stated}, which the dossier says.")
    for number, version in versions_in(Dossier(records["round"], "", records["chapters"])):
        name = f"versions/{number}-v{version['version']}-{version['language']}.json"
        if version["is_whole"] and hashes.get(name) != version["sha256"]:
            wrong.append(f"{name} is another text than was published.")
    return found


def _bytes_that_differ(path: Path, names: list[str]) -> list[str]:
    with zipfile.ZipFile(path) as archive, path.open("rb") as file:
        for piece in zipped((name, archive.read(name)) for name in names):
            if file.read(len(piece)) != piece:
                return ["Its bytes are others than those of a dossier that was written from what is in it."]
        return ["Something stands behind its end."] if file.read(1) else []
