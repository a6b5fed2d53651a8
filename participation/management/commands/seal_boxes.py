from typing import Any

from django.core.management.base import BaseCommand

from base import clock
from participation.actions.ballot_box import close_box
from participation.actions.head import write_head
from participation.queries.ballot_box import rounds_to_seal


class Command(BaseCommand):
    help = (
        "Publishes the heads of ballot boxes that are due, and closes the boxes of votes that are over. Run it every minute; "
        "the first ballot after the interval and the opening of the box do the same."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        now = clock.now()
        for consultation_round in rounds_to_seal():
            if not close_box(consultation_round=consultation_round, at=now):
                write_head(consultation_round=consultation_round, at=now)
