from typing import Any

from django.db import migrations

INDEX, PAGES = "proposals_search", "proposals_proposalpage"


def take_away(apps: Any, schema_editor: Any) -> None:
    """Where it was made: with the triggers that kept it, which nothing else knows any more."""
    place = f" ON {PAGES}" if schema_editor.connection.vendor == "postgresql" else ""
    for event in ("insert", "update", "delete"):
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {PAGES}_found_on_{event}{place}")
    schema_editor.execute(f"DROP TABLE IF EXISTS {INDEX}")


class Migration(migrations.Migration):
    """The index of the words of proposals alone goes: base has one of the whole site."""

    dependencies = [("proposals", "0037_who_wrote_answers"), ("base", "0011_search_entries")]

    operations = [migrations.RunPython(take_away, migrations.RunPython.noop)]
