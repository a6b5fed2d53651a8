from typing import Any

from django.db.models import Q, QuerySet

from participation.enums import MergeState, Moderation
from participation.models import Merge, MergeAnswer, Subject
from participation.queries.co_author import is_leading_author


def open_merge(subject: Subject) -> Merge | None:
    """The question that is open about it, with every answer."""
    return _merges().filter(state=MergeState.OPEN, answers__subject=subject).first()


def past_merges(subject: Subject) -> list[Merge]:
    return list(_merges().exclude(state=MergeState.OPEN).filter(answers__subject=subject).distinct())


def _merges() -> QuerySet[Merge]:
    return Merge.objects.select_related("kept__reference").prefetch_related("answers__subject__reference")


def own_merge_answers(person: Any) -> list[MergeAnswer]:
    """What somebody is asked about their proposals and has not answered."""
    found = _answers().filter(merge__state=MergeState.OPEN, agrees__isnull=True)
    theirs = found.filter(Q(subject__author=person) | Q(subject__co_authors__person=person)).distinct()
    return [one for one in theirs.order_by("pk") if is_leading_author(person, one.subject)]


def own_answer(person: Any, number: int) -> MergeAnswer | None:
    found = _answers().filter(pk=number).first()
    return found if found is not None and is_leading_author(person, found.subject) else None


def _answers() -> QuerySet[MergeAnswer]:
    answers = MergeAnswer.objects.select_related("subject__reference", "subject__author", "merge__kept__reference")
    return answers.prefetch_related("subject__co_authors__person")


def parts_of(subject: Subject) -> list[Subject]:
    """What became part of it, by its number."""
    return list(subject.parts.select_related("reference").order_by("reference__year", "reference__number"))


def related_to(subject: Subject) -> list[Subject]:
    """The public proposals that a moderator put beside it."""
    related = Q(relations_forth__other=subject) | Q(relations_back__one=subject)
    found = Subject.objects.filter(related, moderation=Moderation.VISIBLE).select_related("reference")
    return list(found.order_by("reference__year", "reference__number"))
