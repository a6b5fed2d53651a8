"""Ranked ballots in a table (CSV): a column for each rank, in each cell the name of an option.

The first line names the columns: ``choice1``, ``choice2`` and so on, or ``rank1``, and ``count`` where a line stands for more
than one ballot. An empty cell or ``undervote`` is a rank that was skipped; ``overvote`` one that was given to several, of
which nothing can be read. Where a ballot names an option again, the first time counts. Nothing states the order of
the ballot paper, so options stand in the order of the alphabet.
"""

import csv
import re
from collections import Counter
from pathlib import Path

from .profile import Ballot, ballot
from .ranked_file import RankedFile, RankedFileError, lines

NOTHING = {"", "undervote", "skipped", "overvote"}


def load(path: Path) -> RankedFile:
    """All or nothing. Raises RankedFileError, or OSError where the file cannot be opened."""
    rows = csv.reader([line + "\n" for line in lines(path)], strict=True)
    columns: list[str] = []
    ballots: Counter[Ballot] = Counter()
    try:
        for cells in rows:
            if not any(cell.strip() for cell in cells):
                continue
            if not columns:
                columns = _columns([cell.strip().lower() for cell in cells], rows.line_num)
                continue
            if len(cells) != len(columns):
                raise RankedFileError(
                    f"The line has {len(cells)} cells where there are {len(columns)} columns.", rows.line_num
                )
            named = {column: cell.strip() for column, cell in zip(columns, cells, strict=True)}
            times = _times(named.pop("count", "1"), rows.line_num)
            ranks: dict[str, int] = {}
            for rank, name in enumerate(named.values(), start=1):
                if name.lower() not in NOTHING:
                    ranks.setdefault(name, rank)
            ballots[ballot(ranks.items())] += times
    except csv.Error as error:
        raise RankedFileError(f"The table cannot be read: {error}.", rows.line_num) from None
    if not columns:
        raise RankedFileError("The file is empty; its first line names the columns, such as count,choice1,choice2.", 1)
    options = sorted({mark.option for marked in ballots for mark in marked})
    return RankedFile(title=path.stem, options=tuple(options), ballots=dict(ballots))


def _columns(columns: list[str], line: int) -> list[str]:
    ranks = [column for column in columns if column != "count"]
    found = [re.fullmatch(r"(choice|rank)_?([0-9]+)", column) for column in ranks]
    if not ranks or [int(one[2]) if one else 0 for one in found] != list(range(1, len(ranks) + 1)):
        raise RankedFileError(
            "The first line names the columns: count where it is there, then choice1, choice2 and so on in order.", line
        )
    if columns.count("count") > 1:
        raise RankedFileError("The column count stands there twice.", line)
    return columns


def _times(cell: str, line: int) -> int:
    if not re.fullmatch(r"[0-9]{1,9}", cell) or not int(cell):
        raise RankedFileError(f"The count is a whole number from 1 up, not {cell or 'nothing'}.", line)
    return int(cell)
