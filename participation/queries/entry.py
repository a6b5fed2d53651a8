from typing import Any

from django.db.models import Exists, F, OuterRef, Prefetch

from participation.enums import ENTERED, Moderation
from participation.models import Comment, PaperSupport, Scan, Subject


def latest_entered(most: int) -> list[Subject | Comment]:
    """What staff entered for somebody, of every kind, the newest first."""
    # The scans of lists of support stand where these are counted.
    own = Scan.objects.exclude(Exists(PaperSupport.objects.filter(scan=OuterRef("pk"))))
    subjects: list[Any] = list(
        Subject.objects.filter(channel__in=ENTERED)
        .select_related("reference")
        .prefetch_related(Prefetch("scans", own))
        .annotate(came_in=F("submitted_at"))
        .order_by("-pk")[:most]
    )
    comments: list[Any] = list(
        Comment.objects.filter(channel__in=ENTERED)
        .select_related("subject__reference")
        .prefetch_related("scans")
        .annotate(came_in=F("posted_at"))
        .order_by("-pk")[:most]
    )
    return sorted([*subjects, *comments], key=lambda one: one.came_in, reverse=True)[:most]


def is_said_before(subject: Subject, text: str) -> bool:
    """Whether the same words stand under a proposal already, whoever wrote them."""
    same = Comment.objects.filter(subject=subject, text=text.strip())
    return same.exclude(moderation=Moderation.WITHDRAWN).exists()
