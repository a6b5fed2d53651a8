"""Reads the council's information system: at a link, from what was pasted, and again of everything that was recorded from it."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from base.fetch import fetch_json, origin_of
from base.refusal import Refusal
from proposals.actions.council_reading import keep_reading, refuse_to_read
from proposals.imports.council import understood
from proposals.models import CouncilReading
from proposals.queries.council_difference import watched

MOST = 500
# Points of an agenda that are an address alone are read too: so many, for so long (seconds).
MOST_POINTS, PATIENCE = 60, 20.0


@dataclass(frozen=True)
class Looked:
    """How many addresses were looked at, how many said something new, and which did not answer, each with why."""

    addresses: int
    new: int
    failed: list[tuple[str, str]]


def read_link(*, link: str, by: Any, at: datetime) -> CouncilReading:
    """A paper, a vote or a meeting at its link. Raises Refusal in words."""
    refuse_to_read(by)
    if not settings.COUNCIL_SOURCES:
        raise Refusal(_("This site does not read links: nobody named the information system. Paste the JSON instead."))
    if len(link) > MOST:
        raise Refusal(_("This link is too long. Copy it from the address bar, from https:// on."))
    # Outside any transaction: the other side may take its time.
    said = [fetch_json(link, settings.COUNCIL_SOURCES)]
    patient_until = monotonic() + PATIENCE

    def look(address: str) -> bytes | None:
        if len(said) > MOST_POINTS or monotonic() > patient_until:
            return None
        with suppress(Refusal):
            said.append(fetch_json(address, settings.COUNCIL_SOURCES))
            return said[-1]
        return None

    found = understood(said[0], look)
    return keep_reading(found=found, address=link, sha256=sha256(b"".join(said)).hexdigest(), by=by, at=at)


def read_pasted(*, raw: bytes | str, by: Any, at: datetime, address: str = "") -> CouncilReading:
    """What was pasted lies at the address that it says itself, where it says one."""
    found = understood(raw)
    digest = sha256(raw.encode() if isinstance(raw, str) else raw).hexdigest()
    return keep_reading(found=found, address=address or found.source, sha256=digest, by=by, at=at)


def look_again(*, by: Any, at: datetime) -> Looked:
    """Reads every address again from which something was recorded; what changed shows as a difference to accept."""
    sources = {one.reading.address for one in watched() if one.reading is not None}
    addresses = sorted(one for one in sources if origin_of(urlsplit(one)) in settings.COUNCIL_SOURCES)
    new, failed = 0, []
    for address in addresses:
        try:
            new += read_link(link=address, by=by, at=at).read_at == at
        except Refusal as refusal:
            failed.append((address, refusal.sentence))
    return Looked(len(addresses), new, failed)
