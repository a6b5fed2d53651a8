"""From signals to one action each; a receiver never raises."""

from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest

from base.models import PublishedVersion
from base.signals import record_redacted, version_published
from participation.actions.tally_sheet import forget_reason
from participation.enums import FollowMoment
from participation.models import TallySheet
from participation.tasks import announce
from participation.views.voter import forget_letter


@receiver(version_published)
def tell_of_version(sender: Any, version: PublishedVersion, **kwargs: Any) -> None:
    if version.changes_substance:
        announce(moment=FollowMoment.VERSION, what=version.pk, references=[version.reference_id])


@receiver(user_logged_in)
def forget_letter_of_session(sender: Any, request: HttpRequest | None, **kwargs: Any) -> None:
    if request is not None:
        forget_letter(request)


@receiver(record_redacted, sender=TallySheet)
def forget_redacted_reason(sender: Any, record: TallySheet, words: str, instead: str, **kwargs: Any) -> None:
    forget_reason(sheet=record, reason=words, instead=instead)
