"""A table of a screen as a file: CSV, or an Excel workbook."""

import csv
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from io import StringIO
from typing import Any

from django.utils import timezone

from base.exports.workbook import XLSX, Value, xlsx
from base.spreadsheet import defused

# The first row has the names of the columns.
Rows = Iterable[Sequence[Any]]
KINDS = {"csv": "text/csv; charset=utf-8", "xlsx": XLSX}


def as_file(name: str, rows: Rows, kind: str) -> bytes:
    """Of one of `KINDS`. Days are written as ISO 8601 has them; no spreadsheet takes a cell for a formula."""
    cells = [[_cell(value) for value in row] for row in rows]
    if kind == "xlsx":
        return xlsx([(name, cells)])
    file = StringIO()
    csv.writer(file).writerows([defused(value) for value in row] for row in cells)
    # Spreadsheets know UTF-8 by its mark.
    return f"\ufeff{file.getvalue()}".encode()


def _cell(value: Any) -> Value:
    if value is None or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    if isinstance(value, datetime):
        return timezone.localtime(value).isoformat(timespec="minutes")
    return value.isoformat() if isinstance(value, date) else str(value)
