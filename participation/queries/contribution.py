"""What somebody did, for their own page. Supports are not listed: a person sees theirs at the proposals themselves."""

from typing import Any

from django.db.models import QuerySet

from participation.models import Comment, Draft, PollBookEntry


def own_drafts(person: Any) -> QuerySet[Draft]:
    return (
        Draft.objects.filter(owner=person, became__isnull=True, form="proposal")
        .select_related("consultation_round__reference")
        .order_by("-saved_at")
    )


def own_comments(person: Any) -> QuerySet[Comment]:
    return Comment.objects.filter(author=person).select_related("subject__reference").order_by("-posted_at", "-pk")


def own_ballots(person: Any) -> QuerySet[PollBookEntry]:
    """That somebody voted and when; never what."""
    return (
        PollBookEntry.objects.filter(roll_entry__person=person)
        .select_related("consultation_round__reference")
        .order_by("-cast_at")
    )
