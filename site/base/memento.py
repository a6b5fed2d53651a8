"""Versions over time, for machines: the links of RFC 5829, 7089 and 8574 between a thing, its versions and its history."""

from collections.abc import Iterable, Sequence

from django.conf import settings
from django.urls import reverse

from base.enums import ReferenceKind
from base.exports import FORMS
from base.links import LINK_FORMAT, Link, memento_datetime, original_links, whole
from base.models import PublishedVersion, Reference
from base.queries.published_version import lag_among


def version_links(version: PublishedVersion, versions: Sequence[PublishedVersion]) -> list[Link]:
    """Of one version: what to cite, what came before and after it in its language, and its other forms."""
    same = [one for one in versions if one.language == version.language and not one.is_withdrawn]
    before = [one for one in same if one.place < version.place]
    after = [one for one in same if one.place > version.place]
    lag = lag_among(same[-1] if same else version, versions)
    is_overtaken = lag is not None and not lag.source.is_withdrawn
    links = [
        Link(whole(version.lasting_address), "cite-as"),
        Link(whole(version.reference.lasting_address), "original" if is_overtaken else "original latest-version"),
        *original_links(version.reference),
    ]
    if lag is not None and is_overtaken:
        # The page in the language of a translation that lags is no latest version.
        links.append(Link(whole(lag.source.lasting_address), "latest-version", {"hreflang": lag.source.language}))
        after = after or [lag.source]
    if same:
        links += [_memento(same[0], "first"), _memento(same[-1], "last")]
    if before:
        links.append(_memento(before[-1], "prev", "predecessor-version"))
    if after:
        links.append(_memento(after[0], "next", "successor-version"))
    if version.is_withdrawn:
        return links
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
        links.append(_memento(one, *ends))
    return links


def _memento(version: PublishedVersion, *relations: str) -> Link:
    about = {"datetime": memento_datetime(version.published_at), "hreflang": version.language}
    return Link(whole(version.lasting_address), " ".join([*relations, "memento"]), about)
