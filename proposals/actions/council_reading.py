from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from base.actions.audit_entry import record
from base.refusal import refuse_if
from proposals.actions.council_paper import KEEP_ALL_PAPERS, KEEP_PAPERS
from proposals.council_understood import Understood
from proposals.models import CouncilPaper, CouncilReading, Meeting
from proposals.queries.council_reading import READ, fields_taken_out, forget_on_agenda, readings_of


def refuse_to_read(by: Any) -> None:
    """`by` is nobody for the clock."""
    may = by is None or by.has_perm(KEEP_PAPERS)
    refuse_if("" if may else _("Only the clerk reads the council's information system."))


@transaction.atomic
def keep_reading(*, found: Understood, address: str, sha256: str, by: Any, at: datetime) -> CouncilReading:
    """Keeps what an address said, where that is something new. What was pasted may have no address. What was destroyed
    here is not read again: the source may have it still."""
    refuse_to_read(by)
    if address:
        newest = CouncilReading.objects.filter(address=address).order_by("read_at", "pk").last()
        if newest is not None and newest.sha256 == sha256:
            return newest
    understood = found.as_data()
    for field in fields_taken_out(address) if address else ():
        understood[field] = ""
    forget_on_agenda(understood)
    reading = CouncilReading.objects.create(
        address=address, sha256=sha256, understood=understood, read_at=at, read_by=by
    )
    record(act="council_read", about=address or sha256, by=by, at=at, sha256=sha256)
    return reading


@transaction.atomic
def set_aside(*, reading: CouncilReading, reason: str, by: Any, at: datetime) -> None:
    """Leaves what was recorded as it is, with the reason; the next change there shows again."""
    refuse_if("" if by.has_perm(KEEP_ALL_PAPERS) else _("Only the clerk decides on what the source says now."))
    refuse_if("" if reason.strip() else _("Say why it stays as it was recorded."))
    held = CouncilReading.objects.select_for_update().get(pk=reading.pk)
    refuse_if(_("This was decided on already.") if held.set_aside else "")
    held.set_aside = reason
    held.save(update_fields=["set_aside"])
    record(act="council_reading_set_aside", about=held.address, by=by, at=at, reading=held.pk)


def forget_read(*, record: CouncilPaper | Meeting, field: str, words: str, instead: str) -> None:
    """In all that was read at the address from which a record of the council has words that were destroyed, of the votes on it, and
    of meetings on whose agenda it stands."""
    if field not in READ:
        return
    for reading in readings_of(record):
        if reading.understood.get(field):
            reading.understood[field] = instead
            reading.save(update_fields=["understood"])
    for reading in CouncilReading.objects.iterator() if isinstance(record, CouncilPaper) else ():
        is_forgotten = forget_on_agenda(reading.understood)
        for point in reading.understood.get("agenda", []):
            # Of the paper as it stood, and of one that nothing else leads to.
            without = _without(point, field, words, instead)
            is_forgotten = is_forgotten or without != point
            point.update(without)
        if is_forgotten:
            reading.save(update_fields=["understood"])


def _without(point: dict[str, Any], field: str, words: str, instead: str) -> dict[str, Any]:
    if field == "title":
        return point | {"title": point["title"].replace(words, instead)}
    name = "numbers" if field == "number" else "addresses"
    return point | {name: [one for one in point[name] if one.casefold() != words.casefold()]}
