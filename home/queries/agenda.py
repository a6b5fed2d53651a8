from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from base.actions.published_version import is_translation
from base.enums import StationState
from base.instants import day
from base.models import PublishedVersion, Reference
from base.queries.published_version import versions_in_force
from base.thread import Station, in_order, with_next
from home.enums import WORD_TONES, PublicWord
from home.models import AgendaItemPage, AgendaPage, ItemState
from participation.enums import RoundState
from participation.models import ConsultationRound
from participation.queries.consultation_round import standing
from proposals.models import Decision
from proposals.queries.consultation_round import listed_rounds
from proposals.queries.decision import decisions_about
from proposals.queries.thread import decision_station, phase_station, result_station


@dataclass
class AgendaEntry:
    """An agenda item as the public sees it: its version in force, its rounds and decisions, its thread, one word."""

    reference: Reference
    version: PublishedVersion
    url: str
    rounds: list[ConsultationRound] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    versions: list[PublishedVersion] = field(default_factory=list)
    state: ItemState | None = None

    @property
    def other_language(self) -> str:
        """The language of the text where it is not the reader's; nothing where it is."""
        return "" if self.version.language == get_language() else self.version.language

    @property
    def content(self) -> dict[str, Any]:
        return self.version.content

    def stations(self, at: datetime) -> list[Station]:
        stations = [
            Station(label=version_label(version), at=version.published_at, when=day(version.published_at))
            for version in self.versions
        ]
        for one in self.rounds:
            stations.extend(phase_station(phase, at) for phase in one.phases.all())
            if one.method:
                stations.append(result_station(one))
        stations.extend(decision_station(decision) for decision in self.decisions)
        waiting = {one.pk for one in self.rounds} - {decision.consultation_round_id for decision in self.decisions}
        if waiting or not self.decisions:
            stations.append(Station(label=_("The decision"), at=None, state=StationState.LATER))
        return with_next(in_order(stations))

    def public_word(self, at: datetime) -> PublicWord:
        """Where the item is, in one of five words. What the clock says of its rounds goes before what an editor chose."""
        states = [standing(one, at).state for one in self.rounds]
        if RoundState.OPEN in states:
            return PublicWord.TAKE_PART
        # A round without a vote stays closed for ever: what was decided or done since says more.
        voted = [standing(one, at).state for one in self.rounds if one.method]
        if RoundState.BETWEEN in states or RoundState.CLOSED in voted or RoundState.COUNTED in voted:
            return PublicWord.WEIGHING
        happened = [self.state.word] if self.state is not None else []
        if self.decisions:
            happened.append(PublicWord.DECISION)
        elif RoundState.PUBLISHED in states or RoundState.CLOSED in states:
            happened.append(PublicWord.WEIGHING)
        return max(happened, key=list(PublicWord).index, default=PublicWord.PREPARING)

    def word(self, at: datetime) -> tuple[str, str]:
        """The public word with the tone of its stamp."""
        word = self.public_word(at)
        return str(word.label), WORD_TONES[word]


def version_label(version: PublishedVersion) -> str:
    if version.number == 1 and not version.correction:
        return _("Put on the agenda")
    return _("Version %(number)s") % {"number": version.label}


def agenda_entries(page: AgendaPage, language: str) -> list[AgendaEntry]:
    """The items of an edition in the order of their numbers, in a fixed number of queries."""
    items = list(page.get_children().live())
    keys = {item.translation_key: item for item in items}
    references = {reference.pk: reference for reference in Reference.objects.filter(translation_key__in=keys)}
    entries = _entries(references, language, lambda reference: keys[reference.translation_key].url)
    return sorted(entries, key=lambda entry: (entry.reference.year, entry.reference.number))


def agenda_entry(reference: Reference, language: str) -> AgendaEntry | None:
    return next(iter(_entries({reference.pk: reference}, language, lambda _reference: "")), None)


def agenda_item_page(reference: str) -> AgendaItemPage | None:
    """The desk of an item by its reference, in its source language: rounds about it stand under this page."""
    keys = Reference.objects.filter(string=reference).values("translation_key")
    pages = AgendaItemPage.objects.filter(translation_key__in=keys).order_by("pk")
    return next((page for page in pages if not is_translation(page)), None)


def _entries(references: dict[int, Reference], language: str, url_of: Any) -> list[AgendaEntry]:
    versions = versions_in_force(references, language)
    entries = {
        pk: AgendaEntry(reference=references[pk], version=version, url=url_of(references[pk]))
        for pk, version in versions.items()
    }
    for one in listed_rounds().filter(about__in=references).order_by("put_in_force_at", "pk"):
        if one.about_id in entries:
            entries[one.about_id].rounds.append(one)
    for decision in decisions_about(references.values()):
        if decision.about_id in entries:
            entries[decision.about_id].decisions.append(decision)
    for state in ItemState.objects.filter(reference__in=references).order_by("since", "pk"):
        if state.reference_id in entries:
            entries[state.reference_id].state = state
    for version in _milestones(references, {pk: found.language for pk, found in versions.items()}):
        entries[version.reference_id].versions.append(version)
    return list(entries.values())


def _milestones(references: Iterable[int], languages: dict[int, str]) -> list[PublishedVersion]:
    """The numbered versions (no corrections) of each reference in one language, oldest first."""
    found = PublishedVersion.objects.filter(reference__in=list(references), correction=0).order_by("number", "pk")
    return [version for version in found if version.language == languages.get(version.reference_id)]
