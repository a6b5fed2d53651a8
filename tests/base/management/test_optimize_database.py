import pytest
from django.core.management import call_command
from django.db import connection


@pytest.mark.django_db
def test_sqlite_knows_afterwards_how_its_tables_are_filled():
    call_command("optimize_database")
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT COUNT(*) FROM sqlite_stat1")
            assert cursor.fetchone()[0] > 0
