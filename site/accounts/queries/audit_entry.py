from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.enums import Role
from accounts.models import User
from base.audit_kinds import OFFICIALLY, personal_acts, secret_acts
from base.models import AuditEntry

# Whoever has or had one of these acts for the municipality.
OFFICES = frozenset({Role.EDITOR, Role.MODERATOR, Role.CLERK, Role.ADMINISTRATOR})


@dataclass(frozen=True)
class Sieve:
    """What somebody looks for in the trail; both days count whole."""

    thing: str = ""
    person: str = ""
    first: date | None = None
    last: date | None = None


def entries_in(sieve: Sieve) -> QuerySet[AuditEntry]:
    """Newest first. That somebody voted is in none of them, and what residents did is found by no name."""
    found = AuditEntry.objects.exclude(act__in=secret_acts()).select_related("by")
    if sieve.thing:
        found = found.filter(about__icontains=sieve.thing)
    if sieve.person:
        named = Q(display_name__icontains=sieve.person) | Q(email__iexact=sieve.person)
        named |= Q(first_name__icontains=sieve.person) | Q(last_name__icontains=sieve.person)
        # Of what they did for themselves a search would give away what the list leaves out.
        for_themselves = Q(act__in=personal_acts()) & ~Q(detail__has_key=OFFICIALLY)
        people = User.objects.filter(named, pk__in=officials())
        found = found.filter(by__in=people).exclude(for_themselves)
    if sieve.first is not None:
        found = found.filter(at__gte=_begin(sieve.first))
    if sieve.last is not None:
        found = found.filter(at__lt=_begin(sieve.last + timedelta(days=1)))
    return found.order_by("-at", "-pk")


def officials() -> set[int]:
    """The keys of all who act or once acted for the municipality."""
    offices = {str(one) for one in OFFICES}
    now = set(User.objects.filter(Q(groups__name__in=offices) | Q(is_superuser=True)).values_list("pk", flat=True))
    left = [
        about.removeprefix("person ")
        for about, detail in AuditEntry.objects.filter(act__in=("role_taken", "account_changed")).values_list(
            "about", "detail"
        )
        if offices & {detail.get("role"), *detail.get("taken", [])}
    ]
    return now | set(User.objects.filter(key__in=left).values_list("pk", flat=True))


def _begin(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
