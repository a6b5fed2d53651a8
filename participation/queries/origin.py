from collections.abc import Iterable
from itertools import islice

from participation.models import Origin


def known_origins(source: str, kind: str, identifiers: Iterable[str]) -> set[str]:
    """Which of these have been taken over from a source before."""
    waiting = iter(identifiers)
    known: set[str] = set()
    while batch := list(islice(waiting, 500)):
        found = Origin.objects.filter(source=source, kind=kind, identifier__in=batch)
        known.update(found.values_list("identifier", flat=True))
    return known
