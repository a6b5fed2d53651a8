"""Which words of the city outside its versions can be taken out. A model declares its own; one table, one desk, one ledger and
one door in the database serve all of them (ADR 27)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from base.instants import day

# What stands in their place.
TAKEN_OUT, TAKEN_OUT_EN = "[geanonimiseerd]", "[redacted]"


@dataclass(frozen=True, kw_only=True)
class Redactable:
    """`fields` are those with words, each with its label; `written` names the field with the moment of writing, `about` the paths
    to the reference that a record is about (the first that leads to one), `number` the field by which it is called beside
    that. Only what is `public` is redacted: the rest is still open to change. Fields that are `emptied` are numbers and addresses:
    nothing stands in their place, and the same one is meant only in a record that is alike in the fields named with it.
    """

    model: type[Model]
    name: Any
    fields: Mapping[str, Any]
    written: str
    about: tuple[str, ...] = ()
    number: str = ""
    public: Q = field(default_factory=Q)
    emptied: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """As the table and the ledger call the model."""
        return self.model._meta.label_lower

    def records(self) -> QuerySet[Any]:
        return self.model._default_manager.filter(self.public).select_related(*self.about)

    def written_at(self, record: Any) -> datetime:
        """Tells a record from another that got its key since."""
        found: datetime = getattr(record, self.written)
        return found

    def about_of(self, record: Any) -> Any:
        """The reference, or none."""
        return next((found for path in self.about if (found := follow(record, path)) is not None), None)

    def concerning(self, reference: Any) -> QuerySet[Any]:
        """The records about one thing."""
        found = Q(pk__in=[])
        for path in self.about:
            found |= Q(**{path: reference})
        return self.records().filter(found)

    def words(self, record: Any) -> list[tuple[str, Any, str]]:
        """The fields that say something: name, label and words."""
        return [(name, label, getattr(record, name)) for name, label in self.fields.items() if getattr(record, name)]

    def instead_of(self, name: str) -> str:
        """What stands in the place of what was taken out."""
        return "" if name in self.emptied else TAKEN_OUT_EN if name.endswith("_en") else TAKEN_OUT

    def number_of(self, record: Any) -> str:
        return str(getattr(record, self.number)) if self.number else ""

    def called(self, record: Any) -> str:
        """For people, without a word of it."""
        return self.titled(self.about_of(record), self.number_of(record), self.written_at(record))

    def titled(self, about: Any, number: str, written_at: datetime) -> str:
        """What it is about, what it is, and its number or its day."""
        which = number or f"({day(timezone.localtime(written_at).date())})"
        return ", ".join(filter(None, [about.string if about is not None else "", f"{self.name} {which}"]))


_DECLARED: dict[str, Redactable] = {}


def declare_redactable(model: type[Model], fields: Mapping[str, Any], **given: Any) -> None:
    found = Redactable(model=model, fields=dict(fields), **given)
    _DECLARED[found.key] = found


def redactables() -> list[Redactable]:
    return list(_DECLARED.values())


def redactable(key: str) -> Redactable | None:
    return _DECLARED.get(key)


def redactable_of(record: Model) -> Redactable:
    return _DECLARED[record._meta.label_lower]


def follow(record: Any, path: str) -> Any:
    for name in path.split("__"):
        record = getattr(record, name) if record is not None else None
    return record
