"""The test database: migrated once, and laid again after each test that committed.

Migrations do not run every time: each worker's database begins as a copy of one that `migrate_template` migrated before, or
on SQLite the first run did. There it lies under var/, named by a hash of all that migrations depend on; anything else makes
a new one. On PostgreSQL it stands beside those of the workers.
"""

import hashlib
import os
import sqlite3
import time
from collections.abc import Callable
from copy import deepcopy
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection, transaction

from base.triggers import install_triggers, remove_triggers

ROOT = Path(__file__).resolve().parents[1]
POSTGRES_TEMPLATE = "leerstad_migrated"

Made = TypeVar("Made")


def template_path() -> Path:
    sources = [
        ROOT / "requirements/dev.txt",
        *sorted(ROOT.glob("*/migrations/*.py")),
        *sorted(ROOT.glob("site/*/migrations/*.py")),
    ]
    digest = hashlib.sha256()
    for path in sources:
        digest.update(path.relative_to(ROOT).as_posix().encode() + path.read_bytes())
    return ROOT / "var/test-databases" / f"{digest.hexdigest()[:16]}.sqlite3"


def migrate_template() -> None:
    """Migrates a database that workers begin with; on PostgreSQL it stays beside theirs."""
    if connection.vendor == "postgresql":
        connection.settings_dict["TEST"]["NAME"] = POSTGRES_TEMPLATE
        connection.creation.create_test_db(verbosity=0, autoclobber=True)
        connection.close()
    elif not template_path().exists():
        connection.creation.create_test_db(verbosity=0)
        keep_as_template()


def begin_with_template() -> None:
    """Makes Django's test database begin as the copy, where there is one; migrating then finds nothing to do."""
    if connection.vendor == "postgresql":
        with connection._nodb_cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [POSTGRES_TEMPLATE])
            if cursor.fetchone():
                connection.settings_dict["TEST"]["TEMPLATE"] = POSTGRES_TEMPLATE
    if connection.vendor != "sqlite" or not template_path().exists():
        return
    creation: Any = connection.creation
    create: Callable[..., str] = creation._create_test_db

    def create_and_fill(*args: Any, **kwargs: Any) -> str:
        name = create(*args, **kwargs)
        # The settings name the memory database only after this; it lives for as long as a connection does.
        source, target = sqlite3.connect(template_path()), sqlite3.connect(name, uri=True)
        source.backup(target)
        source.close()
        creation.template_connection = target
        return name

    creation._create_test_db = create_and_fill


def keep_as_template() -> None:
    """Keeps the database as migrations left it, and forgets older ones."""
    path = template_path()
    if connection.vendor != "sqlite" or path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    for older in path.parent.glob("*.sqlite3"):
        older.unlink(missing_ok=True)
    unfinished = path.with_suffix(f".{os.getpid()}")
    target = sqlite3.connect(unfinished)
    connection.ensure_connection()
    connection.connection.backup(target)
    target.close()
    unfinished.replace(path)


def rows_laid() -> dict[str, tuple[list[str], list[tuple[Any, ...]]]]:
    """Per table its columns and rows: what migrations made and every test stands on, on whatever database."""
    rows = {}
    for model in apps.get_models(include_auto_created=True):
        table = model._meta.db_table
        if model._meta.proxy or not model._meta.managed or table in rows:
            continue
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            found = cursor.fetchall()
            if found:
                rows[table] = ([column[0] for column in cursor.description], found)
    return rows


def empty_and_lay_again(rows: dict[str, tuple[list[str], list[tuple[Any, ...]]]]) -> None:
    """The database as it was laid at first, after a test that committed. Flushing alone would take away what they made.

    A browser may still ask for something when its test is over, and tables of SQLite in memory wait for nobody.
    """
    for _attempt in range(50):
        try:
            return _empty_and_lay(rows)
        # The flush says in its own words that it could not.
        except (OperationalError, CommandError):
            time.sleep(0.1)
    return _empty_and_lay(rows)


def _empty_and_lay(rows: dict[str, tuple[list[str], list[tuple[Any, ...]]]]) -> None:
    remove_triggers()
    call_command("flush", verbosity=0, interactive=False, reset_sequences=False, inhibit_post_migrate=True)
    quote = connection.ops.quote_name
    with connection.constraint_checks_disabled(), transaction.atomic(), connection.cursor() as cursor:
        for table, (columns, found) in rows.items():
            places = ", ".join(["%s"] * len(columns))
            cursor.executemany(
                f"INSERT INTO {quote(table)} ({', '.join(map(quote, columns))}) VALUES ({places})", found
            )
    install_triggers()


def laid_once(build: Callable[..., Made]) -> Callable[..., Made]:
    """For what many tests that commit begin with: built for the first, and for the others laid as it was then.

    The whole database is laid; so nothing else may be made before it.
    """
    kept: list[tuple[sqlite3.Connection, Made]] = []

    @wraps(build)
    def lay(*args: Any) -> Made:
        if connection.vendor != "sqlite":
            return build(*args)
        if kept:
            kept[0][0].backup(connection.connection)
        else:
            made, rows = build(*args), sqlite3.connect(":memory:", check_same_thread=False)
            connection.connection.backup(rows)
            kept.append((rows, made))
        return deepcopy(kept[0][1])

    return lay
