"""A published version in parts that a reader sees: a heading and words for every field that was published."""

from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from base.citable import declared_fields, field_of
from base.enums import Shape
from base.geometry import centre_of, typed
from base.models import CitablePage, PublishedVersion
from base.passages import Passage, passages, plain_text
from base.templatetags.components import money, published


@dataclass(frozen=True)
class ShownPart:
    """One field of a version. `html` is set for a text with passages, `plain` always; both are empty where it was redacted."""

    name: str
    label: Any
    plain: str
    html: SafeString | None = None
    is_redacted: bool = False
    is_fact: bool = False


def shown_parts(version: PublishedVersion, redacted: frozenset[str] = frozenset()) -> list[ShownPart]:
    """The fields in reading order, without those that were empty; a redacted one keeps its place."""
    return _parts(version.reference.kind, version.content, redacted)


def parts_of_page(page: CitablePage) -> list[ShownPart]:
    """The same of a page as it is now, also where nothing of it was published."""
    return _parts(page.reference_kind, page.citable_content(), frozenset())


def parts_of_content(kind: str, content: dict[str, Any]) -> list[ShownPart]:
    """The same of what stands in a version, wherever that was kept."""
    return _parts(kind, content, frozenset())


def _parts(kind: str, content: dict[str, Any], redacted: frozenset[str]) -> list[ShownPart]:
    declared = [field.name for field in declared_fields(kind)]
    # A text of before may have a field that is no longer declared.
    names = [*declared, *sorted(content.keys() - set(declared))]
    parts = []
    for name in names:
        field = field_of(kind, name)
        if name in redacted and name not in content:
            parts.append(ShownPart(name, field.label, "", is_redacted=True, is_fact=field.is_fact))
        elif plain := plain_value(field.shape, content.get(name)):
            html = published(content[name]) if field.shape == Shape.PASSAGES else None
            parts.append(ShownPart(name, field.label, plain, html, is_fact=field.is_fact))
    return parts


def passages_by_part(version: PublishedVersion) -> list[tuple[Any, list[Passage]]]:
    """What can be pointed at in a version, under the label of its field; a field without passages is one itself."""
    return [
        (part.label, passages(part.html) if part.html else [Passage(part.name, "part", part.plain)])
        for part in shown_parts(version)
        if not part.is_redacted
    ]


def passage_in(version: PublishedVersion, identifier: str) -> Passage | None:
    groups = passages_by_part(version)
    return next((one for _label, group in groups for one in group if one.identifier == identifier), None)


def plain_value(shape: Shape, value: Any) -> str:
    """The words of a value without markup; nothing for what is empty."""
    if value is None or value in ("", []):
        return ""
    if shape == Shape.PASSAGES:
        return plain_text(value)
    if shape == Shape.MONEY:
        return money(value)
    if shape == Shape.TERM:
        return str(value["label"])
    if shape == Shape.TERMS:
        return ", ".join(str(term["label"]) for term in value)
    if shape == Shape.PARTS:
        return "\n".join(f"{name}: {words}" for name, words in value.items())
    if shape == Shape.PLACE:
        return place_words(value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(value)


def place_words(place: dict[str, Any]) -> str:
    """What its author calls it, and where it is in degrees: latitude before longitude."""
    geometry = place.get("geometry")
    degrees = typed(geometry)
    if geometry and geometry["type"] != "Point":
        middle = typed({"type": "Point", "coordinates": centre_of(geometry)})
        degrees = _("an area around %(place)s") % {"place": middle}
    return " · ".join(filter(None, [place.get("words", ""), degrees]))
