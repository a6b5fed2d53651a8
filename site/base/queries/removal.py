"""Where words stand that are to be destroyed."""

import re
from collections.abc import Iterable

from django.db.models import Q

from base.citable import field_of
from base.difference import passages_of
from base.models import PublishedVersion, Redaction, VersionText
from base.models.removal import NOTE

# A passage of fewer words stands in many texts by chance.
_FEWEST_WORDS = 5
# Of a long field so many passages are looked up, and so many places are named.
_MOST_PASSAGES, MOST_PLACES = 40, 20
# Marks, quotation marks and escapes are written in another way in what is stored.
_WRITTEN_OTHERWISE = re.compile(r"[&<>\"\\]")


def versions_saying(version: PublishedVersion, field: str) -> list[int]:
    """The versions of the same thing, this one among them, whose field (or change note) has the very words."""
    if field == NOTE:
        notes = PublishedVersion.objects.filter(reference=version.reference_id).exclude(change_note="")
        return list(notes.filter(change_note=version.change_note).values_list("pk", flat=True))
    value = VersionText.objects.filter(version=version, field=field).values_list("value", flat=True).first()
    same = VersionText.objects.filter(version__reference=version.reference_id, field=field, value=value)
    return list(same.values_list("version", flat=True))


def places_besides(redaction: Redaction) -> list[tuple[PublishedVersion, str]]:
    """Where passages of what is to be destroyed stand as well, in any text of the site: the version, and what its field is
    called. Fields that a redaction names already are not among them.
    """
    if redaction.is_of_note:
        return []
    version = redaction.version
    texts = VersionText.objects.filter(version=version, field=redaction.field)
    said = VersionText.objects.filter(_any(needle for text in texts for needle in _needles(version, text)))
    named = set(Redaction.objects.filter(version__texts__in=said).values_list("version", "field"))
    rows = said.select_related("version__reference").order_by("version__reference__string", "version__number", "pk")
    return [
        (text.version, str(field_of(text.version.reference.kind, text.field).label))
        for text in rows[: MOST_PLACES + len(named)]
        if (text.version_id, text.field) not in named
    ][:MOST_PLACES]


def _needles(version: PublishedVersion, text: VersionText) -> Iterable[str]:
    """Of every passage its longest stretch that is stored as it is read."""
    shape = field_of(version.reference.kind, text.field).shape
    for passage in passages_of(shape, text.field, version.content.get(text.field))[:_MOST_PASSAGES]:
        stretch = max(_WRITTEN_OTHERWISE.split(passage.text), key=len).strip()
        if len(stretch.split()) >= _FEWEST_WORDS:
            yield stretch


def _any(needles: Iterable[str]) -> Q:
    found = Q(pk__in=[])
    for needle in needles:
        found |= Q(value__contains=needle)
    return found
