from typing import Any

from django.core.management.base import BaseCommand

from base.actions.search_entry import index_everything


class Command(BaseCommand):
    help = "Reads again by which words everything is found. Actions keep that by themselves; this is for after a change by hand."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{index_everything()} entries")
