from datetime import datetime
from typing import Any

from django.db import transaction

from base.refusal import refuse_if
from participation.models import Subject, Support
from participation.rules import refusal_to_support


@transaction.atomic
def give_support(*, subject: Subject, by: Any, at: datetime) -> Support:
    """Backs a subject. Giving it twice is giving it once: the database holds one per person.

    No audit entry: who supports is a political opinion, and only the number is anybody's business.
    """
    refuse_if(refusal_to_support(by, subject, at))
    support, _created = Support.objects.get_or_create(subject=subject, supporter=by, defaults={"given_at": at})
    return support


@transaction.atomic
def take_support_back(*, subject: Subject, by: Any, at: datetime) -> None:
    refuse_if(refusal_to_support(by, subject, at))
    Support.objects.filter(subject=subject, supporter=by).delete()
