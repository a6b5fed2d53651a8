from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from base.models import PublishedVersion
from participation.enums import ChangeState, Moderation
from participation.models import Change, Draft, Subject


def waiting_changes() -> QuerySet[Change]:
    """New texts of public proposals on which a moderator rules, longest waiting first."""
    return Change.objects.filter(state=ChangeState.WAITING, subject__moderation=Moderation.VISIBLE).select_related(
        "subject__reference", "subject__consultation_round__reference", "subject__author"
    )


def own_change(subject: Subject, person: Any) -> Draft | None:
    """The new text that the author is writing."""
    return Draft.objects.filter(owner=person, changes=subject, became__isnull=True).order_by("-saved_at").first()


def versions_of(references: Iterable[int]) -> dict[int, list[PublishedVersion]]:
    """Per reference (its key) its public versions without their words, the first one first; none of what was withdrawn."""
    found = PublishedVersion.objects.filter(reference__in=list(references), reference__is_public=True)
    by_reference: dict[int, list[PublishedVersion]] = {}
    for version in found.select_related("reference", "withdrawal").order_by("number", "correction", "pk"):
        if not version.is_withdrawn:
            by_reference.setdefault(version.reference_id, []).append(version)
    return by_reference


def since(versions: list[PublishedVersion], at: datetime) -> tuple[PublishedVersion, PublishedVersion] | None:
    """The version that was in force at a moment and the one that is now, where it changed in between."""
    then = [one for one in versions if one.published_at <= at]
    if not then or then[-1] == versions[-1]:
        return None
    return then[-1], versions[-1]
