from typing import Any

from django.db.models import QuerySet

from participation.models import Comment, Report

ABOUT = ("subject__reference", "comment__subject__reference", "ruling", "person")


def report_of_key(key: str) -> Report | None:
    return Report.objects.select_related(*ABOUT).filter(key=key).first() if key else None


def report_by_pk(pk: int) -> Report | None:
    return Report.objects.select_related(*ABOUT).filter(pk=pk).first()


def own_reports(person: Any) -> QuerySet[Report]:
    return Report.objects.filter(person=person).select_related(*ABOUT).order_by("-received_at", "-pk")


def reportable_comment(number: int) -> Comment | None:
    return (
        Comment.objects.select_related(
            "subject__reference", "subject__consultation_round", "annotation__version__reference"
        )
        .filter(pk=number)
        .first()
    )
