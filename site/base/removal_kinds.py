"""What two people take away together. Whoever owns what is taken away declares it, and one desk, one ledger and one replay after a
restore serve all of them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from base.models.removal import FieldRemoval


@dataclass(frozen=True, kw_only=True)
class RemovalKind:
    """`verb` says what is done, `confirm` takes the row under the name of the kind, with by and at, from whoever has the `right`;
    `related` are the fields that the name of the row is made of."""

    name: str
    verb: Any
    model: Any
    confirm: Callable[..., Any]
    right: str
    related: tuple[str, ...] = ()

    def waiting(self) -> list[list[Any]]:
        """What was asked and nobody confirmed yet; what was asked in one act goes together."""
        rows = self.model.objects.filter(confirmed_at__isnull=True).select_related(*self.related, "asked_by")
        requests: dict[tuple[Any, ...], list[Any]] = {}
        for one in rows.order_by("asked_at", "pk"):
            requests.setdefault(one.request, []).append(one)
        return list(requests.values())

    @transaction.atomic
    def settle(self, removal: Any, act: Callable[[Any], Any]) -> None:
        """Does one thing with all that was asked in one act with it: all of it or nothing.

        What waited may be settled with another of them (the same words elsewhere), so each is looked up when it is its turn.
        """
        act(removal)
        while rest := [one for together in self.waiting() for one in together if one.request == removal.request]:
            act(rest[0])


@dataclass(frozen=True, kw_only=True)
class FieldRemovalKind(RemovalKind):
    """`destroy` takes a confirmed row, of which the words are to go."""

    model: type[FieldRemoval]
    destroy: Callable[[Any], None]


_KINDS: dict[str, RemovalKind] = {}


def declare_removal(*kinds: RemovalKind) -> None:
    _KINDS.update((kind.name, kind) for kind in kinds)


def removal_kinds() -> list[RemovalKind]:
    return list(_KINDS.values())


def removal_kind(name: str) -> RemovalKind | None:
    return _KINDS.get(name)
