"""Several connections at once, in a database of their own that is thrown away: a file on SQLite, a clone on PostgreSQL.

The test's usual database cannot serve: it lies in memory, or inside one transaction that nobody else sees.
"""

import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.db import connections

ALIAS = "default"
PATIENCE = 60  # seconds
ROOT = Path(__file__).resolve().parents[1]


@contextmanager
def shared_database(folder: Path) -> Iterator[None]:
    """Makes every thread of the block work in one database, filled as every test finds it."""
    usual, settings = connections[ALIAS], connections.settings[ALIAS]
    name = settings["NAME"]
    make, drop = (_make_file, _drop_file) if usual.vendor == "sqlite" else (_make_clone, _drop_clone)
    own = make(usual, folder)
    settings["NAME"] = own
    connections[ALIAS] = connections.create_connection(ALIAS)
    try:
        yield
    finally:
        connections[ALIAS].close()
        settings["NAME"] = name
        connections[ALIAS] = usual
        drop(usual, own)


def back_up(folder: Path) -> Callable[[], None]:
    """Keeps the shared database as it is now; what it gives restores that."""
    connection, name = connections[ALIAS], connections[ALIAS].settings_dict["NAME"]
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(folder / "backup.sqlite3")) as target:
            connection.connection.backup(target)

        def restore() -> None:
            with closing(sqlite3.connect(folder / "backup.sqlite3")) as source:
                source.backup(connections[ALIAS].connection)

        return restore
    copy = f"{name}_kept"
    _copy_database(connection, name, copy)

    def restore_clone() -> None:
        _copy_database(connection, copy, name)
        _drop_clone(connection, copy)

    return restore_clone


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Starts all acts together, each on a connection of its own; gives what each returned, or the exception it raised."""
    ready = threading.Barrier(len(acts))
    answers: list[Any] = [None] * len(acts)

    def run(number: int, act: Callable[[], Any]) -> None:
        try:
            ready.wait(PATIENCE)
            answers[number] = act()
        except Exception as error:
            answers[number] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair, daemon=True) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    assert not any(thread.is_alive() for thread in threads), "somebody waits for somebody for ever"
    return answers


def environment_of_database() -> dict[str, str]:
    """For a process of its own that works in the test's database."""
    place = connections[ALIAS].settings_dict
    if connections[ALIAS].vendor == "postgresql":
        address = f"postgres://{place['USER']}:{place['PASSWORD']}@{place['HOST']}:{place['PORT']}/{place['NAME']}"
    else:
        address = f"sqlite:///{place['NAME']}"
    return {"PYTHONPATH": ".:site", "DJANGO_SETTINGS_MODULE": "config.settings.test", "DATABASE_URL": address}


def _make_file(usual: Any, folder: Path) -> str:
    path = folder / "races.sqlite3"
    target = sqlite3.connect(path)
    usual.ensure_connection()
    usual.connection.backup(target)
    # As `migrate` leaves a file on the site. Connections that begin at once would each want it for themselves to do so.
    target.execute("PRAGMA journal_mode=WAL")
    target.close()
    return str(path)


def _drop_file(usual: Any, name: str) -> None:
    Path(name).unlink()


def _make_clone(usual: Any, folder: Path) -> str:
    """PostgreSQL clones a database that nobody is connected to."""
    name = f"races_{os.getpid()}"
    _copy_database(usual, usual.settings_dict["NAME"], name)
    return name


def _copy_database(usual: Any, source: str, name: str) -> None:
    usual.close()
    _drop_clone(usual, name)
    with usual._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{source}"')


def _drop_clone(usual: Any, name: str) -> None:
    with usual._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
