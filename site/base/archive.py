"""Zip files whose bytes follow from what is in them: no compression, whose bytes differ from one library to another, and one
date."""

import io
import zipfile
from collections.abc import Iterable, Iterator
from typing import IO, cast

LONG_AGO = (1980, 1, 1, 0, 0, 0)


def zipped(files: Iterable[tuple[str, bytes]]) -> Iterator[bytes]:
    """The zip in pieces, a file at a time: no more than one is held. Names stand in the order in which they come."""
    window = _Window()
    with zipfile.ZipFile(cast("IO[bytes]", window), "w", zipfile.ZIP_STORED) as archive:
        for name, data in files:
            entry = zipfile.ZipInfo(name, LONG_AGO)
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            archive.writestr(entry, data)
            yield window.taken()
    yield window.taken()


class _Window:
    """The end of a file that is being written: a file's header can be written again until the next one begins, so that none
    has its size behind it, which some programs cannot read."""

    def __init__(self) -> None:
        self._gone = 0
        self._here = io.BytesIO()

    def tell(self) -> int:
        return self._gone + self._here.tell()

    def seek(self, place: int, whence: int = 0) -> int:
        return self._gone + self._here.seek(place - self._gone if whence == 0 else place, whence)

    def write(self, data: bytes) -> int:
        return self._here.write(data)

    def flush(self) -> None:
        """Nothing is behind it."""

    def taken(self) -> bytes:
        data = self._here.getvalue()
        self._gone += len(data)
        self._here = io.BytesIO()
        return data
