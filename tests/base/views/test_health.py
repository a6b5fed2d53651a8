import pytest
from django.db import OperationalError
from django.db.migrations.recorder import MigrationRecorder

from base.views import health


@pytest.fixture(autouse=True)
def _forget_what_was_checked():
    health.check_migrations.cache_clear()
    yield
    health.check_migrations.cache_clear()


def test_health_is_well_when_the_database_answers_and_all_is_migrated(client, db):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content, answer.cookies) == (200, b"The site can serve.\n", {})


def test_health_says_what_to_do_while_a_migration_waits(client, db):
    MigrationRecorder.Migration.objects.filter(app="participation").order_by("-pk").first().delete()
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (503, b"1 migrations are not applied: run `manage.py migrate`.\n")


def test_health_does_not_tell_the_world_why_the_database_is_away(client, db, monkeypatch):
    def fail():
        raise OperationalError("could not connect to db.internal as leerstad")

    monkeypatch.setattr(health, "check_database", fail)
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (503, b"The database does not answer.\n")


def test_health_asks_one_query_once_migrations_are_known(client, db, django_assert_num_queries):
    client.get("/healthz")
    with django_assert_num_queries(1):
        client.get("/healthz")


def test_health_is_not_cached(client, db):
    assert "no-store" in client.get("/healthz").headers["Cache-Control"]
