"""A table with commas (RFC 4180), read whole or refused: every cell knows where it stands, so that an error can point."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

QUOTED = re.compile(r'"([^"]*(?:""[^"]*)*)"')
PLAIN = re.compile(r'[^",\r\n]*')
ROW_END = re.compile(r"\r\n|\n|\r|\Z")


class TableError(ValueError):
    """The file cannot be used. `line` and `column` count from 1, the column in characters; a sentence says why."""

    def __init__(self, sentence: str, line: int, column: int) -> None:
        super().__init__(f"Line {line}, column {column}: {sentence}")
        self.sentence = sentence
        self.line = line
        self.column = column


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row, its cells by the name of their column, exactly as they stand there. `line` is where it begins."""

    cells: Mapping[str, str]
    line: int
    _text: str
    _places: Mapping[str, int]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def error(self, sentence: str, column: str) -> TableError:
        return _error(self._text, self._places[column], sentence)


def read_table(content: bytes, *, needed: Sequence[str]) -> list[TableRow]:
    """The rows below the row of column names. Raises TableError; blank lines are passed over.

    A column without a name is kept under "" (a table's own numbering), two of the same name are refused.
    """
    text = _decoded(content)
    rows = _rows(text)
    header = next(rows, None)
    if header is None:
        raise TableError("The file is empty.", 1, 1)
    columns = [cell.strip() for cell, _place in header]
    for index, column in enumerate(columns):
        if column in columns[:index]:
            raise _error(text, header[index][1], f"The column {column or 'without a name'} stands there twice.")
    for column in needed:
        if column not in columns:
            semicolons = len(columns) == 1 and ";" in columns[0]
            hint = " Cells are separated by semicolons here; save the file with commas." if semicolons else ""
            raise _error(text, header[0][1], f"The file has no column {column}.{hint}")
    return list(_fitted(text, columns, rows))


def _fitted(text: str, columns: Sequence[str], rows: Iterator[list[tuple[str, int]]]) -> Iterator[TableRow]:
    line, counted = 1, 0
    for row in rows:
        start = row[0][1]
        line, counted = line + _line_ends(text, counted, start), start
        if len(row) != len(columns):
            extra = row[len(columns)][1] if len(row) > len(columns) else _row_end(text, row)
            raise _error(text, extra, f"The row has {len(row)} cells where the file has {len(columns)} columns.")
        yield TableRow(
            cells=dict(zip(columns, (cell for cell, _place in row), strict=True)),
            line=line,
            _text=text,
            _places=dict(zip(columns, (place for _cell, place in row), strict=True)),
        )


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise TableError("The file is in UTF-16; save it as UTF-8.", 1, 1)
    content = content.removeprefix(b"\xef\xbb\xbf")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8")
        sentence = f"The byte 0x{content[error.start]:02X} is not UTF-8 text; save the file as UTF-8."
        raise _error(before, len(before), sentence) from None
    if "\0" in text:
        raise _error(text, text.index("\0"), "A zero byte is not text; is this a .csv file?")
    return text


def _rows(text: str) -> Iterator[list[tuple[str, int]]]:
    """Cells with the offset of their first character; for a quoted one, that is behind its quote."""
    row: list[tuple[str, int]] = []
    at = 0
    while True:
        at = _take_cell(text, at, row)
        if text.startswith(",", at):
            at += 1
            continue
        end = ROW_END.match(text, at)
        if end is None:
            raise _error(text, at, _stray(text, row))
        if len(row) > 1 or row[0][0] or text[row[0][1] - 1 : row[0][1]] == '"':
            yield row
        if end.end() == len(text):
            return
        row, at = [], end.end()


def _take_cell(text: str, at: int, row: list[tuple[str, int]]) -> int:
    """Adds the cell that begins at an offset to its row; returns the offset behind it."""
    if not text.startswith('"', at):
        plain = PLAIN.match(text, at)
        # The pattern fits anywhere, if only with nothing.
        end = plain.end() if plain is not None else at
        row.append((text[at:end], at))
        return end
    quoted = QUOTED.match(text, at)
    if quoted is None:
        raise _error(text, at, "This quote is never closed.")
    row.append((quoted[1].replace('""', '"'), at + 1))
    return quoted.end()


def _stray(text: str, row: Sequence[tuple[str, int]]) -> str:
    if text[row[-1][1] - 1 : row[-1][1]] == '"':
        return "There is text after a closing quote; write quotes inside a quoted cell twice."
    return "There is a quote inside a cell without quotes; put the cell in quotes and write the quote twice."


def _row_end(text: str, row: Sequence[tuple[str, int]]) -> int:
    """Where the last cell of a row that is too short ends."""
    place = row[-1][1]
    if text[place - 1 : place] == '"' and (quoted := QUOTED.match(text, place - 1)):
        return quoted.end()
    return place + len(row[-1][0])


def _line_ends(text: str, start: int, end: int) -> int:
    return text.count("\n", start, end) + text.count("\r", start, end) - text.count("\r\n", start, end)


def _error(text: str, at: int, sentence: str) -> TableError:
    start = max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1
    return TableError(sentence, 1 + _line_ends(text, 0, at), at - start + 1)
