"""The link of an invitation: whoever reads the mail may answer it, once signed in. Its key alone opens nothing."""

from django.core import signing
from django.urls import reverse

from participation.models import Invitation

SALT = "participation.invitation"


def invitation_path(invitation: Invitation) -> str:
    return reverse("invitation", args=[signing.Signer(salt=SALT).sign(invitation.key)])


def key_of(token: str) -> str:
    """Empty for a link that is not ours."""
    try:
        return signing.Signer(salt=SALT).unsign(token)
    except signing.BadSignature:
        return ""
