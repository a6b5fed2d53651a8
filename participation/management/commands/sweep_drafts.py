from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from base import clock
from participation.actions.count_change import sweep_count_changes
from participation.actions.draft import sweep_drafts
from participation.actions.follow import sweep_follows
from participation.actions.invitation import sweep_invitations
from participation.actions.questionnaire import forget_respondents
from participation.actions.report import forget_reporters


class Command(BaseCommand):
    help = (
        f"Deletes drafts that are older than {settings.DRAFT_DAYS} days and stand on nobody's page, and mail addresses that "
        f"asked to follow something and were not confirmed within {settings.FOLLOW['confirm_days']} days. Forgets who sent a "
        f"report longer than {settings.MODERATION['forget_reporters_days']} days ago. Forgets "
        "the addresses of invitations that no longer work, who answered questions that are over, and how the counts of proposals "
        "changed before yesterday."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        now = clock.now()
        self.stdout.write(f"Drafts deleted: {sweep_drafts(by=None, at=now)}")
        self.stdout.write(f"Unconfirmed addresses deleted: {sweep_follows(by=None, at=now)}")
        self.stdout.write(f"Addresses of invitations forgotten: {sweep_invitations(by=None, at=now)}")
        self.stdout.write(f"Reporters forgotten: {forget_reporters(by=None, at=now)}")
        self.stdout.write(f"Respondents forgotten: {forget_respondents(by=None, at=now)}")
        self.stdout.write(f"Changes of counts forgotten: {sweep_count_changes(by=None, at=now)}")
