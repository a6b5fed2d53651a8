from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.db.models import Case, Exists, Max, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Greatest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from base.enums import ReferenceKind, StationState
from base.instants import day
from base.models import PublishedVersion, Reference, Withdrawal
from base.queries.published_version import IN_FORCE, in_force_by_language, versions_in_force
from base.queries.translation import is_translation
from base.thread import Station, in_order, with_next
from home.enums import CARRIED_OUT, OVER, PUBLIC_WORD, STEP_TONES, WORD_TONES, ItemStep, PublicWord
from home.item_log import Records
from home.item_stations import executive_word, shown_steps, way_station
from home.models import AgendaItemPage, AgendaPage, ItemState, ItemTerm
from home.models.agenda import is_empty
from home.queries.item_life import states_of
from participation.enums import ASKING, RoundState
from participation.models import ConsultationRound, Phase
from participation.queries.consultation_round import RoundStanding, asking_span, standing, state_at
from proposals.models import CouncilVote, Decision, OfficialPublication
from proposals.queries.consultation_round import listed_rounds, who_decides
from proposals.queries.decision import decisions_about
from proposals.queries.response_document import silent_rounds
from proposals.queries.thread import decision_station, owed_stations, round_stations
from proposals.response_rules import owes_answers


@dataclass(frozen=True)
class AgendaChoice:
    """What of an agenda is asked for: terms by their codes, a theme by its name, where it is; all empty is everything."""

    terms: dict[str, str] = field(default_factory=dict)
    theme: str = ""
    word: PublicWord | None = None

    def __bool__(self) -> bool:
        return bool(self.terms or self.theme or self.word)


# Of a vote: people voted, and nobody decided on it yet. Of any round: something was said in it.
_UNDECIDED = frozenset({RoundState.UNDER_WAY, RoundState.CLOSED, RoundState.COUNTED})
_ASKED = frozenset({RoundState.UNDER_WAY, RoundState.CLOSED, RoundState.PUBLISHED})


@dataclass(kw_only=True)
class AgendaStanding:
    """Where an agenda item is: its rounds, its decisions, and the newest of its states."""

    reference: Reference
    rounds: list[ConsultationRound] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    states: list[ItemState] = field(default_factory=list)
    state: ItemState | None = None

    def public_word(self, at: datetime) -> PublicWord:
        """Where the item is, in one of five words. Where it ended says its step; before that what the clock says of its
        rounds goes before the step."""
        if self.state is not None and self.state.step in OVER:
            return self.state.word
        standings = [standing(one, at) for one in self.rounds]
        if any(one.state == RoundState.OPEN and self._is_asked_in(one) for one in standings):
            return PublicWord.TAKE_PART
        if self.state is not None and self.state.step in CARRIED_OUT:
            return self.state.word
        states = {one.state for one in standings}
        # A round without a vote stays closed for ever: what was decided or done since says more. One that a decision names was weighed.
        decided = {one.consultation_round_id for one in self.decisions}
        undecided = [found for found in self._to_decide(standings) if found[0].pk not in decided]
        voted = {found.state for one, found in undecided if one.method}
        goes_on = any(found.state == RoundState.UNDER_WAY and found.next_phase is not None for _one, found in undecided)
        if {RoundState.BETWEEN, RoundState.PAUSED} & {found.state for _one, found in undecided} or goes_on:
            return PublicWord.WEIGHING
        if _UNDECIDED & voted:
            return PublicWord.WEIGHING
        happened = [self.state.word] if self.state is not None else []
        if self.decisions:
            happened.append(PublicWord.DECISION)
        elif states & _ASKED:
            happened.append(PublicWord.WEIGHING)
        return max(happened, key=list(PublicWord).index, default=PublicWord.PREPARING)

    def word(self, at: datetime) -> tuple[str, str]:
        """The public word with the tone of its stamp; of an item that ended how it did."""
        word = self.public_word(at)
        if self.state is not None and self.state.step in STEP_TONES and word != PublicWord.TAKE_PART:
            return str(self.state.get_step_display()), STEP_TONES[ItemStep(self.state.step)]
        told = executive_word(self.state, self.decisions, self.rounds) if word == PublicWord.DECISION else None
        return told or (str(word.label), WORD_TONES[word])

    def _is_asked_in(self, one: RoundStanding) -> bool:
        """Whether a phase that is open asks about what still is: what was carried out is only evaluated."""
        state = self.state
        since = state.since if state is not None and state.step in CARRIED_OUT else None
        return any(
            phase.kind in ASKING
            and (since is None or phase.starts_at >= since or phase.consultation_round.is_evaluation)
            for phase in one.open_phases
        )

    def _to_decide(self, standings: list[RoundStanding]) -> list[tuple[ConsultationRound, RoundStanding]]:
        """Of each round where it is; in what evaluates the item nothing waits for a decision."""
        return [found for found in zip(self.rounds, standings, strict=True) if not found[0].is_evaluation]


