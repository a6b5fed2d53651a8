"""Where the people on an electoral roll come from who have an account: verified residents, and members of an organisation."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Organisation, Residency, User
from accounts.queries.organisation import members_of
from accounts.queries.residency import verified_residents
from base.instants import day
from base.models import Area
from participation.voting_enums import RollSource


@dataclass(frozen=True)
class Residents:
    """Who has an age from `youngest` to `oldest`, both included, on the day `on`; of the whole city where no areas are named."""

    youngest: int
    oldest: int | None
    on: date
    areas: tuple[Area, ...] = ()

    def as_data(self) -> dict[str, Any]:
        return {
            "source": RollSource.RESIDENTS.value,
            "youngest": self.youngest,
            "oldest": self.oldest,
            "on": self.on.isoformat(),
            "areas": [area.name for area in self.areas],
        }


def residents(who: Residents, today: date) -> list[Residency]:
    found = verified_residents(today=today, youngest=who.youngest, oldest=who.oldest, on=who.on, areas=who.areas)
    return list(found.select_related("person").order_by("person"))


def members(organisation: Organisation) -> list[User]:
    return [one.person for one in members_of(organisation).select_related("person").order_by("person") if one.person]


def areas_of(organisation: Organisation, today: date) -> dict[int, int]:
    """Where its members live, of those who were verified."""
    known = Residency.objects.filter(
        person__in=members_of(organisation).values("person"), ended_at__isnull=True, expires_on__gt=today
    )
    return dict(known.values_list("person", "area"))


def criterion_in_words(criterion: dict[str, Any]) -> str:
    """A sentence for voters of what was asked, as ElectoralRoll keeps it."""
    if criterion["source"] == RollSource.MEMBERS:
        return _("On the roll are the members of %(organisation)s.") % criterion
    words = criterion | {"on": day(date.fromisoformat(criterion["on"])), "areas": ", ".join(criterion["areas"])}
    if criterion["oldest"] is None:
        sentence = _("On the roll are verified residents who are at least %(youngest)d years old on %(on)s.")
    else:
        sentence = _("On the roll are verified residents who are %(youngest)d to %(oldest)d years old on %(on)s.")
    more = _("They live in: %(areas)s.") if criterion["areas"] else ""
    return " ".join(part % words for part in (sentence, more) if part)
