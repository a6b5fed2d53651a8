"""The link by which whoever objected to a count reads the receipt and the ruling: signed, and works for ever. It shows no name."""

from django.core import signing
from django.urls import reverse

from participation.models import CountObjection

SALT = "participation.count_objection"


def objection_path(objection: CountObjection) -> str:
    return reverse("objection_receipt", args=[signing.Signer(salt=SALT).sign(objection.key)])


def key_of_objection(token: str) -> str:
    """Empty for a link that is not ours."""
    try:
        return signing.Signer(salt=SALT).unsign(token)
    except signing.BadSignature:
        return ""
