"""What somebody did, for their own page."""

from typing import Any

from django.db.models import QuerySet

from participation.models import Comment, Draft, PollBookEntry, Subject, Support


def own_drafts(person: Any) -> QuerySet[Draft]:
    return (
        Draft.objects.filter(owner=person, became__isnull=True, form__in=["proposal", "formal_view"])
        .select_related("consultation_round__reference", "changes__reference")
        .order_by("-saved_at")
    )


def kept_comment(person: Any, subject: Subject, parent: Comment | None) -> Draft | None:
    """What somebody wanted to say here, and could not at that hour."""
    if not person.is_authenticated:
        return None
    drafts = Draft.objects.filter(owner=person, form="comment", consultation_round=subject.consultation_round)
    return (
        drafts.filter(data__subject=subject.reference.string, data__parent=str(parent.pk) if parent else "")
        .order_by("-saved_at")
        .first()
    )


def own_comments(person: Any) -> QuerySet[Comment]:
    return (
        Comment.objects.filter(author=person)
        .select_related("subject__reference", "annotation__version__reference")
        .order_by("-posted_at", "-pk")
    )


def own_supports(person: Any) -> list[Support]:
    """What they support now, newest first; what is not public any more keeps its number alone."""
    # What became part of another proposal is supported there.
    supports = Support.objects.filter(supporter=person, subject__merged_into__isnull=True).select_related(
        "subject__reference", "subject__consultation_round"
    )
    supports = supports.prefetch_related("subject__consultation_round__phases", "subject__state_events").order_by(
        "-given_at", "-pk"
    )
    return list(supports)


def own_ballots(person: Any) -> QuerySet[PollBookEntry]:
    """That somebody voted and when; never what."""
    return (
        PollBookEntry.objects.filter(roll_entry__person=person)
        .select_related("consultation_round__reference")
        .order_by("-cast_at")
    )
