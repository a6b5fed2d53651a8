from datetime import datetime
from typing import Any

from django.utils.crypto import salted_hmac

from participation.models import Invitation, Subject


def digest_of(email: str) -> str:
    """What an address is known by once it was forgotten; only this site can make it."""
    return str(salted_hmac("participation.invitation", email.strip().lower(), algorithm="sha256").hexdigest())


def invitation_by_key(key: str) -> Invitation | None:
    return (
        Invitation.objects.select_related(
            "subject__reference", "subject__consultation_round", "subject__author", "comment"
        )
        .prefetch_related("subject__consultation_round__phases")
        .filter(key=key)
        .first()
    )


def invitations_of(subject: Subject) -> list[Invitation]:
    """Who was asked to be named with it, in the order of asking."""
    return list(subject.invitations.filter(comment=None, is_of_author=False))


def own_invitations(person: Any, at: datetime) -> list[Invitation]:
    """What was asked of somebody at the address with which they sign in, and can still be answered."""
    found = Invitation.objects.filter(email=person.email.strip().lower(), answer="", expires_at__gt=at)
    return list(
        found.exclude(email="").exclude(invited_by=person).select_related("subject__reference").order_by("invited_at")
    )
