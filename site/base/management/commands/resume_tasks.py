from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from base import clock


class Command(BaseCommand):
    help = (
        "Gives the work of a worker that was killed back to the others: what has been running for longer than some hours. "
        "Each task can run again: what it did already it does not do twice."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--hours", type=int, default=2, help="longer than any task takes (2 by itself)")

    def handle(self, *args: Any, **options: Any) -> None:
        before = clock.now() - timedelta(hours=options["hours"])
        dead = DBTaskResult.objects.running().filter(started_at__lt=before)
        number = dead.update(status=TaskResultStatus.READY, started_at=None)
        self.stdout.write(f"Tasks given back: {number}")
