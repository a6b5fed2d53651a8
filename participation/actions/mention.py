from datetime import datetime
from typing import Any

from django.db import transaction

from participation.models import MentionStop


@transaction.atomic
def stop_mentions(*, by: Any, at: datetime) -> None:
    """No mail any more where others name this person. Stopping twice is stopping once."""
    MentionStop.objects.get_or_create(person=by, defaults={"at": at})


@transaction.atomic
def allow_mentions(*, by: Any) -> None:
    MentionStop.objects.filter(person=by).delete()
