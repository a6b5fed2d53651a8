"""Proposals by their words: one question, whatever the database answers it with."""

import re

from django.db import connection
from django.db.models.expressions import RawSQL

from proposals.search_index import DICTIONARIES, OTHERS, TABLE

LONGEST = 200
_WORD = re.compile(r"\w+")


def pages_with(words: str) -> RawSQL:
    """The keys of pages with every one of these words in title, summary or body, for `pk__in`.

    On PostgreSQL by the stem of each word, in the languages of the site; on SQLite by how it begins.
    """
    words = words[:LONGEST]
    if connection.vendor == "postgresql":
        dictionaries = [*DICTIONARIES.values(), OTHERS]
        asked = " || ".join(["websearch_to_tsquery(%s::regconfig, %s)"] * len(dictionaries))
        parameters = [value for dictionary in dictionaries for value in (dictionary, words)]
        return RawSQL(f"SELECT page_id FROM {TABLE} WHERE words @@ ({asked})", parameters)  # noqa: S608, S611 - no outside text
    asked = " ".join(f'"{word}"*' for word in _WORD.findall(words))
    # An empty question is an error there; this finds nothing.
    return RawSQL(f"SELECT rowid FROM {TABLE} WHERE {TABLE} MATCH %s", [asked or '""'])  # noqa: S608, S611 - same
