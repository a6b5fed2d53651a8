"""Several connections at once: on PostgreSQL the test's own database, on SQLite a file, as a city that runs on one has it."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connection, connections

from tests.database import template_path

ALIAS = "default"
PATIENCE = 60  # seconds


@contextmanager
def shared_database(folder: Path) -> Iterator[None]:
    """Lets all threads of the block work in one database that a file holds; PostgreSQL is shared as it is."""
    if connection.vendor != "sqlite":
        yield
        return
    path = folder / "races.sqlite3"
    source, target = sqlite3.connect(template_path()), sqlite3.connect(path)
    source.backup(target)
    source.close()
    target.close()
    memory, settings = connections[ALIAS], connections.settings[ALIAS]
    name = settings["NAME"]
    settings["NAME"] = str(path)
    connections[ALIAS] = connections.create_connection(ALIAS)
    try:
        yield
    finally:
        connections[ALIAS].close()
        settings["NAME"] = name
        connections[ALIAS] = memory


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
