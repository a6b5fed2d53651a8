from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.expressions import Combinable

from accounts.human import SOMEBODY_ELSE, human_digests
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


@dataclass(frozen=True)
class Human:
    """Somebody at the desk, as far as they are known by name and date of birth.

    `own` is the number by which they were told from namesakes with this account before; `others` has for each number the newest
    residency of another account.
    """

    digest: str
    own: int | None
    others: dict[int, Residency]
    next: int

    @property
    def is_asked(self) -> bool:
        """Whether the clerk must say who it is."""
        if self.own is None:
            return bool(self.others)
        return self.own in self.others and self.others[self.own].ended_at is None

    def number(self, who: int | None) -> int | None:
        """The one by which they are told from namesakes; none where the clerk did not say it. `who` is such a number, or SOMEBODY_ELSE."""
        if not self.is_asked:
            return self.own or 0
        if who == SOMEBODY_ELSE:
            return self.next
        return who if who in self.others else None


def human_at_desk(*, person: User, given_name: str, surname: str, born_on: date) -> Human:
    digests = human_digests(given_name=given_name, surname=surname, born_on=born_on)
    known = Residency.objects.filter(human_digest__in=digests).order_by("pk")
    rows = list(known)
    own = [one.namesake for one in rows if one.person_id == person.pk]
    return Human(
        # What was kept under an older key goes on, so that rolls know the human.
        digest=rows[-1].human_digest if rows else digests[0],
        own=own[-1] if own else None,
        others={one.namesake: one for one in known.filter(_is_newest()).exclude(person=person)},
        next=max((one.namesake for one in rows), default=-1) + 1,
    )


def humans() -> dict[int, tuple[str, int]]:
    """Who stands behind each account, as it was noted last, whether or not that is still in force."""
    known = Residency.objects.filter(_is_newest()).exclude(human_digest="")
    rows = known.values_list("person", "human_digest", "namesake")
    return {person: (digest, namesake) for person, digest, namesake in rows}


def accounts_of_human(person: User) -> set[int]:
    """Keys of this account and of all others that the same human has or had."""
    known = Residency.objects.filter(_is_newest()).exclude(human_digest="")
    own = known.filter(person=person).values_list("human_digest", "namesake").first()
    if own is None:
        return {person.pk}
    digest, namesake = own
    return set(known.filter(human_digest=digest, namesake=namesake).values_list("person", flat=True))


def _is_newest() -> Combinable:
    """Of those of its account: what was noted wrongly tells nothing."""
    return ~Exists(Residency.objects.filter(person=OuterRef("person"), pk__gt=OuterRef("pk")))
