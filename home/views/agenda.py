from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from base import clock
from base.citable import labels
from base.queries.published_version import newer_elsewhere
from base.templatetags.components import money
from home.queries.agenda import AgendaEntry, agenda_entries, agenda_entry
from participation.enums import RoundState
from proposals.queries.consultation_round import RoundCard, cards_of
from proposals.views.now import Now, decided, nows_of

if TYPE_CHECKING:
    from home.models import AgendaItemPage, AgendaPage


def agenda_context(request: HttpRequest, *, page: "AgendaPage") -> dict[str, Any]:
    now = clock.now()
    tag = request.GET.get("theme", "")
    everything = agenda_entries(page, page.locale.language_code)
    entries = [entry for entry in everything if not tag or tag in labels(entry.content, "tags")]
    themes = sorted({name for entry in everything for name in labels(entry.content, "tags")})
    return {
        "entries": [(entry, entry.stations(now), entry.word(now)) for entry in entries],
        "themes": themes,
        "theme_links": _theme_links(themes, tag),
    }


def agenda_item_context(request: HttpRequest, *, page: "AgendaItemPage") -> dict[str, Any]:
    now = clock.now()
    reference = page.reference
    entry = agenda_entry(reference, page.locale.language_code) if reference is not None else None
    if entry is None:
        return {}
    cards = cards_of(entry.rounds, page.locale.language_code, now)
    shown = nows_of(reversed(cards), entry.decisions, request.user, now)
    parent = page.get_parent()
    return {
        "entry": entry,
        "newer": newer_elsewhere(entry.version),
        "stations": entry.stations(now),
        "word": entry.word(now),
        "round_cards": shown,
        "now": _what_now(shown, entry),
        "tags": [{"label": name} for name in labels(entry.content, "tags")],
        "facts": _facts(entry),
        "crumbs": [{"label": parent.title, "url": parent.get_url(request)}],
    }


def _what_now(shown: list[tuple[RoundCard, Now]], entry: AgendaEntry) -> Now:
    """The box of the round that is open, or otherwise what comes next."""
    by_state = {card.standing.state: now for card, now in shown}
    for state in (RoundState.OPEN, RoundState.BETWEEN, RoundState.ANNOUNCED, RoundState.CLOSED, RoundState.COUNTED):
        if state in by_state:
            return by_state[state]
    if entry.decisions:
        return decided(entry.decisions[-1])
    if RoundState.PUBLISHED in by_state:
        return by_state[RoundState.PUBLISHED]
    return Now(
        title=_("Nothing is open on this item now"),
        body=_("With 'Start something yourself' you need not wait."),
        actions=[{"label": _("Start something yourself"), "url": reverse("begin"), "kind": "quiet"}],
    )


def _facts(entry: AgendaEntry) -> list[dict[str, str]]:
    content = entry.content
    amount, year = content.get("budget_amount"), content.get("budget_year")
    sums = ", ".join(str(part) for part in (money(amount), content.get("budget_source"), year) if part)
    period = "–".join(str(part) for part in (content.get("period_from"), content.get("period_to")) if part)
    facts = [(_("Owner"), content.get("owner")), (_("Period"), period), (_("Money"), sums)]
    return [{"label": label, "value": value} for label, value in facts if value]


def _theme_links(themes: list[str], current: str) -> list[dict[str, object]]:
    everything = {"label": _("all themes"), "url": "?", "current": not current}
    links = [{"label": name, "url": f"?{urlencode({'theme': name})}", "current": name == current} for name in themes]
    return [everything, *links]
