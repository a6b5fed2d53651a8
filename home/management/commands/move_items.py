from typing import Any

from django.core.management import BaseCommand

from base import clock
from home.actions.item_state import follow_clock
from home.queries.item_life import items
from participation.actions.state_event import end_collecting
from participation.queries.request import requests_out_of_time


class Command(BaseCommand):
    help = (
        "Writes what the clock made of agenda items, such as that a decision applies now, and of citizens' initiatives and challenges "
        "whose time to collect support is over, so that whom it concerns is told."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        now = clock.now()
        moved = sum(follow_clock(reference=one, at=now) for one in items())
        if moved:
            self.stdout.write(f"{moved} items went on.")
        ended = [end_collecting(subject=one, at=now) for one in requests_out_of_time(now)]
        if ended:
            self.stdout.write(f"{len(ended)} requests ran out of time.")
