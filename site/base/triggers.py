"""What the database holds by itself, on SQLite and on PostgreSQL: triggers that refuse every other write to what is written
once, and triggers that keep what follows from other rows.

SQLite drops the triggers of a table that a migration rebuilds, so they are laid again after every `migrate`.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model

from base.redactable import TAKEN_OUT, TAKEN_OUT_EN, Redactable, redactables


@dataclass(frozen=True)
class Trigger:
    """Refuses `event` (INSERT, UPDATE, DELETE) on rows of `table` for which `when` holds; OLD is the row as it was, NEW as
    it would be. `what` tells two of the same event apart."""

    table: str
    event: str
    sentence: str
    when: str = "1=1"
    what: str = ""

    @property
    def name(self) -> str:
        return "_".join(filter(None, [self.table, "no", self.what, self.event.lower()]))


@dataclass(frozen=True)
class Upkeep:
    """After `event` (INSERT, UPDATE, DELETE) on a row of `table` for which `when` holds, the database runs `statements`.

    OLD and NEW are the row. Each kind of database has its own under its name; nothing happens on one that has none.
    """

    table: str
    event: str
    what: str
    statements: Mapping[str, str]
    when: str = "1=1"

    @property
    def name(self) -> str:
        return f"{self.table}_{self.what}_on_{self.event.lower()}"


CONFIRMED = "OLD.confirmed_at IS NOT NULL"
# Of a row that holds a file: as long as a version that can be read shows it.
SHOWN = (
    "EXISTS (SELECT 1 FROM base_versionfile WHERE base_versionfile.name = OLD.file"
    " AND NOT EXISTS (SELECT 1 FROM base_withdrawal WHERE base_withdrawal.version_id = base_versionfile.version_id"
    " AND base_withdrawal.confirmed_at IS NOT NULL))"
)
# Of an image in another size: that is what a version shows, and nothing makes it again at the address that is cited.
SHOWN_IN_SIZE = SHOWN.replace("OLD.file", "(SELECT file FROM wagtailimages_image WHERE id = OLD.image_id)")
REDACTED = (
    "EXISTS (SELECT 1 FROM base_redaction WHERE base_redaction.version_id = OLD.version_id"
    " AND base_redaction.field = OLD.field AND base_redaction.confirmed_at IS NOT NULL)"
)
TRIGGERS = [
    Trigger("base_publishedversion", "DELETE", "A published version is never deleted."),
    Trigger("base_versiontext", "UPDATE", "The text of a published version is never changed."),
    Trigger(
        "base_versiontext",
        "DELETE",
        "The text of a published version is deleted only when a confirmed redaction names it.",
        f"NOT {REDACTED}",
    ),
    Trigger("base_versionfile", "UPDATE", "What file a published version shows is never changed."),
    Trigger(
        "base_versionfile",
        "DELETE",
        "What file a published version shows is forgotten only when a confirmed redaction names the field.",
        f"NOT {REDACTED}",
    ),
    *(
        trigger
        for table, shown in (
            ("wagtailimages_image", SHOWN),
            ("wagtailimages_rendition", SHOWN_IN_SIZE),
            ("wagtaildocs_document", SHOWN),
        )
        for trigger in (
            Trigger(table, "DELETE", "A published version shows this file.", shown),
            Trigger(table, "UPDATE", "A published version shows this file.", f"NEW.file <> OLD.file AND {shown}"),
        )
    ),
    Trigger("base_redaction", "UPDATE", "A confirmed redaction is never changed.", CONFIRMED),
    Trigger("base_redaction", "DELETE", "A confirmed redaction is never deleted.", CONFIRMED),
    Trigger("base_recordredaction", "UPDATE", "A confirmed redaction is never changed.", CONFIRMED),
    Trigger("base_recordredaction", "DELETE", "A confirmed redaction is never deleted.", CONFIRMED),
    Trigger("base_withdrawal", "UPDATE", "A confirmed withdrawal is never changed.", CONFIRMED),
    Trigger("base_withdrawal", "DELETE", "A confirmed withdrawal is never deleted.", CONFIRMED),
]
UPKEEP: list[Upkeep] = []


def unchanged(model: type[Model], *but: str) -> str:
    """That an UPDATE leaves every column as it was, but for those of some fields."""
    return unchanged_in(model, *(field.name for field in model._meta.concrete_fields if field.name not in but))


def unchanged_in(model: type[Model], *names: str) -> str:
    """That an UPDATE leaves the columns of these fields as they were."""
    columns = [field.column for field in model._meta.concrete_fields if field.name in names]
    # In quotation marks: a column may be called as a word of SQL is.
    return " AND ".join(
        f'COALESCE(NEW."{one}" = OLD."{one}", NEW."{one}" IS NULL AND OLD."{one}" IS NULL)' for one in columns
    )


def taking_out() -> dict[str, str]:
    """By table that an UPDATE puts the mark of what was taken out in declared fields that a confirmed redaction names, and
    changes nothing else."""
    found = {}
    for kind in redactables():
        gone = (
            "EXISTS (SELECT 1 FROM base_recordredaction gone"  # noqa: S608 - no outside text
            f" WHERE gone.kind = '{kind.key}' AND gone.key = OLD.id AND gone.confirmed_at IS NOT NULL AND gone.field = "
        )
        fields = " AND ".join(
            f"(NEW.{name} = OLD.{name} OR NEW.{name} IN ({_marks(kind, name)}) AND {gone}'{name}'))"
            for name in kind.fields
        )
        found[kind.model._meta.db_table] = f"{fields} AND {unchanged(kind.model, *kind.fields)}"
    return found


def _marks(kind: Redactable, name: str) -> str:
    return "''" if name in kind.emptied else f"'{TAKEN_OUT}', '{TAKEN_OUT_EN}'"


def keep(*triggers: Trigger | Upkeep) -> None:
    """Adds those of a package when its models are there."""
    TRIGGERS.extend(one for one in triggers if isinstance(one, Trigger))
    UPKEEP.extend(one for one in triggers if isinstance(one, Upkeep))


def kept_tables() -> list[str]:
    return list(dict.fromkeys(trigger.table for trigger in TRIGGERS))


def install_triggers(using: str = "default") -> None:
    """Lays every trigger whose table is there; safe to call again."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    doors = taking_out()
    # In one transaction: on a database that is in use nobody sees it without them.
    with transaction.atomic(using=using), connection.cursor() as cursor:
        remove_triggers(using)
        for trigger in TRIGGERS:
            if trigger.table in tables:
                door = doors.get(trigger.table, "") if trigger.event == "UPDATE" else ""
                for statement in _statements(connection, replace(trigger, when=_but(trigger.when, door))):
                    cursor.execute(statement)
        for upkeep in UPKEEP:
            if upkeep.table in tables and connection.vendor in upkeep.statements:
                for statement in _upkeep_statements(connection, upkeep):
                    cursor.execute(statement)
        for table in kept_tables():
            if connection.vendor == "postgresql" and table in tables:
                cursor.execute(
                    f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}"
                    f" FOR EACH STATEMENT EXECUTE FUNCTION base_refuse('Published texts are never emptied.')"
                )