@dataclass(kw_only=True)
class AgendaEntry(AgendaStanding):
    """An agenda item as the public sees it: its version in force, its rounds and decisions, its thread, one word."""

    version: PublishedVersion
    url: str
    versions: list[PublishedVersion] = field(default_factory=list)
    publications: list[OfficialPublication] = field(default_factory=list)
    votes: list[CouncilVote] = field(default_factory=list)
    # Of an item that ended, the keys of the rounds in which nobody reacted.
    silent: set[int] = field(default_factory=set)
    # Of one item alone (home.views.agenda): what the clock did since the last step and what is due, and of several rounds, by their
    # keys, what each is called and in which language.
    way_stations: list[Station] = field(default_factory=list)
    # Among these stands that it is decided on, and when.
    tells_decision: bool = False
    round_titles: dict[int, tuple[str, str]] = field(default_factory=dict)

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
            stations.extend(self._of(one.pk, station) for station in round_stations(one, at))
        stations.extend(self._of(one.consultation_round_id, decision_station(one)) for one in self.decisions)
        stations.extend(self._way_stations())
        stations.extend(self.way_stations)
        if self.state is not None and self.state.step in OVER:
            # Where it ended nothing of it is now or still to come but the answer to what people said.
            reached = [one for one in stations if one.state == StationState.REACHED]
            waiting = [one for one in self.rounds if one.pk not in self.silent or not owes_answers(one, at)]
            owed = [self._of(one.pk, station) for one in waiting for station in owed_stations(one, at)]
            return with_next(in_order([*reached, *owed]))
        is_decided = self.decisions and all(self._is_decided(one) for one in self.rounds if not one.is_evaluation)
        if not is_decided and not self.tells_decision:
            stations.append(Station(label=_("The decision"), at=None, state=StationState.LATER))
        return with_next(in_order(stations))

    def _is_decided(self, consultation_round: ConsultationRound) -> bool:
        """By a decision that follows the round, or one on the item alone since it ended."""
        span = asking_span(consultation_round)
        ended_on = timezone.localtime(span[1]).date() if span is not None else date.max
        return any(
            one.consultation_round_id == consultation_round.pk
            or (one.consultation_round_id is None and one.decided_on >= ended_on)
            for one in self.decisions
        )

    def _way_stations(self) -> list[Station]:
        """What was a mistake stays readable, and that it was one."""
        records = Records(self.decisions, self.publications, self.votes)
        mistakes = {one.takes_back_id for one in self.states}
        shown = shown_steps(self.states, self.decisions)
        return [way_station(one, records, is_mistake=one.pk in mistakes) for one in shown]

    def _of(self, consultation_round: int | None, station: Station) -> Station:
        """A step of a round; which one, where there are several."""
        title, language = self.round_titles.get(consultation_round or 0, ("", ""))
        return replace(station, of=title, of_language=language)


@dataclass(frozen=True)
class AgendaChange:
    """A version that changed what an item says."""

    version: PublishedVersion
    before: int | None

    @property
    def url(self) -> str:
        """The difference with the version before it; the version alone where those before it were withdrawn."""
        if self.before is None:
            return self.version.get_absolute_url()
        return reverse("difference", args=[self.version.reference.string, str(self.before), self.version.label])


def version_label(version: PublishedVersion) -> str:
    if version.number == 1 and not version.correction:
        return _("Put on the agenda")
    return _("Version %(number)s") % {"number": version.label}


def listed_references(page: AgendaPage, language: str, choice: AgendaChoice, at: datetime) -> QuerySet[Reference]:
    """What an edition lists, in the order of its numbers; only what is chosen."""
    references = references_of(page, language)
    asked = [{"taxonomy": name, "code": code} for name, code in choice.terms.items()]
    if choice.theme:
        asked.append({"taxonomy": "tags", "label": choice.theme})
    for term in asked:
        references = references.filter(pk__in=terms_in_force(language).filter(**term).values("version__reference"))
    return _of_word(references, choice.word, at) if choice.word else references


