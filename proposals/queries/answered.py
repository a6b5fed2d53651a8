"""What somebody said of that which was answered, in their own words."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from proposals.models import AnsweredContribution, ResponseRow

OWN = ("comment__author", "subject__author", "subject__co_authors__person", "formal_view__sender__person")


def of_person(person: Any) -> Q:
    """Of answered contributions those that are somebody's."""
    found = Q()
    for name in OWN:
        found |= Q(**{name: person})
    return found


def with_words(links: QuerySet[AnsweredContribution]) -> QuerySet[AnsweredContribution]:
    """Read with the names of what they are about, as `words_of` needs them."""
    return links.select_related("comment__annotation", "subject__reference", "formal_view__reference")


def words_of(link: AnsweredContribution) -> str:
    """What was said, or its number where that is all there is; of `with_words`."""
    if link.comment is not None:
        return link.comment.text or str(link.comment)
    if link.subject is not None:
        return link.subject.public_label
    return link.formal_view.reference.string if link.formal_view is not None else ""


def own_words(person: Any, rows: Iterable[ResponseRow]) -> dict[int, list[str]]:
    """By the key of each row what somebody said of it; one query."""
    found: dict[int, list[str]] = defaultdict(list)
    links = AnsweredContribution.objects.filter(of_person(person), row__in=[row.pk for row in rows]).distinct()
    for link in with_words(links).order_by("pk"):
        found[link.row_id].append(words_of(link))
    return found
