from typing import Any

from django.db.models import QuerySet

from participation.models import Recount, TallySheet


def recount_by_pk(pk: int) -> Recount | None:
    return _whole().filter(pk=pk).first()


def recount_under_way(sheet: TallySheet, person: Any) -> Recount | None:
    return _whole().filter(sheet=sheet, by=person, ended_at=None).first()


def last_recount(sheet: TallySheet, person: Any) -> Recount | None:
    return _whole().filter(sheet=sheet, by=person).last()


def _whole() -> QuerySet[Recount]:
    return Recount.objects.select_related("sheet__consultation_round__reference", "by", "asked", "deputy")
