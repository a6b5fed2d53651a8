from datetime import datetime
from typing import Any

from accounts.enums import Role
from home.models import ElectionFreeze, Party, Representative


def represented_parties(person: Any) -> list[Party]:
    """The parties for which somebody speaks now: admitted by the clerk, and holding the role."""
    if not person.is_authenticated or not person.is_active:
        return []
    current = Representative.objects.current().filter(person=person, person__groups__name=Role.PARTY_REPRESENTATIVE)
    return list(Party.objects.filter(pk__in=current.values("party")).by_name())


def party_names() -> list[str]:
    return list(Party.objects.values_list("name", flat=True))


def party_by_slug(slug: str) -> Party | None:
    return Party.objects.filter(slug=slug).first()


def nearest_freeze(at: datetime) -> ElectionFreeze | None:
    """The election freeze that holds at a moment, or else the next one that was announced."""
    return ElectionFreeze.objects.in_force().filter(announced_at__lte=at, ends_at__gt=at).order_by("starts_at").first()
