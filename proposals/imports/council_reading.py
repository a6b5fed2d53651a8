"""Reads the council's information system: at a link, from what was pasted, and again of everything that was recorded from it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from base.fetch import fetch_json, origin_of
from base.refusal import Refusal, refuse_if
from proposals.actions.council_reading import keep_reading, refuse_to_read
from proposals.imports.council import understood
from proposals.models import CouncilReading, Meeting
from proposals.queries.council_difference import watched

MOST = 500
# Points of an agenda that are an address alone are read too: so many, for so long (seconds).
MOST_LOOKED_AT, PATIENCE = 60, 20.0
# So long after it was held a meeting is looked at again.
AFTER_MEETING = timedelta(weeks=4)


@dataclass(frozen=True)
class Looked:
    """How many addresses were looked at, how many said something new, and which did not answer, each with why."""

    addresses: int
    new: int
    failed: list[tuple[str, str]]


def read_link(*, link: str, by: Any, at: datetime, is_whole: bool = False) -> CouncilReading:
    """A paper, a vote or a meeting at its link. Raises Refusal in words; where it must be read whole also for a point of its
    agenda that does not answer now, which would look like another agenda."""
    refuse_to_read(by)
    if not settings.COUNCIL_SOURCES:
        raise Refusal(_("This site does not read links: nobody named the information system. Paste the JSON instead."))
    if len(link) > MOST:
        raise Refusal(_("This link is too long. Copy it from the address bar, from https:// on."))
    # Outside any transaction: the other side may take its time.
    said = [fetch_json(link, settings.COUNCIL_SOURCES)]
    patient_until = monotonic() + PATIENCE

    def look(address: str) -> bytes | None:
        if len(said) > MOST_LOOKED_AT or not _is_source(address):
            return None
        try:
            refuse_if(_("Reading its agenda takes too long.") if monotonic() > patient_until else "")
            said.append(fetch_json(address, settings.COUNCIL_SOURCES))
        except Refusal:
            if is_whole:
                raise
            return None
        return said[-1]

    found = understood(said[0], look)
    return keep_reading(found=found, address=link, sha256=sha256(b"".join(said)).hexdigest(), by=by, at=at)


def read_pasted(*, raw: bytes | str, by: Any, at: datetime, address: str = "") -> CouncilReading:
    """What was pasted lies at the address that it says itself, where it says one."""
    found = understood(raw)
    digest = sha256(raw.encode() if isinstance(raw, str) else raw).hexdigest()
    return keep_reading(found=found, address=address or found.source, sha256=digest, by=by, at=at)


def look_again(*, by: Any, at: datetime) -> Looked:
    """Reads every address again from which something was recorded, but for meetings of long ago; what changed shows as a difference
    to accept."""
    since = timezone.localtime(at).date() - AFTER_MEETING
    records = (one for one in watched() if not isinstance(one, Meeting) or one.held_on >= since)
    addresses = sorted({one.reading.address for one in records if one.reading and _is_source(one.reading.address)})
    new, failed = 0, []
    for address in addresses:
        try:
            new += read_link(link=address, by=by, at=at, is_whole=True).read_at == at
        except Refusal as refusal:
            failed.append((address, refusal.sentence))
    return Looked(len(addresses), new, failed)


def _is_source(address: str) -> bool:
    return origin_of(urlsplit(address)) in settings.COUNCIL_SOURCES
