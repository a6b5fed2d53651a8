"""The index by which proposals are found by their words: beside their pages, and kept by the database itself.

On SQLite the words of FTS5, on PostgreSQL the stems of the language a proposal is written in. A page is saved with its row of
proposals after its title, so that row says when.
"""

from typing import Any

from base.triggers import Upkeep

TABLE = "proposals_search"
PAGE = "proposals_proposalpage"
# The search configurations that PostgreSQL brings for the languages of the site.
DICTIONARIES = {"nl": "dutch", "en": "english"}
OTHERS = "simple"

_dictionary = " ".join(f"WHEN '{language}' THEN '{name}'" for language, name in DICTIONARIES.items())
_vector = " || ".join(
    f"setweight(to_tsvector((CASE proposal.language {_dictionary} ELSE '{OTHERS}' END)::regconfig, {text}), '{weight}')"
    for text, weight in (("page.title", "A"), ("proposal.summary", "B"), ("proposal.body", "C"))
)
_from = f"FROM {PAGE} proposal JOIN wagtailcore_page page ON page.id = proposal.page_ptr_id"
FILL = {
    "sqlite": (
        f"INSERT OR REPLACE INTO {TABLE} (rowid, title, summary, body)"
        f" SELECT page.id, page.title, proposal.summary, proposal.body {_from}"
    ),
    "postgresql": f"INSERT INTO {TABLE} (page_id, words) SELECT page.id, {_vector} {_from}",
}
_again = " ON CONFLICT (page_id) DO UPDATE SET words = EXCLUDED.words"
_of_row = " WHERE proposal.page_ptr_id = NEW.page_ptr_id"
_keep = {"sqlite": FILL["sqlite"] + _of_row, "postgresql": FILL["postgresql"] + _of_row + _again}
_forget = {
    "sqlite": f"DELETE FROM {TABLE} WHERE rowid = OLD.page_ptr_id",  # noqa: S608 - no outside text
    "postgresql": f"DELETE FROM {TABLE} WHERE page_id = OLD.page_ptr_id",  # noqa: S608 - same
}
UPKEEP = [
    Upkeep(PAGE, "INSERT", "found", _keep),
    Upkeep(PAGE, "UPDATE", "found", _keep),
    Upkeep(PAGE, "DELETE", "found", _forget),
]

_LAY = {
    "sqlite": [
        f"CREATE VIRTUAL TABLE {TABLE} USING fts5(title, summary, body, tokenize = 'unicode61 remove_diacritics 2')"
    ],
    "postgresql": [
        f"CREATE TABLE {TABLE} (page_id integer PRIMARY KEY, words tsvector NOT NULL)",
        f"CREATE INDEX {TABLE}_words ON {TABLE} USING gin (words)",
    ],
}


def lay(apps: Any, schema_editor: Any) -> None:
    """For the migration: the index, with what is there already."""
    vendor = schema_editor.connection.vendor
    for statement in (*_LAY[vendor], FILL[vendor]):
        schema_editor.execute(statement)


def take_away(apps: Any, schema_editor: Any) -> None:
    schema_editor.execute(f"DROP TABLE {TABLE}")
