from typing import Any

from django.core.management import BaseCommand

from base import clock
from home.actions.item_state import follow_clock
from home.queries.item_life import items


class Command(BaseCommand):
    help = "Writes what the clock made of agenda items, such as that a decision applies now, so that who follows them is told."

    def handle(self, *args: Any, **options: Any) -> None:
        now = clock.now()
        moved = sum(follow_clock(reference=one, at=now) for one in items())
        if moved:
            self.stdout.write(f"{moved} items went on.")
