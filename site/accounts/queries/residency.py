from collections.abc import Collection
from datetime import date

from django.db.models import QuerySet

from accounts.models import Residency, User
from accounts.residency_rules import years_before
from base.models import Area


def residency_of(person: User, today: date) -> Residency | None:
    """The one in force, with area and birth date."""
    known = Residency.objects.select_related("area", "birth_date")
    return known.filter(person=person, ended_at__isnull=True, expires_on__gt=today).first()


def verified_residents(
    *, today: date, youngest: int, oldest: int | None, on: date, areas: Collection[Area] = ()
) -> QuerySet[Residency]:
    """Whose residency is in force today and who has the age on a day; of all areas where none are named."""
    known = Residency.objects.filter(
        ended_at__isnull=True,
        expires_on__gt=today,
        person__is_active=True,
        birth_date__born_on__lte=years_before(on, youngest),
    )
    if oldest is not None:
        known = known.filter(birth_date__born_on__gt=years_before(on, oldest + 1))
    return known.filter(area__in=areas) if areas else known
