from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import QuerySet

from participation.models import BallotBox, BoxHolder, ConsultationRound
from participation.rules import COUNT


def possible_holders() -> QuerySet[Any]:
    """Who can hold a part of a box, or be a deputy: whoever may count."""
    found = get_user_model()._default_manager.filter(is_active=True, groups__permissions__codename=COUNT.split(".")[1])
    return found.distinct().order_by("display_name", "pk")


def holders_of(box: BallotBox) -> QuerySet[BoxHolder]:
    return box.holders.select_related("person", "deputy")


def rounds_to_seal() -> QuerySet[ConsultationRound]:
    """Those whose box something can still come into, or waits for its closing head."""
    return ConsultationRound.objects.filter(box__tested_at__isnull=False, box__closed_at__isnull=True)
