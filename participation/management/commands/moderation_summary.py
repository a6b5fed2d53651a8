from typing import Any

from django.core.management.base import BaseCommand

from participation.letter_tasks import send_summary


class Command(BaseCommand):
    help = "Mails every moderator what waits for them today: once a day, however often it runs, and nothing if nothing waits."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Summaries sent: {send_summary()}")
