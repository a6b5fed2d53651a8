"""From signals to one action each; a receiver never raises."""

from typing import Any

from django.dispatch import receiver

from base.models import PublishedVersion
from base.signals import version_published
from participation.enums import FollowMoment
from participation.tasks import announce


@receiver(version_published)
def tell_of_version(sender: Any, version: PublishedVersion, **kwargs: Any) -> None:
    if version.changes_substance:
        announce(moment=FollowMoment.VERSION, what=version.pk, references=[version.reference_id])
