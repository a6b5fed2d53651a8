"""Versions over time, for machines: the links of RFC 5829, 7089 and 8574 between a thing, its versions and its history."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.http import http_date

from base.enums import ReferenceKind
from base.exports import FORMS
from base.models import PublishedVersion, Reference

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


def version_links(version: PublishedVersion, versions: Iterable[PublishedVersion]) -> list[Link]:
    """Of one version: what to cite, what came before and after it in its language, and its other forms."""
    same = [one for one in versions if one.language == version.language and not one.is_withdrawn]
    before = [one for one in same if one.place < version.place]
    after = [one for one in same if one.place > version.place]
    links = [
        Link(whole(version.lasting_address), "cite-as"),
        Link(whole(version.reference.lasting_address), "original latest-version"),
        *original_links(version.reference),
    ]
    if before:
        links.append(Link(whole(before[-1].lasting_address), "predecessor-version"))
    if after:
        links.append(Link(whole(after[0].lasting_address), "successor-version"))
    links += [
        Link(whole(f"{version.lasting_address}.{form.suffix}"), "alternate", {"type": form.media_type})
        for form in FORMS
    ]
    links += [
        Link(
            whole(f"{version.lasting_address}.csl.json"),
            "describedby",
            {"type": "application/vnd.citationstyles.csl+json"},
        ),
    ]
    if version.reference.kind != ReferenceKind.PROPOSAL:
        # A resident's words are the resident's.
        links.append(Link(settings.TEXT_LICENSE, "license"))
    return links


def timemap_links(reference: Reference, versions: Iterable[PublishedVersion]) -> list[Link]:
    """Every version that can still be read, the first one first."""
    mementos = [one for one in sorted(versions, key=lambda one: (one.published_at, one.pk)) if not one.is_withdrawn]
    address = whole(reverse("timemap", args=[reference.string]))
    links = [
        Link(whole(reference.lasting_address), "original"),
        Link(whole(reverse("timegate", args=[reference.string])), "timegate"),
        Link(address, "self", {"type": LINK_FORMAT}),
    ]
    for number, one in enumerate(mementos):
        ends = [word for word, place in (("first", 0), ("last", len(mementos) - 1)) if number == place]
        links.append(
            Link(
                whole(one.lasting_address),
                " ".join([*ends, "memento"]),
                {"datetime": memento_datetime(one.published_at), "hreflang": one.language},
            )
        )
    return links
