"""What was read of the council's information system, and what of it may not be read again."""

from django.db.models import Q, QuerySet

from base.models import RecordRedaction
from proposals.models import CouncilPaper, CouncilReading, Meeting


def readings_of(record: CouncilPaper | Meeting) -> QuerySet[CouncilReading]:
    """All that was read at the address from which something was recorded, and what was read of the votes on it."""
    addresses = {record.source, record.reading.address if record.reading is not None else ""} - {""}
    found = Q(pk=record.reading_id) | Q(address__in=addresses)
    if isinstance(record, CouncilPaper):
        found |= Q(votes__paper=record)
    return CouncilReading.objects.filter(found).distinct()


def title_was_taken_out(address: str) -> bool:
    """Whether the title of what was recorded from an address, or of what is voted on there, was destroyed."""
    gone = RecordRedaction.objects.filter(field="title", confirmed_at__isnull=False)
    papers, meetings = (gone.filter(kind=model._meta.label_lower).values("key") for model in (CouncilPaper, Meeting))
    here = Q(reading__address=address) | Q(source=address)
    return (
        CouncilPaper.objects.filter(here | Q(votes__reading__address=address), pk__in=papers).exists()
        or Meeting.objects.filter(here, pk__in=meetings).exists()
    )
