from collections.abc import Iterable

from django.db import transaction

from base.batches import batches
from base.models import Reference, SearchEntry
from base.search_kinds import SearchKind, search_kind, search_kinds

_AT_A_TIME = 500
# More of one text than anybody looks for a word in, and than an index takes.
LONGEST_TEXT = 200_000


def index_words(kind: str, things: Iterable[object]) -> None:
    """Reads again by which words these things are found; for whoever made, changed or took away public words of them."""
    declared = search_kind(kind)
    if declared is not None:
        for some in batches([str(one) for one in things], _AT_A_TIME):
            _index(declared, some)


def index_text(reference: Reference) -> None:
    """The same of what has published versions."""
    index_words(reference.kind, [reference.pk])


def index_everything() -> int:
    """Reads all anew, and says how many entries there are."""
    for kind in search_kinds():
        with transaction.atomic():
            SearchEntry.objects.filter(kind=kind.name).delete()
            index_words(kind.name, kind.things())
    return SearchEntry.objects.count()


@transaction.atomic
def _index(kind: SearchKind, things: Iterable[str]) -> None:
    some = list(things)
    entries = list(kind.read(some))
    for entry in entries:
        entry.title, entry.text = _kept(entry.title), _kept(entry.text)
    kept = {(one.thing, one.language) for one in entries}
    there = SearchEntry.objects.filter(kind=kind.name, thing__in=some)
    gone = [pk for pk, thing, language in there.values_list("pk", "thing", "language") if (thing, language) not in kept]
    if gone:
        SearchEntry.objects.filter(pk__in=gone).delete()
    # Two that read at once write the same.
    SearchEntry.objects.bulk_create(
        entries,
        update_conflicts=True,
        unique_fields=["kind", "thing", "language"],
        update_fields=["source", "reference", "name", "title", "text", "day"],
    )


def _kept(text: str) -> str:
    """Without control characters, which nobody types."""
    return "".join(one if one.isprintable() or one.isspace() else " " for one in text[:LONGEST_TEXT])
