from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from participation.models import CountChange
from participation.queries.count_change import READ_ON


@transaction.atomic
def sweep_count_changes(*, by: Any, at: datetime) -> int:
    """Deletes what no list that is still being read on needs; the newest stays, for its number is counted on from.

    No audit entry: nobody's words and nobody's act are in it.
    """
    last = CountChange.objects.aggregate(last=Max("pk"))["last"]
    swept, _per_model = CountChange.objects.filter(at__lt=at - 2 * READ_ON).exclude(pk=last).delete()
    return swept
