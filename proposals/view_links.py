"""The link by which whoever sent a formal view reads its receipt: signed, and works for ever. It shows no name."""

from django.core import signing
from django.urls import reverse

from proposals.models import FormalView

SALT = "proposals.formal_view"


def receipt_path(view: FormalView) -> str:
    return reverse("formal_view_receipt", args=[signing.Signer(salt=SALT).sign(view.key)])


def key_of_receipt(token: str) -> str:
    """Empty for a link that is not ours."""
    try:
        return signing.Signer(salt=SALT).unsign(token)
    except signing.BadSignature:
        return ""