def references_of(page: AgendaPage, language: str) -> QuerySet[Reference]:
    """All that an edition lists, in the order of its numbers."""
    items = AgendaItemPage.objects.child_of(page).live().filter(translation_key=OuterRef("translation_key"))
    references = Reference.objects.filter(Exists(items), kind=ReferenceKind.AGENDA_ITEM, is_public=True)
    references = references.order_by("year", "number")
    withdrawn = Withdrawal.objects.filter(confirmed_at__isnull=False)
    touched = set(withdrawn.values_list("version__reference", flat=True))
    return references.exclude(pk__in=touched - versions_in_force(touched, language).keys()) if touched else references


def terms_in_force(language: str) -> QuerySet[ItemTerm]:
    """The terms of the versions that `versions_in_force` gives."""
    withdrawn = Withdrawal.objects.filter(confirmed_at__isnull=False)
    here = in_force_by_language().filter(reference=OuterRef("version__reference"), language=language)
    found = ItemTerm.objects.exclude(version__in=withdrawn.values("version"))
    return found.filter(Q(version__language=language) | ~Exists(here))


def agenda_entries(page: AgendaPage, references: Iterable[Reference], language: str) -> list[AgendaEntry]:
    """Listed items with all that a card shows, in the order given, in a fixed number of queries."""
    found = {reference.pk: reference for reference in references}
    keys = [reference.translation_key for reference in found.values()]
    pages = {item.translation_key: item for item in page.get_children().filter(translation_key__in=keys)}
    entries = _entries(found, language, lambda reference: pages[reference.translation_key].url)
    place = {pk: number for number, pk in enumerate(found)}
    return sorted(entries, key=lambda entry: place[entry.reference.pk])


def chosen_from(page: AgendaPage, language: str) -> dict[str, list[tuple[str, str]]]:
    """Per taxonomy the terms, as code and label, that the texts in force of an edition have; `tags` are its themes."""
    # Of each term one row, for which it is enough that any text has it: texts are many, and terms are few.
    one_each = ItemTerm.objects.values("taxonomy", "code", "label").annotate(newest=Max("pk")).values("newest")
    listed = references_of(page, language).order_by().filter(pk=OuterRef("version__reference"))
    same = {name: OuterRef(name) for name in ("taxonomy", "code", "label")}
    rows = ItemTerm.objects.filter(Exists(terms_in_force(language).filter(Exists(listed), **same)), pk__in=one_each)
    terms: dict[str, dict[str, str]] = {}
    # A term that was renamed is called as in the newest text.
    for taxonomy, code, label in rows.order_by("pk").values_list("taxonomy", "code", "label"):
        terms.setdefault(taxonomy, {})[code] = label
    return {name: sorted(found.items(), key=lambda one: one[1]) for name, found in terms.items()}


def latest_changes(references: QuerySet[Reference], language: str, most: int) -> list[AgendaChange]:
    """Which items got a new text lately, the newest first: in the reader's language, or in the source's where none is out in it."""
    listed = references.order_by().filter(pk=OuterRef("reference"))
    in_language = PublishedVersion.objects.filter(reference=OuterRef("reference"), language=language)
    numbered = PublishedVersion.objects.filter(IN_FORCE, correction=0)
    readable = numbered.filter(Q(language=language) | Q(~Exists(in_language), is_translation=False))
    earlier = numbered.filter(reference=OuterRef("reference"), language=OuterRef("language"))
    newest = readable.filter(reference=OuterRef("reference")).newest_first().values("pk")[:1]
    before = earlier.filter(number__lt=OuterRef("number")).order_by("-number").values("number")[:1]
    found = readable.filter(Exists(listed), pk=Subquery(newest), number__gt=1).annotate(before=Subquery(before))
    versions = found.order_by("-published_at", "-pk")[:most].read()
    return [AgendaChange(version, vars(version)["before"]) for version in versions]


