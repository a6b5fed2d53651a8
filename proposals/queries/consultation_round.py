from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, Subquery

from base.queries.published_version import versions_in_force
from participation.enums import RoundState
from participation.models import ConsultationRound
from participation.models.consultation_round import ConsultationRoundQuerySet
from participation.queries.consultation_round import RoundStanding, standing
from proposals.models import ConsultationRoundPage


@dataclass(frozen=True)
class RoundCard:
    """A round in a list: its rules, where it is, its text in the reader's language (or the source's)."""

    consultation_round: ConsultationRound
    standing: RoundStanding
    content: dict[str, Any]
    language: str

    @property
    def title(self) -> str:
        return str(self.content.get("title") or self.consultation_round.title)


def who_decides() -> Subquery:
    """To annotate rounds with, as their page says it."""
    pages = ConsultationRoundPage.objects.filter(translation_key=OuterRef("reference__translation_key"), alias_of=None)
    return Subquery(pages.order_by("pk").values("who_decides")[:1])


def listed_rounds() -> ConsultationRoundQuerySet:
    """The rounds that lists and cards show: those whose page is published. A voter reaches the ballot of any."""
    pages = ConsultationRoundPage.objects.live().filter(alias_of=None)
    rounds = ConsultationRound.objects.with_phases().select_related("response_document__reference")
    return rounds.filter(reference__translation_key__in=pages.values("translation_key"))


def round_cards(language: str, at: datetime) -> list[RoundCard]:
    """Every listed round; open ones first, then what is to come, then what is over."""
    order = [
        RoundState.OPEN,
        RoundState.PAUSED,
        RoundState.BETWEEN,
        RoundState.UNDER_WAY,
        RoundState.ANNOUNCED,
        RoundState.CLOSED,
        RoundState.COUNTED,
        RoundState.PUBLISHED,
        RoundState.CANCELLED,
    ]
    cards = cards_of(listed_rounds().order_by("-put_in_force_at", "-pk"), language, at)
    return sorted(cards, key=lambda card: order.index(card.standing.state))


def cards_of(found: Iterable[ConsultationRound], language: str, at: datetime) -> list[RoundCard]:
    """Rounds with their texts, in the order given; one query for the texts."""
    rounds = list(found)
    texts = versions_in_force([one.reference_id for one in rounds], language)
    cards = []
    for one in rounds:
        version = texts.get(one.reference_id)
        cards.append(
            RoundCard(
                consultation_round=one,
                standing=standing(one, at),
                content=version.content if version else {},
                language=version.language if version else one.language,
            )
        )
    return cards


def counted_cards(cards: Iterable[RoundCard]) -> list[RoundCard]:
    """Those whose result is public, the newest count first."""
    counted = [card for card in cards if card.standing.state == RoundState.PUBLISHED]
    return sorted(counted, key=lambda card: str(card.consultation_round.counted_at), reverse=True)
