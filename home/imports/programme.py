"""From a party's document to the paragraphs of its programme. Nothing is kept: it stays in memory and leaves no line in a log."""

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from base.refusal import Refusal
from home.imports import document
from home.programme import Deadline, Paragraph

MOST_BYTES = 10 * 1024 * 1024
_READERS = threading.BoundedSemaphore(2)


class Busy(Refusal):
    """So many are read and checked already. Whoever comes next is told so at once: waiting would hold up the rest of the site."""

    SECONDS = 60

    def __init__(self) -> None:
        super().__init__(_("Others are having their programme checked at this moment. Try again in a minute."))


@contextmanager
def turn() -> Iterator[None]:
    """One programme is read and checked, of so many at once. Raises Busy where there are so many."""
    if not _READERS.acquire(blocking=False):
        raise Busy
    try:
        yield
    finally:
        _READERS.release()


def read_programme(data: bytes, deadline: Deadline | None = None) -> list[Paragraph]:
    """The paragraphs of a DOCX, ODT, PDF or text, read in a process apart. Raises Refusal with what to do."""
    deadline = deadline or Deadline()
    if len(data) > MOST_BYTES:
        raise Refusal(_too_large())
    try:
        done = subprocess.run(  # noqa: S603 - our own file, and what came in goes to its standard input
            [sys.executable, "-I", str(Path(document.__file__))],
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=max(deadline.left, 0),
            check=False,
        )
        told: dict[str, Any] = json.loads(done.stdout) if done.stdout else {"fault": "time"}
    except subprocess.TimeoutExpired:
        told = {"fault": "time"}
    if "fault" in told:
        raise Refusal(_sentence(told["fault"]))
    return [Paragraph(page, text) for page, text in told["paragraphs"]]


def _too_large() -> str:
    return _("This file is larger than %(most)d MB. Save it without pictures, or send the chapters one by one.") % {
        "most": MOST_BYTES // 1024 // 1024
    }


def _sentence(fault: str) -> str:
    return {
        "encrypted": _("This file has a password. Save it without a password and send it again."),
        "broken": _("This file is damaged. Open it, save it anew and send it again, or paste its text."),
        "pages": _("This file has more than %(most)d pages. Send the chapters one by one.")
        % {"most": document.MOST_PAGES},
        "size": _("What is in this file is too large to be read. Save it without pictures, or paste its text."),
        "time": _("Reading this file takes too long. Save it anew, or paste its text."),
        "pictures": _(
            "This PDF has no text, only pictures of pages. Send the file that it was made of, or paste its text."
        ),
        "old": _("This is an older Word file, or one with a password. Save it as DOCX, ODT or PDF without a password."),
        "kind": _("This is no DOCX, ODT, PDF or text. Save your programme as one of those."),
    }[fault]
