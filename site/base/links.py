"""Links in headers, and from a thing to its versions over time (RFC 8288, 7089)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.http import http_date

from base.models.reference import Reference

LINK_FORMAT = "application/link-format"


@dataclass(frozen=True)
class Link:
    """One link of a `Link` header or of a link-format document (RFC 8288, 6690); `href` is whole."""

    href: str
    rel: str
    extra: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        more = "".join(f'; {name}="{value}"' for name, value in self.extra.items())
        return f'<{self.href}>; rel="{self.rel}"{more}'


def whole(path: str) -> str:
    return f"{settings.BASE_URL}{path}"


def memento_datetime(at: datetime) -> str:
    """As HTTP writes a moment, in whole seconds."""
    return http_date(int(at.timestamp()))


def original_links(reference: Reference) -> list[Link]:
    """Of the thing itself: where its versions over time can be asked for."""
    return [
        Link(whole(reverse("timegate", args=[reference.string])), "timegate"),
        Link(whole(reverse("timemap", args=[reference.string])), "timemap version-history", {"type": LINK_FORMAT}),
    ]


def as_header(links: Iterable[Link]) -> str:
    """The value of a `Link` header."""
    return ", ".join(map(str, links))
