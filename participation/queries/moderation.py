from django.db.models import Q, QuerySet

from participation.enums import Moderation
from participation.models import Comment, Subject


def subjects_to_rule_on(state: Moderation, words: str = "") -> QuerySet[Subject]:
    """What residents handed in, in one state, with what a moderator looks for in its title or number.

    What waits comes longest waiting first, all else newest first.
    """
    found = Subject.objects.filter(moderation=state).select_related("reference", "consultation_round")
    if words:
        found = found.filter(Q(label__icontains=words) | Q(reference__string__icontains=words))
    return (
        found.order_by("submitted_at", "pk") if state == Moderation.AWAITING else found.order_by("-submitted_at", "-pk")
    )


def comments_to_rule_on(words: str = "") -> QuerySet[Comment]:
    """Comments as they came in, newest first: they are public at once and read afterwards; without what was taken back."""
    found = Comment.objects.exclude(moderation=Moderation.WITHDRAWN).select_related("subject__reference")
    if words:
        found = found.filter(
            Q(text__icontains=words) | Q(author_name__icontains=words) | Q(subject__reference__string__icontains=words)
        )
    return found.order_by("-posted_at", "-pk")
