"""Rows and cells of a text file with semicolons, each knowing where it stands, so that an error can point at it."""

from collections.abc import Iterator
from typing import BinaryIO

LONGEST_LINE = 4_000_000
"""In bytes."""

LONGEST_QUOTE = 200_000
"""In characters. A quote that is never closed would otherwise swallow the rest of a file of any size."""


class PabulibError(ValueError):
    """The file cannot be used. ``line`` and ``column`` count from 1, the column in characters; a sentence says why."""

    def __init__(self, sentence: str, line: int, column: int) -> None:
        super().__init__(f"Line {line}, column {column}: {sentence}")
        self.sentence = sentence
        self.line = line
        self.column = column


class Row:
    """The cells of one row, without the spaces around them; what stands in quotes is kept as it is.

    A quoted cell can hold semicolons and line ends, which become "\\n".
    """

    def __init__(self, text: str, line: int, cells: list[tuple[str, int]] | None = None) -> None:
        self.text = text
        self.line = line
        if cells is None:
            self.cells = [cell.strip(" \t") for cell in text.split(";")]
        else:
            self.cells = [cell for cell, _ in cells]
        self._cells = cells

    @property
    def is_blank(self) -> bool:
        return not any(cell.strip() for cell in self.cells)

    def place(self, index: int, offset: int) -> tuple[int, int]:
        """Line and column of a cell, or of a character in it. A cell that is not there begins where the row ends."""
        if index >= len(self.cells):
            at = len(self.text)
        elif self._cells is not None:
            at = self._cells[index][1] + offset
        else:
            before = self.text.split(";")[: index + 1]
            at = sum(len(cell) + 1 for cell in before[:-1]) + len(before[-1]) - len(before[-1].lstrip(" \t")) + offset
        start = self.text[:at]
        return self.line + start.count("\n"), at - (start.rfind("\n") + 1) + 1

    def error(self, sentence: str, index: int = 0, offset: int = 0) -> PabulibError:
        return PabulibError(sentence, *self.place(index, offset))


def rows(stream: BinaryIO) -> Iterator[Row]:
    """The rows that are not blank. Reads one line at a time. Raises PabulibError for what is not UTF-8 text."""
    lines = _lines(stream)
    for number, text in lines:
        if '"' not in text:
            row = Row(text, number)
        else:
            while isinstance(cells := _quoted(text, number), int):
                more = _until_next_quote(lines)
                if not more or len(text) > LONGEST_QUOTE:
                    raise Row(text, number, [("", cells)]).error("This quote is never closed.")
                text = "\n".join([text, *more])
            row = Row(text, number, cells)
        if not row.is_blank:
            yield row


def _until_next_quote(lines: Iterator[tuple[int, str]]) -> list[str]:
    more, length = [], 0
    for _, text in lines:
        more.append(text)
        length += len(text)
        if '"' in text or length > LONGEST_QUOTE:
            break
    return more


def _lines(stream: BinaryIO) -> Iterator[tuple[int, str]]:
    number = 0
    while raw := stream.readline(LONGEST_LINE):
        number += 1
        if number == 1:
            if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
                raise PabulibError("The file is in UTF-16; save it as UTF-8.", 1, 1)
            raw = raw.removeprefix(b"\xef\xbb\xbf")
        if len(raw) == LONGEST_LINE and not raw.endswith(b"\n"):
            raise PabulibError(f"The line is longer than {LONGEST_LINE} bytes.", number, 1)
        try:
            text = raw.decode("utf-8")
        except UnicodeDecodeError as error:
            column = len(raw[: error.start].decode("utf-8")) + 1
            byte = raw[error.start]
            raise PabulibError(
                f"The byte 0x{byte:02X} is not UTF-8 text; save the file as UTF-8.", number, column
            ) from None
        if "\0" in text:
            raise PabulibError("A zero byte is not text; is this a .pb file?", number, text.index("\0") + 1)
        yield number, text.removesuffix("\n").removesuffix("\r")


def _quoted(text: str, line: int) -> list[tuple[str, int]] | int:
    """Cells with the offset of their first character; or the offset of a quote that is still open at the end."""
    cells: list[tuple[str, int]] = []
    at = 0
    while True:
        begin = at
        while text.startswith((" ", "\t"), begin):
            begin += 1
        if text.startswith('"', begin):
            closing = _closing_quote(text, begin)
            if closing is None:
                return begin
            cells.append((text[begin + 1 : closing].replace('""', '"'), begin + 1))
            rest = text.find(";", closing)
            end = len(text) if rest < 0 else rest
            if after := text[closing + 1 : end].strip():
                offset = text.index(after, closing + 1)
                raise Row(text, line, [("", offset)]).error(
                    "There is text after a closing quote; write quotes inside a quoted cell twice."
                )
        else:
            rest = text.find(";", begin)
            end = len(text) if rest < 0 else rest
            cells.append((text[begin:end].strip(" \t"), begin))
        if end == len(text):
            return cells
        at = end + 1


def _closing_quote(text: str, opening: int) -> int | None:
    at = opening + 1
    while (at := text.find('"', at)) >= 0:
        if text.startswith('"', at + 1):
            at += 2
        else:
            return at
    return None
