import re
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from base.actions.audit_entry import record
from base.refusal import refuse_if
from proposals.actions.council_paper import KEEP_ALL_PAPERS, KEEP_PAPERS
from proposals.council_understood import Understood
from proposals.models import CouncilPaper, CouncilReading, Meeting
from proposals.queries.council_reading import (
    READ,
    AgendaWithout,
    agendas_read,
    fields_taken_out,
    papers_taken_out,
    readings_of,
)


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
    if found.agenda:
        AgendaWithout(papers_taken_out()).changes(understood)
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
    if isinstance(record, CouncilPaper):
        # The paper as it stood: the destroyed words may be all that leads from an agenda to it.
        without = AgendaWithout({record: {field}})
        for reading in agendas_read():
            is_changed = without.changes(reading.understood)
            if field == "title":
                is_changed = _forget_title(reading.understood["agenda"], words, instead) or is_changed
            if is_changed:
                reading.save(update_fields=["understood"])


def _forget_title(agenda: list[dict[str, Any]], words: str, instead: str) -> bool:
    """At points that name no paper, to which nothing but the words leads; whether there was any."""
    said = re.compile(rf"(?<!\w){re.escape(words)}(?!\w)")
    found = [one for one in agenda if not one["addresses"] and not one["numbers"] and said.search(one["title"])]
    for one in found:
        one["title"] = said.sub(lambda _found: instead, one["title"])
    return bool(found)
