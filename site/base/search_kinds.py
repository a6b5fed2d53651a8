"""What can be found by its words: a kind each, declared by the package that has it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import override
from wagtail.models import Page

from base.citable import field_of
from base.enums import ReferenceKind, Shape
from base.models import PublishedVersion, SearchEntry
from base.queries.published_version import IN_FORCE, in_force_by_language
from base.version_words import parts_of_content

# What nobody looks for by words.
_UNREAD = {"title", "language"}
_UNSAID = {Shape.DAY, Shape.NUMBER, Shape.MONEY}


@dataclass(frozen=True)
class Told:
    """What a result says beside its words: its address, where it stands as a stamp and in a sentence, and links to what belongs
    to it."""

    url: str
    stamp: str = ""
    tone: str = "ink"
    note: str = ""
    also: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class SearchKind:
    """`things` names all there are, `read` gives their entries as they are now in every language, none for what cannot be read.

    `public` says of an entry whether everybody may read it at a moment: it is asked at every search, whatever `read` gave.
    `told` answers by the key of the entry, in a fixed number of queries.
    """

    name: str
    label: Any
    plural: Any
    things: Callable[[], Iterable[str]]
    read: Callable[[Sequence[str]], Iterable[SearchEntry]]
    public: Callable[[datetime], Q]
    told: Callable[[Sequence[SearchEntry], datetime], dict[int, Told]]


def text_kind(
    kind: ReferenceKind,
    plural: Any,
    *,
    told: Callable[[Sequence[SearchEntry], datetime], dict[int, Told]],
    also_public: Callable[[datetime], Q] = lambda _at: Q(),
    also_read: Callable[[Sequence[int]], Mapping[int, Mapping[str, str]]] = lambda _references: {},
) -> SearchKind:
    """A kind of which the versions in force are found, by all that is cited of it.

    `also_public` narrows of which versions (by `OuterRef("source")`); `also_read` gives other public words of things, by the key
    of their reference and by language.
    """

    def things() -> Iterable[str]:
        keys = in_force_by_language().filter(reference__kind=kind).values_list("reference", flat=True)
        return map(str, keys.order_by("reference").distinct())

    def read(things: Sequence[str]) -> Iterator[SearchEntry]:
        keys = [int(one) for one in things]
        more = also_read(keys)
        for version in in_force_by_language().filter(reference__in=keys).read():
            said = more.get(version.reference_id, {}).get(version.language, "")
            yield SearchEntry(
                kind=kind.value,
                thing=str(version.reference_id),
                source=version.pk,
                language=version.language,
                reference=version.reference,
                name=version.reference.string,
                title=version.title,
                text="\n".join(filter(None, [words_of(version), said])),
                day=timezone.localtime(version.published_at).date(),
            )

    def public(at: datetime) -> Q:
        readable = PublishedVersion.objects.filter(IN_FORCE, reference__is_public=True, pk=OuterRef("source"))
        return Q(Exists(readable)) & also_public(at)

    return SearchKind(kind.value, kind.label, plural, things, read, public, told)


def words_of(version: PublishedVersion) -> str:
    """All that is cited of it but for its title: texts first, then facts."""
    kind = version.reference.kind
    with override(version.language):
        parts = [
            one
            for one in parts_of_content(kind, version.content)
            if one.name not in _UNREAD and field_of(kind, one.name).shape not in _UNSAID
        ]
    texts, facts = ([one.plain for one in parts if one.is_fact == are_facts] for are_facts in (False, True))
    return "\n".join([*texts, " · ".join(facts)]).strip()


def with_page(_at: datetime) -> Q:
    """Of texts that are read on a page of Wagtail: that it is published."""
    pages = Page.objects.filter(live=True, alias_of=None, translation_key=OuterRef("reference__translation_key"))
    return Q(Exists(pages))


_KINDS: dict[str, SearchKind] = {}


def declare_search(*kinds: SearchKind) -> None:
    """The order in which kinds are declared has no meaning; readers see them by how much was found."""
    _KINDS.update({kind.name: kind for kind in kinds})


def search_kinds() -> list[SearchKind]:
    return list(_KINDS.values())


def search_kind(name: str) -> SearchKind | None:
    return _KINDS.get(name)
