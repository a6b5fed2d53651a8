"""What is cited of each kind of thing: the declared fields of its canonical JSON, with the heading readers see."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from base.enums import ReferenceKind, Shape
from base.passages import identified, passages


@dataclass(frozen=True)
class CitableField:
    """One key of the canonical JSON. `source` is the attribute of the page that holds it, where that is called otherwise.

    A retired one is written no more; older versions have it. One line that is read as a text says so.
    """

    name: str
    label: Any
    shape: Shape = Shape.LINE
    source: str = ""
    is_retired: bool = False
    is_text: bool = False

    @property
    def attribute(self) -> str:
        return self.source or self.name

    @property
    def is_fact(self) -> bool:
        """Whether it stands in a list of facts, however long it is, and is no text with a place of its own."""
        return not self.is_text and self.shape not in (Shape.LINES, Shape.PASSAGES, Shape.PARTS)


_DECLARED: dict[str, tuple[CitableField, ...]] = {}
_CITERS: dict[str, Callable[[int], dict[int, list[str]]]] = {}


def declare(kind: ReferenceKind, fields: Iterable[CitableField]) -> tuple[CitableField, ...]:
    """Says once, beside the model, what of a kind is cited; the order is the order in which it is read."""
    _DECLARED[kind] = tuple(fields)
    return _DECLARED[kind]


def declare_citers(kind: ReferenceKind, names: Callable[[int], dict[int, list[str]]]) -> None:
    """A package above says who cites things of a kind: given a reference's key, the names by the key of the version."""
    _CITERS[kind] = names


def citers(reference: Any) -> dict[int, list[str]]:
    """Who cites which version of a thing, by name; nobody where no package keeps a register of it."""
    names = _CITERS.get(reference.kind)
    return names(reference.pk) if names is not None else {}


def declared_fields(kind: str) -> tuple[CitableField, ...]:
    """The fields of a kind in reading order; nothing for a kind that publishes no text."""
    return _DECLARED.get(kind, ())


def field_of(kind: str, name: str) -> CitableField:
    """A declared field by its key; one that an older text has and the declaration no longer has is shown by its key."""
    return next((field for field in declared_fields(kind) if field.name == name), CitableField(name, name))


def with_identifiers(kind: str, content: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
    """The content with an identifier on every passage: the one it has in the content before, where it is the same."""
    shapes = {field.name: field.shape for field in declared_fields(kind)}
    taken: set[str] = set()
    return {
        name: identified(value, before=passages(before.get(name) or ""), taken=taken)
        if shapes.get(name) == Shape.PASSAGES and value
        else value
        for name, value in content.items()
    }


def labels(content: Mapping[str, Any], name: str) -> list[str]:
    """What the terms of a field were called when the text was published."""
    return [str(term["label"]) for term in content.get(name) or []]


def code_of(content: Mapping[str, Any], name: str) -> str:
    """The code of a term."""
    return str((content.get(name) or {}).get("code", ""))


def codes(content: Mapping[str, Any], name: str) -> list[str]:
    """The codes of the terms of a field."""
    return [str(term["code"]) for term in content.get(name) or []]
