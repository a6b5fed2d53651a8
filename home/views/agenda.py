from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from base import clock
from base.citable import labels
from base.enums import StationState
from base.instants import day
from base.queries.published_version import lag_of_version
from base.templatetags.components import money
from base.thread import Station, happened
from base.version_words import shown_parts
from home.enums import ItemStep, PublicWord
from home.item_coming import Coming
from home.item_facts import ItemFacts
from home.item_log import Records
from home.item_stations import SHOWN
from home.queries.agenda import (
    AgendaChoice,
    AgendaEntry,
    agenda_entries,
    agenda_entry,
    chosen_from,
    latest_changes,
    listed_references,
)
from home.queries.item_life import ItemWay, way_of
from home.views.item_now import item_now
from home.views.published_version import who_cites
from participation.queries.annotation import round_to_react_in
from participation.views.annotation import passage_links
from participation.views.follow import follow_block
from proposals.queries.consultation_round import cards_of
from proposals.views.commitment import card
from proposals.views.council import voted_cards
from proposals.views.motion import motion_cards
from proposals.views.now import nows_of

# What the agenda can be looked through by: taxonomies of the text, each by the codes of its terms.
FILTERS = {
    "action_kinds": gettext_lazy("Kind of action"),
    "feature_areas": gettext_lazy("UNESCO area"),
    "target_groups": gettext_lazy("For whom"),
    "areas": gettext_lazy("Neighbourhood"),
}
CHANGES = 5
PER_PAGE = 30

if TYPE_CHECKING:
    from home.models import AgendaItemPage, AgendaPage


def agenda_context(request: HttpRequest, *, page: "AgendaPage") -> dict[str, Any]:
    """A page of the items of an edition, those that are asked for; with `whole` every one to its last word, for paper."""
    now, language = clock.now(), page.locale.language_code
    whole = "whole" in request.GET
    terms = chosen_from(page, language)
    choice = _choice(request)
    references = listed_references(page, language, choice, now)
    page_obj = Paginator(references, PER_PAGE).get_page(request.GET.get("page"))
    entries = agenda_entries(page, references if whole else page_obj, language)
    return {
        "page_obj": page_obj,
        "base_query": urlencode({name: code for name, code in _asked(choice).items() if code}),
        "entries": [] if whole else [(entry, entry.stations(now), entry.word(now)) for entry in entries],
        "whole": [(entry, shown_parts(entry.version), entry.word(now)) for entry in entries] if whole else [],
        "theme_links": _theme_links([label for _code, label in terms.get("tags", [])], choice.theme),
        "filters": _filters(terms, choice),
        "is_filtered": bool(choice),
        "changes": latest_changes(references, language, CHANGES),
    }


def _choice(request: HttpRequest) -> AgendaChoice:
    """What the address asks for; a term that no item has fits nothing."""
    word = request.GET.get("state", "")
    return AgendaChoice(
        terms={name: request.GET[name] for name in FILTERS if request.GET.get(name)},
        theme=request.GET.get("theme", ""),
        word=PublicWord(word) if word in PublicWord.values else None,
    )


def _asked(choice: AgendaChoice) -> dict[str, str]:
    """The parameters of the address that say the same."""
    return choice.terms | {"theme": choice.theme, "state": choice.word.value if choice.word else ""}


def agenda_item_context(request: HttpRequest, *, page: "AgendaItemPage") -> dict[str, Any]:
    now = clock.now()
    reference = page.reference
    entry = agenda_entry(reference, page.locale.language_code) if reference is not None else None
    if entry is None:
        return {}
    way = way_of(entry.reference, now)
    if way is not None:
        entry.votes, entry.way_stations = way.facts.votes, _way_stations(way)
        entry.tells_decision = way.told is not None and way.told.step == ItemStep.ADOPTED
        if way.by_clock:
            # Stamp, box and facts say at once what the clock made of it, as the thread does.
            entry.state = way.by_clock_now
        elif way.facts.states:
            # After a mistake that was taken back: since when, and why, it was what it is again.
            entry.state = way.facts.states[-1]
    cards = cards_of(entry.rounds, page.locale.language_code, now)
    if len(cards) > 1:
        entry.round_titles = {card.consultation_round.pk: (card.title, card.language) for card in cards}
    facts = way.facts if way is not None else ItemFacts(entry.reference)
    shown = nows_of(reversed(cards), entry.decisions, request.user, now)
    parent = page.get_parent()
    return {
        **who_cites(entry.version),
        **_following(request, entry),
        "links": passage_links(entry.version, round_to_react_in(entry.rounds, now), now),
        "entry": entry,
        "lag": lag_of_version(entry.version),
        "stations": entry.stations(now),
        "word": entry.word(now),
        "round_cards": shown,
        "promises": [card(one, timezone.localtime(now).date()) for one in facts.promises],
        "papers": voted_cards(facts.voted_papers) + motion_cards(facts.motions, page.locale.language_code),
        "not_in_text": facts.not_in_text,
        "now": item_now(shown, entry, way, now),
        "tags": [{"label": name} for name in labels(entry.content, "tags")],
        "facts": _facts(entry, now),
        "crumbs": [{"label": parent.title, "url": parent.get_url(request)}],
    }


