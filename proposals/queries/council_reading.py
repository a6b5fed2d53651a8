"""What was read of the council's information system, and what of it may not be read again."""

from copy import deepcopy
from typing import Any

from django.db.models import Model, Q, QuerySet

from base.models import RecordRedaction
from base.redactable import TAKEN_OUT
from proposals.council_understood import Understood, UnderstoodPoint
from proposals.models import CouncilPaper, CouncilReading, Meeting
from proposals.queries.agenda_point import is_on_agenda

# What of a record can be taken out and is read of the council by the same name.
READ = ("title", "number", "url")


def readings_of(record: CouncilPaper | Meeting) -> QuerySet[CouncilReading]:
    """All that was read at the address from which something was recorded, and what was read of the votes on it."""
    addresses = {record.source, record.reading.address if record.reading is not None else ""} - {""}
    found = Q(pk=record.reading_id) | Q(address__in=addresses)
    if isinstance(record, CouncilPaper):
        found |= Q(votes__paper=record)
    return CouncilReading.objects.filter(found).distinct()


def fields_taken_out(address: str) -> set[str]:
    """Of what was recorded from an address, or of what is voted on there, those that were destroyed and are read there."""
    here = Q(reading__address=address) | Q(source=address)
    papers = CouncilPaper.objects.filter(here | Q(votes__reading__address=address)).values_list("pk", flat=True)
    meetings = Meeting.objects.filter(here).values_list("pk", flat=True)
    gone = _destroyed(CouncilPaper).filter(key__in=list(papers)) | _destroyed(Meeting).filter(key__in=list(meetings))
    return set(gone.values_list("field", flat=True))


def forget_on_agenda(understood: dict[str, Any]) -> bool:
    """Takes from what was read of a meeting what was destroyed of the papers on its agenda; whether there was any."""
    gone: dict[int, set[str]] = {}
    for key, field in _destroyed(CouncilPaper).values_list("key", "field") if understood.get("agenda") else []:
        gone.setdefault(key, set()).add(field)
    before = deepcopy(understood.get("agenda"))
    for paper in CouncilPaper.objects.filter(pk__in=gone):
        for point in understood["agenda"]:
            if not is_on_agenda(paper, Understood(agenda=[UnderstoodPoint(**point)])):
                continue
            if "title" in gone[paper.pk]:
                point["title"] = TAKEN_OUT
            if "number" in gone[paper.pk]:
                point["numbers"] = []
            if "url" in gone[paper.pk]:
                point["addresses"] = [one for one in point["addresses"] if one == paper.source]
    return before != understood.get("agenda")


def _destroyed(model: type[Model]) -> QuerySet[RecordRedaction]:
    return RecordRedaction.objects.filter(kind=model._meta.label_lower, field__in=READ, confirmed_at__isnull=False)
