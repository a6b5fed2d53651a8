from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language

from base import clock
from participation.enums import RoundState
from participation.queries.consultation_round import RoundStanding
from participation.queries.ordinance import rights, rounds_under_ordinance
from participation.request_words import beginnings
from proposals.queries.consultation_round import counted_cards, round_cards
from proposals.queries.decision import latest_decisions
from proposals.views.now import nows_of


def home_context(request: HttpRequest) -> dict[str, Any]:
    """What is open now, what comes, what was decided and counted lately."""
    at = clock.now()
    cards = round_cards(str(get_language()), at)
    decisions = list(latest_decisions())
    ordinary = nows_of([card for card in cards if not card.consultation_round.is_standing], decisions, request.user, at)
    bound = rounds_under_ordinance(at)
    decided = {decision.consultation_round_id for decision in decisions}
    counted = [card for card in counted_cards(cards) if card.consultation_round.pk not in decided]
    return {
        "open_cards": [(card, now) for card, now in ordinary if _is_open_or_goes_on(card.standing)],
        "coming_cards": [(card, now) for card, now in ordinary if card.standing.state == RoundState.ANNOUNCED],
        "counted_cards": counted[:3],
        "standing_card": next(
            (card for card in cards if card.consultation_round.is_standing and card.consultation_round.pk not in bound),
            None,
        ),
        "rights": beginnings(rights(at)),
        "decisions": decisions[:3],
    }


def _is_open_or_goes_on(standing: RoundStanding) -> bool:
    is_on = standing.state in (RoundState.OPEN, RoundState.PAUSED, RoundState.BETWEEN)
    return is_on or (standing.state == RoundState.UNDER_WAY and standing.next_phase is not None)
