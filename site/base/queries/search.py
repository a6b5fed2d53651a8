"""One question by words, whatever the database answers it with."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Count, Exists, FloatField, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from base.enums import ReferenceKind
from base.models import Reference, SearchEntry
from base.search_index import COLUMN, DICTIONARIES, ENTRIES, INDEX, OTHERS
from base.search_kinds import search_kinds

# So many characters of a question are looked at.
LONGEST = 200
_WORD = re.compile(r"\w+")
# Where the database knows no stems: words that are told apart by no more than their end begin alike.
_BEGINNING = 5
# Around a found word, until what surrounds it is escaped; no text has them.
_BEGINS, _ENDS = "\x02", "\x03"
_MARKS = f'StartSel="{_BEGINS}", StopSel="{_ENDS}"'
_FRAGMENT = f'{_MARKS}, MaxFragments=2, MinWords=12, MaxWords=28, FragmentDelimiter=" … "'
_WHOLE = f"{_MARKS}, HighlightAll=true"
_REFERENCE = re.compile(r"([a-z]{2,3})[\s./-]*(\d{4})[\s./-]+(\d{1,9})|([a-z]{2,3})(\d{4})(\d{3,9})", re.IGNORECASE)


@dataclass(frozen=True)
class Fragment:
    """The title, and where the words stand in the text, with the words marked."""

    title: SafeString
    text: SafeString


def asked_words(typed: str) -> str:
    """What somebody typed, as it is looked for: without control characters, no longer than is looked at."""
    return " ".join("".join(one if one.isprintable() else " " for one in typed[: LONGEST * 5]).split())[:LONGEST]


def named_reference(words: str) -> Reference | None:
    """The thing whose number was typed, with or without hyphens, in any case; no query where it is no number."""
    match = _REFERENCE.fullmatch(words.strip())
    if match is None:
        return None
    kind, year, number = (one for one in match.groups() if one)
    return Reference.objects.filter(kind=kind.upper(), year=int(year), number=int(number)).first()


def public_entries(at: datetime) -> QuerySet[SearchEntry]:
    """What everybody may read at a moment, in every language."""
    shown = Q(pk__in=[])
    for kind in search_kinds():
        shown |= Q(kind=kind.name) & kind.public(at)
    return SearchEntry.objects.filter(shown)


def found_entries(words: str, language: str, at: datetime) -> QuerySet[SearchEntry]:
    """What is public and has every one of these words: in a language, and what is not there in it in the one that it has."""
    public = public_entries(at)
    here = public.filter(kind=OuterRef("kind"), thing=OuterRef("thing"), language=language)
    return public.filter(Q(language=language) | ~Exists(here), pk__in=entries_with(words))


def fittest_first(found: QuerySet[SearchEntry], words: str) -> QuerySet[SearchEntry]:
    return found.annotate(fitness=_fitness(*_all_of(words))).order_by("-fitness", "-day", "pk")


def numbers_by_kind(found: QuerySet[SearchEntry]) -> dict[str, int]:
    return dict(found.order_by().values_list("kind").annotate(number=Count("pk")))


def entries_with(words: str) -> RawSQL:
    """The keys of entries with every one of these words, for `pk__in`.

    On PostgreSQL by the stem of each word, in the languages of the site; on SQLite by how it begins.
    """
    return _entries(*_all_of(words))


def things_with(words: str, kind: ReferenceKind) -> QuerySet[SearchEntry, Any]:
    """Of a kind the translation keys of all that have every one of these words."""
    found = SearchEntry.objects.filter(kind=kind, pk__in=entries_with(words))
    return found.values("reference__translation_key")


def fittest(words: Sequence[str], **of: Any) -> QuerySet[SearchEntry]:
    """Entries with one of these words, the fittest first."""
    either = " or ".join(words), " OR ".join(f'"{word[:_BEGINNING]}"*' for word in words)
    found = SearchEntry.objects.filter(pk__in=_entries(*either), **of)
    return found.annotate(fitness=_fitness(*either)).order_by("-fitness", "pk")


def _fitness(stems: str, beginnings: str) -> RawSQL:
    """How well an entry fits: the more, the better; a word in the title more than one in the text."""
    if connection.vendor == "postgresql":
        asked, parameters = _by_stems(stems)
        chosen = f"SELECT ts_rank(own.{COLUMN}, {asked}) FROM {ENTRIES} own WHERE own.id = {ENTRIES}.id"  # noqa: S608 - no outside text
    else:
        parameters = [beginnings or '""']
        rank = f"bm25({INDEX}, 8.0, 8.0, 1.0)"
        chosen = f"SELECT -{rank} FROM {INDEX} WHERE {INDEX} MATCH %s AND {INDEX}.rowid = {ENTRIES}.id"  # noqa: S608 - same
    return RawSQL(chosen, parameters, output_field=FloatField())  # noqa: S611 - same


def fragments(words: str, entries: Sequence[SearchEntry]) -> dict[int, Fragment]:
    """By the key of each entry. One query."""
    stems, beginnings = _all_of(words)
    keys = ", ".join(str(int(entry.pk)) for entry in entries) or "0"
    if connection.vendor == "postgresql":
        asked, parameters = _by_stems(stems)
        by_language = " ".join(f"WHEN '{language}' THEN '{name}'" for language, name in DICTIONARIES.items())
        dictionary = f"(CASE language {by_language} ELSE '{OTHERS}' END)::regconfig"
        said = f"ts_headline({dictionary}, title, {asked}, %s), ts_headline({dictionary}, text, {asked}, %s)"
        chosen = f"SELECT id, {said} FROM {ENTRIES} WHERE id IN ({keys})"  # noqa: S608 - keys are numbers
        parameters = [*parameters, _WHOLE, *parameters, _FRAGMENT]
    else:
        said = f"highlight({INDEX}, 0, %s, %s), snippet({INDEX}, 2, %s, %s, '…', 32)"
        chosen = f"SELECT rowid, {said} FROM {INDEX} WHERE {INDEX} MATCH %s AND rowid IN ({keys})"  # noqa: S608 - same
        parameters = [_BEGINS, _ENDS, _BEGINS, _ENDS, beginnings or '""']
    with connection.cursor() as cursor:
        cursor.execute(chosen, parameters)
        return {pk: Fragment(_marked(title), _marked(text)) for pk, title, text in cursor.fetchall()}


def _marked(text: str) -> SafeString:
    marked = str(escape(text)).replace(_BEGINS, "<mark>").replace(_ENDS, "</mark>")
    return mark_safe(marked)  # noqa: S308 - escaped but for the marks


def _all_of(words: str) -> tuple[str, str]:
    """For stems and for beginnings."""
    words = words[:LONGEST]
    return words, " ".join(f'"{word}"*' for word in _WORD.findall(words))


def _entries(stems: str, beginnings: str) -> RawSQL:
    if connection.vendor == "postgresql":
        asked, parameters = _by_stems(stems)
        return RawSQL(f"SELECT id FROM {ENTRIES} WHERE {COLUMN} @@ ({asked})", parameters)  # noqa: S608, S611 - no outside text
    # An empty question is an error there; this finds nothing.
    return RawSQL(f"SELECT rowid FROM {INDEX} WHERE {INDEX} MATCH %s", [beginnings or '""'])  # noqa: S608, S611 - same


def _by_stems(words: str) -> tuple[str, list[Any]]:
    """Words by their stem, and by the stem of that: in Dutch 'fietsen' has 'fiets', and 'fiets' by itself 'fiet'."""
    stem = "websearch_to_tsquery(%s::regconfig, %s)"
    again = (
        "websearch_to_tsquery(%s::regconfig, array_to_string(tsvector_to_array(to_tsvector(%s::regconfig, %s)), ' '))"
    )
    asked = " || ".join([*[stem] * (len(DICTIONARIES) + 1), *[again] * len(DICTIONARIES)])
    parameters = [value for dictionary in (*DICTIONARIES.values(), OTHERS) for value in (dictionary, words)]
    return f"({asked})", parameters + [
        value for dictionary in DICTIONARIES.values() for value in (dictionary, dictionary, words)
    ]
