from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.utils import timezone

from base.queries.published_version import versions_in_force
from home.queries.agenda import agenda_entries, agenda_entry
from participation.enums import Act, RoundState
from participation.queries.consultation_round import standing
from proposals.queries.consultation_round import RoundCard

if TYPE_CHECKING:
    from home.models import AgendaItemPage, AgendaPage


def agenda_context(request: HttpRequest, *, page: "AgendaPage") -> dict[str, Any]:
    now = timezone.now()
    tag = request.GET.get("theme", "")
    everything = agenda_entries(page, page.locale.language_code)
    entries = [entry for entry in everything if not tag or tag in entry.content.get("tags", [])]
    themes = sorted({name for entry in everything for name in entry.content.get("tags", [])})
    return {
        "entries": [(entry, entry.stations(now), entry.word(now)) for entry in entries],
        "themes": themes,
        "theme": tag,
    }


def agenda_item_context(request: HttpRequest, *, page: "AgendaItemPage") -> dict[str, Any]:
    now = timezone.now()
    reference = page.reference
    entry = agenda_entry(reference, page.locale.language_code) if reference is not None else None
    if entry is None:
        return {}
    states = [(one, standing(one, now)) for one in entry.rounds]
    texts = versions_in_force((one.reference_id for one in entry.rounds), page.locale.language_code)
    cards = [
        RoundCard(
            consultation_round=one,
            standing=state,
            content=texts[one.reference_id].text.content if one.reference_id in texts else {},
            language=texts[one.reference_id].language if one.reference_id in texts else one.language,
        )
        for one, state in states
    ]
    open_card = next((card for card in cards if card.standing.state == RoundState.OPEN), None)
    return {
        "entry": entry,
        "stations": entry.stations(now),
        "word": entry.word(now),
        "round_cards": cards,
        "open_card": open_card,
        "open_acts": {act.name.lower(): open_card.consultation_round.permits(act, now) for act in Act} if open_card else {},
    }

