"""The index over the words of all search entries, kept by the database itself.

On SQLite the words of FTS5, in a table of its own that triggers keep; on PostgreSQL the stems of the language of an entry, in a
column that follows from the others.
"""

from typing import Any

from base.enums import ReferenceKind
from base.triggers import Upkeep

ENTRIES = "base_searchentry"
# On SQLite the table; on PostgreSQL the column.
INDEX = "base_search"
COLUMN = "words"
# The search configurations that PostgreSQL brings for the languages of the site.
DICTIONARIES = {"nl": "dutch", "en": "english"}
OTHERS = "simple"


def _vector(dictionary: str) -> str:
    return (
        f"setweight(to_tsvector('{dictionary}'::regconfig, title), 'A') || setweight(to_tsvector('{OTHERS}'::regconfig, replace(name, '-', ' ')), 'A')"
        f" || setweight(to_tsvector('{dictionary}'::regconfig, text), 'C')"
    )


_by_language = " ".join(f"WHEN '{language}' THEN {_vector(name)}" for language, name in DICTIONARIES.items())
_column = f"GENERATED ALWAYS AS (CASE language {_by_language} ELSE {_vector(OTHERS)} END) STORED"
_LAY = {
    "sqlite": [
        f"CREATE VIRTUAL TABLE {INDEX} USING fts5(title, name, text, tokenize = 'unicode61 remove_diacritics 2')",
    ],
    "postgresql": [
        f"ALTER TABLE {ENTRIES} ADD COLUMN {COLUMN} tsvector {_column}",
        f"CREATE INDEX {INDEX} ON {ENTRIES} USING gin ({COLUMN})",
    ],
}
_forget_entry = f"DELETE FROM {INDEX} WHERE rowid = "  # noqa: S608 - no outside text
_insert = f"INSERT INTO {INDEX} (rowid, title, name, text) VALUES (NEW.id, NEW.title, NEW.name, NEW.text)"  # noqa: S608 - same
# Not INSERT OR REPLACE: within a trigger the statement that fired it decides about conflicts.
_keep = {"sqlite": f"{_forget_entry} NEW.id; {_insert}"}
# What a redaction destroys is found no more, before anybody reads again what is left.
_texts = ", ".join(f"'{kind}'" for kind in ReferenceKind.values)
_forget = f"DELETE FROM {ENTRIES} WHERE source = OLD.version_id AND kind IN ({_texts})"  # noqa: S608 - no outside text
UPKEEP = [
    Upkeep(ENTRIES, "INSERT", "found", _keep),
    Upkeep(ENTRIES, "UPDATE", "found", _keep),
    Upkeep(ENTRIES, "DELETE", "found", {"sqlite": f"{_forget_entry} OLD.id"}),
    Upkeep("base_versiontext", "DELETE", "found", {"sqlite": _forget, "postgresql": _forget}),
]


def lay(apps: Any, schema_editor: Any) -> None:
    """For the migration."""
    for statement in _LAY[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def take_away(apps: Any, schema_editor: Any) -> None:
    vendor = schema_editor.connection.vendor
    schema_editor.execute(
        f"DROP TABLE {INDEX}" if vendor == "sqlite" else f"ALTER TABLE {ENTRIES} DROP COLUMN {COLUMN}"
    )
