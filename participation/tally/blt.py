"""Ranked ballots in ``.blt`` form, as OpaVote, OpenSTV and Scottish councils write it: read whole, or refused with line.

The first line states how many options there are and how many seats. Numbers below 0, if any, are of options that were
withdrawn: their marks are left out and what was ranked below moves up. Then the ballots, each on a line: how often it was
cast, options by their number in order of preference, and 0. ``3=5`` gives two the same rank, ``-`` skips one. A line with 0
ends them; then the names follow, each between quotes on a line of its own, and the title. What stands behind # is a remark.
"""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from .profile import Ballot, ballot
from .ranked_file import RankedFile, RankedFileError, lines


def load(path: Path) -> RankedFile:
    """All or nothing. Raises RankedFileError, or OSError where the file cannot be opened."""
    numbered = _told(lines(path))
    options, seats = _first_line(*next(numbered, (1, "")))
    withdrawn: set[int] = set()
    ballots: Counter[tuple[tuple[int, ...], ...]] = Counter()
    line = 1
    for line, text in numbered:
        words = text.split()
        if words == ["0"]:
            break
        if words[0].startswith("-") and words[0] != "-":
            if ballots:
                raise RankedFileError("Withdrawn options stand before the first ballot.", line)
            withdrawn.update(_option(word.removeprefix("-"), options, line) for word in words)
            continue
        times, ranks = _ballot_line(words, options, line)
        ballots[ranks] += times
    else:
        raise RankedFileError("The file ends before a line with 0, which ends the ballots.", line)
    names, title = _names(numbered, options, line)
    return RankedFile(
        title=title,
        options=tuple(name for number, name in enumerate(names, start=1) if number not in withdrawn),
        ballots=_ballots(ballots, names, withdrawn),
        seats=seats,
    )


def _told(text: list[str]) -> Iterator[tuple[int, str]]:
    """The lines that say something, without remarks, each with its number."""
    for number, line in enumerate(text, start=1):
        told = re.sub(r'^((?:[^"#]|"[^"]*")*)#.*', r"\1", line).strip()
        if told:
            yield number, told


def _first_line(line: int, text: str) -> tuple[int, int]:
    found = re.fullmatch(r"([0-9]{1,4})\s+([0-9]{1,4})", text, re.ASCII)
    if not found or not int(found[1]) or not int(found[2]):
        raise RankedFileError(
            "The first line of a .blt file states how many options there are and how many seats, such as 9 3.", line
        )
    return int(found[1]), int(found[2])


def _option(word: str, options: int, line: int) -> int:
    if not re.fullmatch(r"[0-9]{1,4}", word) or not 1 <= int(word) <= options:
        raise RankedFileError(f"{word} is not the number of an option; they run from 1 to {options}.", line)
    return int(word)


def _ballot_line(words: list[str], options: int, line: int) -> tuple[int, tuple[tuple[int, ...], ...]]:
    """How often a ballot was cast, and which options stand at each rank."""
    if not re.fullmatch(r"[0-9]{1,9}", words[0]) or not int(words[0]):
        raise RankedFileError(f"A ballot begins with how often it was cast, not with {words[0]}.", line)
    if words[-1] != "0" or len(words) == 1:
        raise RankedFileError("A ballot ends with 0.", line)
    ranks = tuple(
        () if word == "-" else tuple(_option(one, options, line) for one in word.split("=")) for word in words[1:-1]
    )
    seen: set[int] = set()
    for one in (one for rank in ranks for one in rank):
        if one in seen:
            raise RankedFileError(f"The ballot ranks option {one} twice.", line)
        seen.add(one)
    return int(words[0]), ranks


def _names(numbered: Iterator[tuple[int, str]], options: int, line: int) -> tuple[list[str], str]:
    """The names of the options, after this line, and the title, which some files leave out."""
    names: list[str] = []
    for line, text in numbered:
        found = re.fullmatch(r'"([^"]*)"', text)
        if not found or not found[1].strip():
            raise RankedFileError("A name stands alone on its line, between quotes.", line)
        name = found[1].strip()
        if len(names) < options and name in names:
            raise RankedFileError(f"Two options are called {name}.", line)
        if len(names) > options:
            raise RankedFileError(f"The file names {options} options and a title, and then goes on.", line)
        names.append(name)
    if len(names) < options:
        raise RankedFileError(f"The file ends after {len(names)} of the names of {options} options.", line)
    return names[:options], "".join(names[options:])


def _ballots(found: Counter[tuple[tuple[int, ...], ...]], names: list[str], withdrawn: set[int]) -> dict[Ballot, int]:
    ballots: Counter[Ballot] = Counter()
    for ranks, times in found.items():
        kept = [tuple(one for one in rank if one not in withdrawn) for rank in ranks]
        left = [after for before, after in zip(ranks, kept, strict=True) if after or not before]
        ballots[ballot((names[one - 1], rank) for rank, ones in enumerate(left, start=1) for one in ones)] += times
    return dict(ballots)
