from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language

from base import clock
from participation.enums import RoundState
from proposals.queries.consultation_round import round_cards
from proposals.queries.decision import latest_decisions
from proposals.views.now import now_of


def home_context(request: HttpRequest) -> dict[str, Any]:
    """What is open now, what comes, what was decided lately."""
    at = clock.now()
    cards = round_cards(str(get_language()), at)
    ordinary = [
        (card, now_of(card.consultation_round, card.standing, at))
        for card in cards
        if not card.consultation_round.is_standing
    ]
    open_now = {RoundState.OPEN, RoundState.BETWEEN}
    decisions = list(latest_decisions()[:3])
    decided = {decision.consultation_round_id for decision in decisions}
    counted = [
        (card, now)
        for card, now in ordinary
        if card.standing.state == RoundState.PUBLISHED and card.consultation_round.pk not in decided
    ]
    return {
        "open_cards": [(card, now) for card, now in ordinary if card.standing.state in open_now],
        "coming_cards": [(card, now) for card, now in ordinary if card.standing.state == RoundState.ANNOUNCED],
        "counted_cards": counted[:3],
        "standing_card": next((card for card in cards if card.consultation_round.is_standing), None),
        "decisions": decisions,
    }
