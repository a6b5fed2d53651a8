from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection


class Command(BaseCommand):
    help = (
        "Lets SQLite look at how its tables are filled, so that it finds the short way through long ones. Run it each night; "
        "PostgreSQL does so by itself."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        if connection.vendor != "sqlite":
            return
        with connection.cursor() as cursor:
            # As much of each index as tells one that is useful from one that is not.
            cursor.execute("PRAGMA analysis_limit = 1000")
            cursor.execute("ANALYZE")
