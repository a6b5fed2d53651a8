from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from base import clock
from participation.actions.draft import sweep_drafts


class Command(BaseCommand):
    help = f"Deletes drafts that are older than {settings.DRAFT_DAYS} days and stand on nobody's page."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Drafts deleted: {sweep_drafts(by=None, at=clock.now())}")
