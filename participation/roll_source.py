"""Where the people on an electoral roll come from: verified residents, members of an organisation, and lists from elsewhere."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from django.utils.translation import gettext as _

from accounts.models import Organisation, Residency, User
from accounts.queries.organisation import members_of
from accounts.queries.residency import verified_residents
from base.instants import day
from base.models import Area
from participation.voting_enums import LISTS, RollSource


class Source(Protocol):
    """What a clerk puts on a roll at once."""

    @property
    def kind(self) -> RollSource: ...

    def as_data(self) -> dict[str, Any]:
        """What was asked, as ElectoralRoll.criteria keeps it."""

    def people(self, today: date) -> list[tuple[User, int | None]]:
        """Who meets it, each with the key of the area where they were verified."""


@dataclass(frozen=True)
class Residents:
    """Who has an age from `youngest` to `oldest`, both included, on the day `on`; of the whole city where no areas are named."""

    youngest: int
    oldest: int | None
    on: date
    areas: tuple[Area, ...] = ()
    kind = RollSource.RESIDENTS

    def as_data(self) -> dict[str, Any]:
        return {
            "source": self.kind.value,
            "youngest": self.youngest,
            "oldest": self.oldest,
            "on": self.on.isoformat(),
            "areas": [area.name for area in self.areas],
        }

    def people(self, today: date) -> list[tuple[User, int | None]]:
        found = verified_residents(
            today=today, youngest=self.youngest, oldest=self.oldest, on=self.on, areas=self.areas
        )
        return [(one.person, one.area_id) for one in found.select_related("person").order_by("person")]


@dataclass(frozen=True)
class Members:
    """Of one organisation, who accepted."""

    organisation: Organisation
    kind = RollSource.MEMBERS

    def as_data(self) -> dict[str, Any]:
        return {"source": self.kind.value, "organisation": self.organisation.name}

    def people(self, today: date) -> list[tuple[User, int | None]]:
        """Verified ones first: of one human with two accounts the one that was verified comes on the roll."""
        found = members_of(self.organisation)
        known = Residency.objects.filter(person__in=found.values("person"), ended_at__isnull=True, expires_on__gt=today)
        areas = dict(known.values_list("person", "area"))
        people = [one.person for one in found.select_related("person").order_by("person") if one.person]
        return sorted(((one, areas.get(one.pk)) for one in people), key=lambda one: one[1] is None)


@dataclass(frozen=True)
class OfList:
    """Whom the letters of a roll, or its lists of mail addresses, are of, in the words of who made them; one for all of a kind.
    `youngest` is the lowest age, 0 where there is none.
    """

    kind: RollSource
    who: str
    youngest: int

    def as_data(self) -> dict[str, Any]:
        return {"source": self.kind.value, "who": " ".join(self.who.split()), "youngest": self.youngest}


def of_list(criteria: Iterable[dict[str, Any]], kind: RollSource) -> OfList | None:
    """What was said of the lists of a kind."""
    found = next((one for one in criteria if one["source"] == kind), None)
    return OfList(kind, found["who"], found["youngest"]) if found else None


def criterion_in_words(criterion: dict[str, Any]) -> str:
    """A sentence for voters of what was asked, as ElectoralRoll keeps it."""
    if criterion["source"] in LISTS:
        who = criterion | {"who": criterion["who"].rstrip(".")}
        if criterion["source"] == RollSource.LETTERS:
            sentence = _("On the roll by letter: %(who)s.")
        else:
            sentence = _("On the roll by a list of mail addresses: %(who)s.")
        age = _("The lowest age is %(youngest)d.") if who["youngest"] else _("There is no lowest age.")
        return f"{sentence} {age}" % who
    if criterion["source"] == RollSource.MEMBERS:
        return _("On the roll are the members of %(organisation)s.") % criterion
    words = criterion | {"on": day(date.fromisoformat(criterion["on"])), "areas": ", ".join(criterion["areas"])}
    if criterion["oldest"] is None:
        sentence = _("On the roll are verified residents who are at least %(youngest)d years old on %(on)s.")
    else:
        sentence = _("On the roll are verified residents who are %(youngest)d to %(oldest)d years old on %(on)s.")
    more = _("They live in: %(areas)s.") if criterion["areas"] else ""
    return " ".join(part % words for part in (sentence, more) if part)
