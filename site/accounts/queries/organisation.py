from django.db.models import Count, Q, QuerySet

from accounts.models import Membership, Organisation, User


def memberships_of(person: User) -> QuerySet[Membership]:
    """Theirs, and the invitations that wait for an account at their mail address."""
    mine = Q(person=person) | (Q(person__isnull=True, email=person.email) if person.email else Q(pk=None))
    known = Membership.objects.filter(mine, ended_at__isnull=True).select_related("organisation")
    return known.order_by("organisation__name", "pk")


def members_of(organisation: Organisation) -> QuerySet[Membership]:
    """Who accepted and whose account is open."""
    return organisation.memberships.filter(ended_at__isnull=True, person__is_active=True)


def kept_memberships(organisation: Organisation) -> QuerySet[Membership]:
    """Members and who was invited, for who keeps them."""
    return organisation.memberships.filter(ended_at__isnull=True).select_related("person").order_by("email", "pk")


def organisations_with_size() -> QuerySet[Organisation]:
    is_member = Q(memberships__ended_at__isnull=True, memberships__person__is_active=True)
    return Organisation.objects.annotate(size=Count("memberships", filter=is_member))
