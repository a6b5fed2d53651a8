from django.db.models import QuerySet

from participation.enums import Moderation
from participation.models import Comment, Ruling, Subject


def awaiting_subjects() -> QuerySet[Subject]:
    """What moderators must read, longest waiting first."""
    return (
        Subject.objects.filter(moderation=Moderation.AWAITING)
        .select_related("reference", "consultation_round__reference")
        .order_by("submitted_at", "pk")
    )


def latest_comments() -> QuerySet[Comment]:
    """Comments as they came in, newest first: they are public at once and read afterwards."""
    return Comment.objects.select_related("subject__reference").order_by("-posted_at", "-pk")


def last_ruling(subject: Subject) -> Ruling | None:
    return subject.rulings.order_by("-at", "-pk").first()


def published_subjects() -> QuerySet[Subject]:
    """What is public, newest first, to look back at."""
    return Subject.objects.visible().select_related("reference", "consultation_round").order_by("-submitted_at", "-pk")
