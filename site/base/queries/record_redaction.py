"""Words of records outside versions that were destroyed, or can be."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import timezone

from base.models import RecordRedaction
from base.redactable import Redactable, redactable_of, redactables

MOST_FOUND = 20


def found_records(wanted: str) -> list[tuple[Redactable, list[Any]]]:
    """Of every kind the newest records whose reference or words have what is looked for; one query each."""
    every = []
    for kind in redactables():
        found, said = Q(), Q()
        for path in (*(f"{one}__string" for one in kind.about), *kind.fields):
            found |= Q(**{f"{path}__icontains": wanted})
        for name in kind.fields:
            said |= ~Q(**{name: ""})
        records = list(kind.records().filter(found & said).order_by(f"-{kind.written}", "-pk")[:MOST_FOUND])
        if records:
            every.append((kind, records))
    return every


def redactions_of(record: Any) -> Any:
    return RecordRedaction.objects.filter(kind=redactable_of(record).key, key=record.pk)


def fields_to_take_out(record: Any) -> list[tuple[str, Any]]:
    """The fields that say something and that no redaction names yet, with their labels."""
    asked = set(redactions_of(record).values_list("field", flat=True))
    return [(name, label) for name, label, _words in redactable_of(record).words(record) if name not in asked]


def saying(words: str, reference: Any) -> list[tuple[Any, str]]:
    """The records about one thing, with the field, that say the very same and of which it was not destroyed."""
    if not words or reference is None:
        return []
    return [
        (record, name)
        for kind in redactables()
        for name in kind.fields
        if name not in kind.emptied and words != kind.instead_of(name)
        for record in kind.concerning(reference).filter(**{name: words})
    ]


def same_as(record: Any, field: str, words: str) -> list[tuple[Any, str]]:
    """What goes with the words of a field that a record had: whatever says the same about that thing; of a number or an address
    only where it is that of the same."""
    kind = redactable_of(record)
    about = kind.about_of(record)
    if field not in kind.emptied:
        return saying(words, about)
    alike = {name: getattr(record, name) for name in kind.emptied[field]}
    return [(one, field) for one in kind.concerning(about).filter(**{field: words}, **alike)] if words and about else []


@dataclass(frozen=True)
class TakenOut:
    """Why words of one thing were taken out: `fields` by their labels, `language` that of the explanation."""

    thing: str
    fields: list[str]
    on: date
    reason: str
    explanation: str
    language: str


def taken_out(about: Collection[int]) -> list[RecordRedaction]:
    """What was destroyed of the records about some things (keys of references), the oldest first; one query."""
    return list(carried_out().filter(about__in=about))


def carried_out() -> Any:
    done = RecordRedaction.objects.filter(confirmed_at__isnull=False)
    return done.select_related("about").order_by("confirmed_at", "pk")


def explained(about: Collection[int]) -> list[TakenOut]:
    """The same for people: what was taken out of one thing for one reason is said once."""
    lines: dict[tuple[Any, ...], TakenOut] = {}
    for one in taken_out(about):
        why = (one.thing, timezone.localtime(one.confirmed_at).date(), str(one.get_reason_display()), *one.explained)
        line = lines.setdefault(why, TakenOut(why[0], [], *why[1:]))
        line.fields.append(one.field_label)
    return list(lines.values())