def remove_triggers(using: str = "default") -> None:
    """Only for emptying a database as a whole: tests between each other, and a demonstration built anew."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "CREATE OR REPLACE FUNCTION base_refuse() RETURNS trigger LANGUAGE plpgsql AS"
                " $$ BEGIN RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation'; END $$"
            )
        for table in kept_tables():
            if table not in tables:
                continue
            place = f" ON {table}" if connection.vendor == "postgresql" else ""
            plain = {f"{table}_no_{event}" for event in ("insert", "update", "delete", "truncate")}
            for name in plain | {one.name for one in TRIGGERS if one.table == table}:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}{place}")
        for upkeep in UPKEEP:
            if upkeep.table in tables:
                place = f" ON {upkeep.table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {upkeep.name}{place}")


@contextmanager
def without_triggers(using: str = "default") -> Iterator[None]:
    remove_triggers(using)
    try:
        yield
    finally:
        install_triggers(using)


def laid_triggers(using: str = "default") -> set[str]:
    """The names that the database's own catalogue gives."""
    connection = connections[using]
    catalogue = (
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(catalogue)
        return {name for (name,) in cursor.fetchall()}


def _but(when: str, door: str) -> str:
    return f"({when}) AND NOT ({door})" if door else when


def _statements(connection: BaseDatabaseWrapper, trigger: Trigger) -> list[str]:
    head = f"CREATE TRIGGER {trigger.name} BEFORE {trigger.event} ON {trigger.table}"
    if connection.vendor == "postgresql":
        # A subquery may not stand in WHEN there: the function decides.
        function = f"{trigger.name}_check"
        check = (
            f"CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            f" IF {trigger.when} THEN RAISE EXCEPTION '{trigger.sentence}'"
            f" USING ERRCODE = 'integrity_constraint_violation'; END IF;"
            f" RETURN {'OLD' if trigger.event == 'DELETE' else 'NEW'}; END $$"
        )
        return [check, f"{head} FOR EACH ROW EXECUTE FUNCTION {function}()"]
    return [f"{head} FOR EACH ROW WHEN {trigger.when} BEGIN SELECT RAISE(ABORT, '{trigger.sentence}'); END"]


def _upkeep_statements(connection: BaseDatabaseWrapper, upkeep: Upkeep) -> list[str]:
    head = f"CREATE TRIGGER {upkeep.name} AFTER {upkeep.event} ON {upkeep.table} FOR EACH ROW"
    act = upkeep.statements[connection.vendor]
    if connection.vendor == "postgresql":
        function = (
            f"CREATE OR REPLACE FUNCTION {upkeep.name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            f" IF {upkeep.when} THEN {act}; END IF; RETURN NULL; END $$"
        )
        return [function, f"{head} EXECUTE FUNCTION {upkeep.name}()"]
    return [f"{head} WHEN {upkeep.when} BEGIN {act}; END"]