def _of_word(references: QuerySet[Reference], word: PublicWord, at: datetime) -> QuerySet[Reference]:
    """Those that are where a public word says: what `AgendaStanding.public_word` says of each, by the database."""
    place = {one: Value(number) for number, one in enumerate(PublicWord)}
    about = ConsultationRound.objects.filter(pk__in=listed_rounds().values("pk"), about=OuterRef("pk"))
    rounds = about.annotate(state=state_at(at))
    voted = Q(state__in=_UNDECIDED) & ~Q(method="")
    coming = Phase.objects.coming(at).filter(consultation_round=OuterRef("pk"))
    goes_on = Q(state__in=[RoundState.BETWEEN, RoundState.PAUSED]) | Q(Exists(coming), state=RoundState.UNDER_WAY)
    asks = Phase.objects.open(at).filter(kind__in=ASKING, consultation_round=OuterRef("pk"))
    is_evaluation = Q(consultation_round__is_evaluation=True)
    since = asks.filter(is_evaluation | Q(starts_at__gte=OuterRef(OuterRef("newest_since"))))
    now_open = rounds.filter(state=RoundState.OPEN)
    over = rounds.filter(state__in=_ASKED)
    in_force = Decision.objects.filter(corrected_by__isnull=True)
    decisions = in_force.filter(about=OuterRef("pk"))
    undecided = rounds.filter(is_evaluation=False).exclude(Exists(in_force.filter(consultation_round=OuterRef("pk"))))
    newest = ItemState.objects.filter(reference=OuterRef("pk")).order_by("-since", "-pk")
    chosen = Case(*(When(newest=step, then=place[PUBLIC_WORD[step]]) for step in ItemStep), default=Value(0))
    happened = Case(
        When(Exists(decisions), then=place[PublicWord.DECISION]),
        When(Exists(over), then=place[PublicWord.WEIGHING]),
        default=Value(0),
    )
    standings = references.annotate(
        newest=Subquery(newest.values("step")[:1]), newest_since=Subquery(newest.values("since")[:1])
    ).annotate(
        place=Case(
            When(newest__in=OVER, then=chosen),
            When(Exists(now_open.filter(Exists(since))), then=place[PublicWord.TAKE_PART]),
            When(newest__in=CARRIED_OUT, then=chosen),
            When(Exists(now_open), then=place[PublicWord.TAKE_PART]),
            When(Exists(undecided.filter(goes_on | voted)), then=place[PublicWord.WEIGHING]),
            default=Greatest(chosen, happened),
        )
    )
    return standings.filter(place=place[word])


def standing_of(reference: Reference) -> AgendaStanding:
    """Where one item is. Three queries, and one for the phases of its rounds."""
    return standings_of([reference])[reference.pk]


def standings_of(references: Iterable[Reference]) -> dict[int, AgendaStanding]:
    """The same of many, by the key of each."""
    standings = {one.pk: AgendaStanding(reference=one) for one in references}
    _place(standings)
    return standings


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
    _place(entries)
    ended = [one for one in entries.values() if one.state is not None and one.state.step in OVER]
    silent = silent_rounds(asked for one in ended for asked in one.rounds)
    for entry in ended:
        entry.silent = silent
    published = OfficialPublication.objects.filter(decision__about__in=list(entries), corrected_by=None)
    for publication in published.select_related("decision").order_by("published_on", "pk"):
        entries[publication.decision.about_id].publications.append(publication)  # type: ignore[index]
    for version in _milestones(references, {pk: found.language for pk, found in versions.items()}):
        entries[version.reference_id].versions.append(version)
    return list(entries.values())


def _place(standings: Mapping[Any, AgendaStanding]) -> None:
    """Gives each, by the key of its reference, its rounds, decisions and state. Three queries."""
    for one in (
        listed_rounds()
        .filter(about__in=list(standings))
        .annotate(who_decides=who_decides())
        .order_by("put_in_force_at", "pk")
    ):
        standings[one.about_id].rounds.append(one)
    decisions = decisions_about(one.reference for one in standings.values()).select_related(
        "reference", "about", "consultation_round__reference", "corrects"
    )
    for decision in decisions:
        standings[decision.about_id].decisions.append(decision)
    for state in states_of(standings):
        standings[state.reference_id].state = state
        standings[state.reference_id].states.append(state)


def _milestones(references: Iterable[int], languages: dict[int, str]) -> list[PublishedVersion]:
    """The numbered versions (no corrections) of each reference in one language, oldest first."""
    found = PublishedVersion.objects.filter(reference__in=list(references), correction=0).order_by("number", "pk")
    return [version for version in found if version.language == languages.get(version.reference_id)]


def with_missing(pages: Iterable[AgendaItemPage]) -> list[AgendaItemPage]:
    """Items with `needed` and `suggested`: the labels of what is not there yet. A query for every relation."""
    found = list(pages)
    keys = [page.pk for page in found]
    relations = [name for name in AgendaItemPage.suggested_fields if _is_relation(name)]
    filled = {
        name: set(AgendaItemPage.objects.filter(pk__in=keys, **{f"{name}__isnull": False}).values_list("pk", flat=True))
        for name in relations
    }
    for page in found:
        empty = [
            name
            for name in page.suggested_fields
            if (page.pk not in filled[name] if name in filled else is_empty(getattr(page, name)))
        ]
        page.needed, page.suggested = list(page.needed_to_publish.values()), list(page.labels_of(empty).values())
    return found


def _is_relation(name: str) -> bool:
    return bool(AgendaItemPage._meta.get_field(name).is_relation)
