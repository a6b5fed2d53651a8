"""Proposals by their words: one question, whatever the database answers it with."""

import re
from typing import Any

from django.db import connection
from django.db.models import FloatField
from django.db.models.expressions import RawSQL

from proposals.search_index import DICTIONARIES, OTHERS, PAGE, TABLE

LONGEST = 200
_WORD = re.compile(r"\w+")
# Where the database knows no stems: words that are told apart by no more than their end begin alike.
_BEGINNING = 5


def pages_with(words: str) -> RawSQL:
    """The keys of pages with every one of these words in title, summary or body, for `pk__in`.

    On PostgreSQL by the stem of each word, in the languages of the site; on SQLite by how it begins.
    """
    words = words[:LONGEST]
    return _pages(words, " ".join(f'"{word}"*' for word in _WORD.findall(words)))


def pages_with_any(words: list[str]) -> RawSQL:
    """The keys of pages with one of these words, for `pk__in`."""
    return _pages(*_any_of(words))


def fitness(words: list[str]) -> RawSQL:
    """Of a page with one of these words, how well it fits: the more, the better."""
    stems, beginnings = _any_of(words)
    if connection.vendor == "postgresql":
        asked, parameters = _by_stems(stems)
        chosen = f"SELECT ts_rank({TABLE}.words, {asked}) FROM {TABLE} WHERE {TABLE}.page_id = {PAGE}.page_ptr_id"  # noqa: S608 - no outside text
    else:
        parameters = [beginnings]
        chosen = f"SELECT -{TABLE}.rank FROM {TABLE} WHERE {TABLE} MATCH %s AND {TABLE}.rowid = {PAGE}.page_ptr_id"  # noqa: S608 - same
    return RawSQL(chosen, parameters, output_field=FloatField())  # noqa: S611 - same


def _any_of(words: list[str]) -> tuple[str, str]:
    return " or ".join(words), " OR ".join(f'"{word[:_BEGINNING]}"*' for word in words)


def _pages(stems: str, beginnings: str) -> RawSQL:
    if connection.vendor == "postgresql":
        asked, parameters = _by_stems(stems)
        return RawSQL(f"SELECT page_id FROM {TABLE} WHERE words @@ ({asked})", parameters)  # noqa: S608, S611 - no outside text
    # An empty question is an error there; this finds nothing.
    return RawSQL(f"SELECT rowid FROM {TABLE} WHERE {TABLE} MATCH %s", [beginnings or '""'])  # noqa: S608, S611 - same


def _by_stems(words: str) -> tuple[str, list[Any]]:
    dictionaries = [*DICTIONARIES.values(), OTHERS]
    asked = " || ".join(["websearch_to_tsquery(%s::regconfig, %s)"] * len(dictionaries))
    return asked, [value for dictionary in dictionaries for value in (dictionary, words)]
