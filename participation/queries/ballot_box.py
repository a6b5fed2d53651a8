from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import QuerySet

from accounts.enums import Role
from participation.models import BallotBox, BoxHolder, ConsultationRound
from participation.models.ballot_box import BoxHolderQuerySet
from participation.voting_enums import COUNT


def possible_holders() -> QuerySet[Any]:
    """Who can hold a part of a box, or be a deputy: whoever may count."""
    found = get_user_model()._default_manager.filter(is_active=True, groups__permissions__codename=COUNT.split(".")[1])
    return found.distinct().order_by("display_name", "pk")


def clerks() -> QuerySet[Any]:
    """Whom the mails of their desk go to: people with the role, and not whoever may do everything."""
    people = get_user_model()._default_manager.filter(groups__name=Role.CLERK, is_active=True).exclude(email="")
    return people.order_by("pk").distinct()


def holders_of(*boxes: BallotBox) -> BoxHolderQuerySet:
    """Each says whether they, or their deputy, can still come with their part."""
    return BoxHolder.objects.filter(box__in=boxes).with_reach().select_related("person", "deputy", "brought_by")


def rounds_to_seal() -> QuerySet[ConsultationRound]:
    """Those whose box something can still come into, or waits for its closing head."""
    return ConsultationRound.objects.filter(box__tested_at__isnull=False, box__closed_at__isnull=True)
