from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from base.models import Reference
from base.queries.published_version import versions_in_force
from participation.models import Follow


@dataclass(frozen=True)
class Followed:
    """A thing that can be followed, by the title it has in the reader's language or in the one that it has."""

    reference: Reference
    title: str
    language: str


def followed_things(references: Iterable[int], language: str) -> dict[int, Followed]:
    """By key; only what the public can read now: not hidden, not taken back, its text not withdrawn. One query."""
    return {
        pk: Followed(version.reference, version.title, version.language)
        for pk, version in versions_in_force(references, language).items()
        if version.reference.is_public
    }


def followed_thing(string: str, language: str) -> Followed | None:
    reference = Reference.objects.filter(string=string.upper()).first()
    return followed_things([reference.pk], language).get(reference.pk) if reference is not None else None


def is_told_at(reference: Reference, address: str) -> bool:
    """Whether news of a thing goes to a mailbox already."""
    here = Q(address=address) | Q(person__email=address)
    return Follow.objects.confirmed().filter(here, reference=reference).exists()


def follows_person(person: Any, reference: Reference) -> bool:
    return person.is_authenticated and Follow.objects.filter(person=person, reference=reference).exists()


def follow_of_key(key: str) -> Follow | None:
    return Follow.objects.select_related("reference").filter(key=key).first()


def follows_of_keys(keys: Iterable[str]) -> list[Follow]:
    return list(Follow.objects.select_related("reference").filter(key__in=list(keys)).order_by("pk"))


def own_follows(person: Any, language: str) -> list[tuple[Reference, Followed | None]]:
    """What somebody follows, the newest first; what is not public now keeps its number alone."""
    references = [
        follow.reference
        for follow in Follow.objects.filter(person=person).select_related("reference").order_by("-asked_at", "-pk")
    ]
    things = followed_things([reference.pk for reference in references], language)
    return [(reference, things.get(reference.pk)) for reference in references]


def mailboxes_of(references: Iterable[int]) -> list[list[tuple[int, int]]]:
    """The follows of some things (their keys, each with that of what it follows), together where they lead to one mailbox, of two
    accounts as well. One query."""
    rows = Follow.objects.confirmed().filter(reference__in=list(references))
    boxes: dict[str, list[tuple[int, int]]] = {}
    for pk, reference, mail, address in rows.order_by("pk").values_list("pk", "reference", "person__email", "address"):
        boxes.setdefault((mail or address).lower(), []).append((pk, reference))
    return list(boxes.values())
