from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from base import clock
from proposals.actions.formal_view import forget_senders


class Command(BaseCommand):
    help = (
        "Forgets who sent the formal views of rounds whose term ended longer than "
        f"{settings.FORMAL_VIEW['forget_senders_days']} days ago. The views themselves stay."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Senders forgotten: {forget_senders(by=None, at=clock.now())}")
