"""What a file of ranked ballots holds, once it is read; options are called by their names in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from .profile import RANKED, Ballot, Option, Profile

LARGEST = 200_000_000
"""In bytes."""


class RankedFileError(ValueError):
    """The file cannot be used. The message names the line, from 1, and a sentence says why."""

    def __init__(self, sentence: str, line: int) -> None:
        super().__init__(f"Line {line}: {sentence}")


@dataclass(frozen=True)
class RankedFile:
    """``options`` in the order of the file. ``ballots`` holds blank ones too. ``seats``: None where it states none."""

    title: str
    options: tuple[str, ...]
    ballots: Mapping[Ballot, int]
    seats: int | None = None

    def profile(self, seats: int | None = None) -> Profile:
        return Profile(
            options=tuple(Option(name) for name in self.options),
            kind=RANKED,
            ballots=self.ballots,
            seats=seats or self.seats,
        )


def lines(path: Path) -> list[str]:
    """Raises RankedFileError for what is not UTF-8 text, or OSError."""
    if path.stat().st_size > LARGEST:
        raise RankedFileError(f"The file is longer than {LARGEST} bytes.", 1)
    data = path.read_bytes().removeprefix(b"\xef\xbb\xbf")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise RankedFileError(
            f"The byte 0x{data[error.start]:02X} is not UTF-8 text; save the file as UTF-8.", line
        ) from None
    return text.split("\n")
