from typing import Any

from django.db.models import QuerySet

from participation.models import ConsultationRound
from proposals.models import FormalView


def formal_views() -> QuerySet[FormalView]:
    """Every view with its number and its round: for the clerk, and a row each of the answer."""
    return FormalView.objects.select_related("reference", "consultation_round__reference").prefetch_related(
        "consultation_round__phases"
    )


def formal_view_by_pk(pk: int) -> FormalView | None:
    return formal_views().filter(pk=pk).first()


def formal_view_of_key(key: str) -> FormalView | None:
    return formal_views().filter(key=key).first() if key else None


def formal_view_by_reference(string: str) -> FormalView | None:
    return formal_views().filter(reference__string=string.upper()).first()


def formal_rounds() -> QuerySet[ConsultationRound]:
    return ConsultationRound.objects.with_phases().filter(is_formal=True).order_by("-put_in_force_at", "-pk")


def own_formal_views(person: Any) -> QuerySet[FormalView]:
    """Those that somebody sent who was signed in."""
    return formal_views().filter(sender__person=person).order_by("-received_at", "-pk")
