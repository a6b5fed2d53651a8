import threading
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection

from base.cache import DatabaseCache
from base.receivers import make_cache_table


@pytest.fixture
def table_cache(db):
    call_command("createcachetable", "cache", verbosity=0)
    return DatabaseCache("cache", {})


def test_incr_counts_and_keeps_the_moment_of_expiry(table_cache):
    began = datetime(2026, 11, 3, 12, 0, tzinfo=UTC)
    with time_machine.travel(began, tick=False) as clock:
        table_cache.add("writes", 0, timeout=7200)
        assert [table_cache.incr("writes") for _time in range(3)] == [1, 2, 3]
        clock.move_to(began + timedelta(seconds=7100))
        assert table_cache.incr("writes") == 4
        clock.move_to(began + timedelta(seconds=7201))
        assert table_cache.get("writes") is None


def test_incr_refuses_a_key_that_is_not_there(table_cache):
    with pytest.raises(ValueError, match="not found"):
        table_cache.incr("nothing")


def test_incr_loses_no_count_between_connections(many_connections):
    call_command("createcachetable", "cache", verbosity=0)
    table_cache = DatabaseCache("cache", {})
    table_cache.set("writes", 0)

    def count():
        for _time in range(20):
            table_cache.incr("writes")
        connection.close()

    threads = [threading.Thread(target=count) for _thread in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert table_cache.get("writes") == 80


def test_migrating_makes_the_table_of_the_cache(db, settings):
    settings.CACHES = {"default": {"BACKEND": "base.cache.DatabaseCache", "LOCATION": "cache_of_this_test"}}
    make_cache_table(sender=None, using="default")
    assert "cache_of_this_test" in connection.introspection.table_names()
