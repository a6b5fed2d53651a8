from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

UNKNOWN = "unknown"


def client_address(request: HttpRequest) -> str:
    """Where a request comes from, as far as our own proxies vouch for it; an IPv6 network of 64 bits for IPv6.

    Each proxy of ours appends the address it was called from to X-Forwarded-For; what stands further left than the
    number of our proxies is the visitor's own word and is not believed. 'unknown' where there is no address at all.
    """
    proxies: int = settings.TRUSTED_PROXIES
    forwarded = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    if proxies and len(forwarded) >= proxies:
        return _normal(forwarded[-proxies]) or _remote(request)
    return _remote(request)


def _remote(request: HttpRequest) -> str:
    return _normal(request.META.get("REMOTE_ADDR", "")) or UNKNOWN


def _normal(text: str) -> str:
    """The address without port or brackets; an empty string for what is no address."""
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return ""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        # A household or a school has a whole network of these to choose from.
        return str(ip_network((address, 64), strict=False))
    return str(address)
