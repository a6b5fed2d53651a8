"""What an address must be that everybody is to open. Nothing is fetched."""

import unicodedata
from ipaddress import ip_address
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

_LOCAL = (".localhost", ".localdomain", ".local", ".internal", ".lan", ".home.arpa")


def refusal_of_address(address: str) -> str:
    """Of a document that everybody is to open: no login in it, and no computer that only its owner reaches."""
    if not address:
        return ""
    # Signs that turn the direction of a line, and the like, show another address than the one that opens.
    if any(unicodedata.category(sign)[0] in "CZ" for sign in address) or not _is_web_address(address):
        return _("Give an address that a browser opens, such as https://party.example/programme.pdf.")
    parts = urlsplit(address)
    host = (parts.hostname or "").rstrip(".")
    if parts.username is not None or parts.password is not None:
        return _("Leave the name and the password out of the address.")
    try:
        is_local = not ip_address(host).is_global
    except ValueError:
        is_local = "." not in host or host.endswith(_LOCAL)
    return (
        _("Only your own computer or network opens this address. Give one that everybody can open.") if is_local else ""
    )


def _is_web_address(address: str) -> bool:
    try:
        parts = urlsplit(address)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        # Of a port that no computer has, or of brackets that hold no address.
        return False
