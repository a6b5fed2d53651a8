"""What was read of the council's information system, and what of it may not be read again."""

from collections.abc import Mapping
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


def agendas_read() -> QuerySet[CouncilReading]:
    """What was read of meetings with an agenda."""
    return CouncilReading.objects.filter(understood__agenda__0__isnull=False)


def fields_taken_out(address: str) -> set[str]:
    """Of what was recorded from an address, or of what is voted on there, those that were destroyed and are read there."""
    here = Q(reading__address=address) | Q(source=address)
    papers = CouncilPaper.objects.filter(here | Q(votes__reading__address=address)).values_list("pk", flat=True)
    meetings = Meeting.objects.filter(here).values_list("pk", flat=True)
    gone = _destroyed(CouncilPaper).filter(key__in=list(papers)) | _destroyed(Meeting).filter(key__in=list(meetings))
    return set(gone.values_list("field", flat=True))


def papers_taken_out() -> dict[CouncilPaper, set[str]]:
    """Every paper of which something was destroyed that an agenda may say, with what; two queries."""
    gone: dict[int, set[str]] = {}
    for key, field in _destroyed(CouncilPaper).values_list("key", "field"):
        gone.setdefault(key, set()).add(field)
    papers = CouncilPaper.objects.filter(pk__in=gone).select_related("part_of")
    return {one: gone[one.pk] for one in papers}


class AgendaWithout:
    """Takes what was destroyed of papers from agendas that were read, at the points where those stand. What another paper that is
    recorded says there stays; one query however many agendas."""

    def __init__(self, gone: Mapping[CouncilPaper, set[str]]) -> None:
        self.gone = gone
        self.recorded = list(CouncilPaper.objects.select_related("part_of")) if gone else []

    def changes(self, understood: dict[str, Any]) -> bool:
        """Changes what was understood; whether there was anything to take from it."""
        before = understood["agenda"]
        understood["agenda"] = [self._point(one) for one in before]
        return bool(before != understood["agenda"])

    def _point(self, point: dict[str, Any]) -> dict[str, Any]:
        found = Understood(agenda=[UnderstoodPoint(**point)])
        gone = {field for paper, fields in self.gone.items() for field in fields if _says(field, paper, found)}
        if not gone:
            return point
        said = {
            field: {getattr(one, field).casefold() for one in self.recorded if _says(field, one, found)}
            for field in (*gone, "source")
        }
        changed = dict[str, Any]()
        if "title" in gone and point["title"].casefold() not in said["title"]:
            changed["title"] = TAKEN_OUT
        if "number" in gone:
            changed["numbers"] = [one for one in point["numbers"] if one.casefold() in said["number"]]
        if "url" in gone:
            stay = said["url"] | said["source"]
            changed["addresses"] = [one for one in point["addresses"] if one.casefold() in stay]
        return point | changed


def _says(field: str, paper: CouncilPaper, point: Understood) -> bool:
    """Whether a point may say this of a paper: where it stands, and its number and address where the proposal does with which it
    goes."""
    return is_on_agenda(paper, point) or (
        field != "title" and paper.part_of is not None and is_on_agenda(paper.part_of, point)
    )


def _destroyed(model: type[Model]) -> QuerySet[RecordRedaction]:
    return RecordRedaction.objects.filter(kind=model._meta.label_lower, field__in=READ, confirmed_at__isnull=False)