def _way_stations(way: ItemWay) -> list[Station]:
    """What the clock made of the item since its last step by hand, and what comes next, by when."""
    stations = [
        Station(
            label=_("Vote of the council"),
            of=vote.paper.title,
            of_language=settings.LANGUAGE_CODE,
            at=happened(vote.meeting.held_on, vote.recorded_at),
            when=day(vote.meeting.held_on),
            url=reverse("council_vote", args=[vote.pk]),
            stamp=vote.get_outcome_display(),
            stamp_tone=vote.tone,
        )
        for vote in way.facts.votes
    ]
    stations += [
        Station(label=capfirst(str(step.label)), at=since, when=day(since))
        for step, since in way.by_clock[-1:]
        if step in SHOWN
    ]
    if way.told is not None:
        stations.append(_coming_station(way.told, way.at))
    return stations


def _coming_station(coming: Coming, at: datetime) -> Station:
    point = coming.point
    return Station(
        label=capfirst(coming.words),
        at=happened(coming.on, at) if coming.on is not None else None,
        when=coming.when,
        said=point.reason if point is not None else "",
        said_language=settings.LANGUAGE_CODE,
        url=point.meeting.url if point is not None else "",
        stamp=_("late") if coming.is_late(at) else "",
        stamp_tone="amber",
        state=StationState.LATER,
    )


def _following(request: HttpRequest, entry: AgendaEntry) -> dict[str, Any]:
    block = follow_block(request, entry.reference)
    if block["follow"]:
        block["follow"]["dates_url"] = reverse("item_dates", args=[entry.reference.string])
    return block


def _facts(entry: AgendaEntry, at: datetime) -> list[dict[str, str]]:
    content = entry.content
    amount, year = content.get("budget_amount"), content.get("budget_year")
    sums = ", ".join(str(part) for part in (money(amount), content.get("budget_source"), year) if part)
    period = "–".join(str(part) for part in (content.get("period_from"), content.get("period_to")) if part)
    state = entry.state
    # What the clock says of its rounds goes before a step: one of another word says where it was.
    word, is_asked = entry.public_word(at), state is not None and state.step == ItemStep.IN_CONSULTATION
    is_here = state is not None and (PublicWord.TAKE_PART if is_asked else state.word) == word
    records = Records(entry.decisions, entry.publications, entry.votes)
    exactly = f"{state.get_step_display()}, {day(records.happened_on(state))}" if state is not None and is_here else ""
    facts = [
        (_("Owner"), content.get("owner")),
        (_("Partners"), content.get("partners")),
        (_("Period"), period),
        (_("Money"), sums),
        (_("Exact state"), exactly),
        (_("Where it came from"), (content.get("origin") or {}).get("label")),
        *((label, ", ".join(labels(content, name))) for name, label in FILTERS.items()),
    ]
    return [{"label": str(label), "value": value} for label, value in facts if value]


def _filters(terms: dict[str, list[tuple[str, str]]], choice: AgendaChoice) -> list[dict[str, Any]]:
    """A choice per taxonomy, of the terms that items have; none for a taxonomy that would choose nothing."""
    filters = [
        {"name": name, "label": label, "options": terms[name], "chosen": choice.terms.get(name, "")}
        for name, label in FILTERS.items()
        if name in terms
    ]
    words = [(word.value, word.label) for word in PublicWord]
    chosen = choice.word.value if choice.word else ""
    return [*filters, {"name": "state", "label": _("Where it is"), "options": words, "chosen": chosen}]


def _theme_links(themes: list[str], current: str) -> list[dict[str, object]]:
    everything = {"label": _("all themes"), "url": "?", "current": not current}
    links = [{"label": name, "url": f"?{urlencode({'theme': name})}", "current": name == current} for name in themes]
    return [everything, *links]
