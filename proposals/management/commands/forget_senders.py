from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from accounts.actions.residency import forget_birth_dates
from base import clock
from participation.actions.count_objection import forget_objectors
from proposals.actions.formal_view import forget_senders


class Command(BaseCommand):
    help = (
        "Forgets who sent the formal views of rounds whose term ended longer than "
        f"{settings.FORMAL_VIEW['forget_senders_days']} days ago, and who "
        "objected to counts and was ruled on as long ago, and birth dates of residencies that expired. Views and objections "
        "themselves stay."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        now = clock.now()
        self.stdout.write(f"Senders forgotten: {forget_senders(by=None, at=now)}")
        self.stdout.write(f"Senders of objections to counts forgotten: {forget_objectors(by=None, at=now)}")
        self.stdout.write(f"Birth dates forgotten: {forget_birth_dates(at=now)}")
