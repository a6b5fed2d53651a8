from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet

from accounts.enums import Role
from participation.enums import Moderation, RulingKind
from participation.models import Appeal, CoAuthor, Hold, Ruling
from participation.models.about import of
from participation.moderation_rules import appeals_until, refusal_to_appeal

ABOUT = ("subject__reference", "comment__subject__reference")


def ruling_by_pk(pk: int) -> Ruling | None:
    return Ruling.objects.select_related(*ABOUT, "takes_back").filter(pk=pk).first()


def own_rulings(person: Any) -> QuerySet[Ruling]:
    """What moderators ruled about somebody's words, newest first; not that they were let through."""
    told = Q(kind__in=[RulingKind.HIDE, RulingKind.TAKE_BACK]) | Q(decided_appeals__isnull=False)
    together = CoAuthor.objects.filter(person=person).values("subject")
    mine = Q(subject__author=person) | Q(subject__in=together) | Q(comment__author=person)
    return Ruling.objects.filter(mine & told).select_related(*ABOUT).order_by("-at", "-pk").distinct()


@dataclass(frozen=True)
class Statement:
    """The statement of reasons (article 17 of the DSA) about one ruling, for the author."""

    ruling: Ruling
    # A rule let the words wait before a moderator ruled.
    hold: Hold | None
    # The objection that this ruling decided, and the author's own to this ruling.
    decided: Appeal | None
    appeal: Appeal | None
    until: datetime
    refusal: str

    @property
    def hides(self) -> bool:
        return after(self.ruling) == Moderation.HIDDEN

    @property
    def state(self) -> Moderation:
        return after(self.ruling)


def statement_of(ruling: Ruling, person: Any, at: datetime) -> Statement:
    return Statement(
        ruling=ruling,
        hold=Hold.objects.filter(**of(ruling.target)).first(),
        decided=ruling.decided_appeals.first(),
        appeal=ruling.appeals.filter(report__isnull=True).first(),
        until=appeals_until(ruling),
        refusal=refusal_to_appeal(person, ruling, None, at),
    )


def after(ruling: Ruling) -> Moderation:
    """The state that a ruling brought about."""
    if ruling.takes_back is not None:
        return Moderation(ruling.takes_back.state_before)
    return Moderation.HIDDEN if ruling.kind == RulingKind.HIDE else Moderation.VISIBLE


def moderators() -> QuerySet[Any]:
    """Whom the desk's own mails go to: people with the role, and not whoever may do everything."""
    people = get_user_model().objects.filter(groups__name=Role.MODERATOR, is_active=True).exclude(email="")
    return people.order_by("pk").distinct()
