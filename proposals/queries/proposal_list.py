"""The list of proposals: what of them is asked for, in which order, and a page of it that neither repeats nor skips."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from django.db.models import BigIntegerField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from taggit.models import Tag

from base.enums import ReferenceKind
from base.geometry import Box
from base.models import Area
from base.queries.search import things_with
from participation.enums import Act, Moderation, State
from participation.models import ConsultationRound, StateEvent, Subject, TallyLine
from participation.models.subject import SubjectQuerySet
from participation.queries.count_change import Standing, counts_then
from proposals.enums import ListOrder, ProposalKind
from proposals.models import ProposalPage, ProposalTag
from proposals.queries.consultation_round import listed_rounds

PER_PAGE = 20
# From here on a number says no more than that there are many, and counting them takes as long as there are.
MOST_COUNTED = 1_000
# A prime below 2^31: what is multiplied below it fits in 64 bits on every database.
PRIME = 2**31 - 1


class NoPlace(Enum):
    """Chosen instead of a part of the map."""

    WITHOUT = "none"


@dataclass(frozen=True)
class ProposalChoice:
    """What of the proposals is asked for; all empty is everything."""

    words: str = ""
    theme: str = ""
    area: str = ""
    state: State | None = None
    kind: ProposalKind | None = None
    consultation_round: str = ""
    # At least so many.
    support: int = 0
    # A part of the map, or what has no place on it.
    place: Box | NoPlace | None = None
    # The list is of that round, which is not something chosen on it.
    is_of_round: bool = False


@dataclass(frozen=True)
class Draw:
    """An order that everybody with the same seed sees, and that puts each proposal first about as often as any other."""

    seed: int

    def factors(self) -> tuple[int, int, int]:
        digest = hashlib.sha256(str(self.seed).encode()).digest()
        one, two, three = (int.from_bytes(digest[place : place + 8]) % PRIME for place in (0, 8, 16))
        return one or 1, two, three

    def of(self, subjects: SubjectQuerySet) -> SubjectQuerySet:
        """With `draw`: a polynomial of the key over a field, so that no two of the same seed depend on each other."""
        one, two, three = self.factors()
        drawn = (F("pk") * F("pk") % PRIME * one + F("pk") * two + three) % PRIME
        return subjects.annotate(draw=ExpressionWrapper(drawn, output_field=BigIntegerField()))


@dataclass(frozen=True)
class Sorting:
    """The order of a list with what makes it stand still: the seed of a draw, the standing of counts."""

    order: ListOrder = ListOrder.NEWEST
    draw: Draw | None = None
    standing: Standing | None = None

    @property
    def field(self) -> str:
        return {
            ListOrder.NEWEST: "submitted_at",
            ListOrder.SUPPORTED: "supports_in_all",
            ListOrder.DISCUSSED: "visible_comments",
            ListOrder.RANDOM: "draw",
        }[self.order]

    @property
    def falls(self) -> bool:
        return self.order != ListOrder.RANDOM

    def keys(self, subjects: SubjectQuerySet) -> QuerySet[Subject, tuple[Any, int]]:
        """The place of each in the order: its value and its key."""
        return (self.draw.of(subjects) if self.draw else subjects).values_list(self.field, "pk")


@dataclass(frozen=True)
class ListPart:
    """The subjects of one page in their order; before and after it there are more, or not."""

    subjects: list[Subject]
    has_previous: bool
    has_next: bool


def found_subjects(choice: ProposalChoice, at: datetime) -> SubjectQuerySet:
    """The visible proposals that fit, each with its state."""
    subjects: Any = Subject.objects.visible().with_state(at)
    if choice.consultation_round:
        subjects = subjects.filter(consultation_round__reference__string=choice.consultation_round)
    if choice.support:
        subjects = subjects.filter(supports_in_all__gte=choice.support)
    pages = ProposalPage.objects.filter(live=True).order_by()
    if asked := _of_page(choice):
        subjects = subjects.filter(_fits((on_map(pages) if choice.place else pages).filter(**asked)))
    if choice.words:
        fits = _fits(pages.filter(translation_key__in=things_with(choice.words, ReferenceKind.PROPOSAL)))
        # Words of what became part of another proposal lead to that one. They are few, and asked for by themselves.
        parts = Subject.objects.filter(fits, merged_into__isnull=False, moderation=Moderation.VISIBLE)
        kept = set(parts.values_list("merged_into", flat=True))
        subjects = subjects.filter(fits | Q(pk__in=kept) if kept else fits)
    return subjects.filter(_of_state(choice.state, at), state=choice.state) if choice.state else subjects


def _fits(pages: QuerySet[ProposalPage]) -> Q:
    """Of subjects, that their page is one of these.

    Few pages are named, and lead to their subjects. Of many the subjects are asked one by one in the order of the list,
    which ends as soon as a page of it is full.
    """
    keys = list(pages.values_list("translation_key", flat=True)[: MOST_COUNTED + 1])
    if len(keys) <= MOST_COUNTED:
        return Q(reference__translation_key__in=keys)
    return Q(Exists(pages.filter(translation_key=OuterRef("reference__translation_key"))))


def _of_page(choice: ProposalChoice) -> dict[str, Any]:
    """What is asked of the page itself, but for its words."""
    asked: dict[str, Any] = {}
    if choice.theme:
        asked["tags__name"] = choice.theme
    if choice.area:
        asked["area__code"] = choice.area
    if choice.kind:
        asked["kind"] = choice.kind
    if isinstance(choice.place, Box):
        asked |= within(choice.place)
    elif choice.place:
        asked["x"] = None
    return asked


def on_map(pages: QuerySet[ProposalPage]) -> Any:
    """With `x` and `y`, where each stands on the map: at its own place, or in the middle of its neighbourhood."""
    return pages.annotate(x=Coalesce("longitude", "area__longitude"), y=Coalesce("latitude", "area__latitude"))


def within(box: Box) -> dict[str, Any]:
    return {"x__gte": box.west, "x__lt": box.east, "y__gte": box.south, "y__lt": box.north}


def _of_state(state: State, at: datetime) -> Q:
    """What can be in a state, by what an index finds: the clock is asked of the rounds, which are few."""
    if state in (State.SUPPORTING, State.VOTING):
        act = Act.SUPPORT if state == State.SUPPORTING else Act.VOTE
        return Q(
            consultation_round__in=[one.pk for one in ConsultationRound.objects.with_phases() if one.permits(act, at)]
        )
    if state == State.EXPIRED:
        return Q(consultation_round__support_threshold__isnull=False) | Q(support_needed__isnull=False)
    if state == State.KEPT_OFF:
        return ~Q(kept_off_because="")
    if state in (State.CHOSEN, State.NOT_CHOSEN):
        return Q(Exists(TallyLine.objects.filter(subject=OuterRef("pk"), place__isnull=state == State.NOT_CHOSEN)))
    return Q() if state == State.PUBLISHED else Q(pk__in=StateEvent.objects.filter(state=state).values("subject"))


def number_found(subjects: SubjectQuerySet) -> int:
    """How many, or one more than MOST_COUNTED where there are more."""
    return subjects.order_by().values("pk")[: MOST_COUNTED + 1].count()


def list_part(
    subjects: SubjectQuerySet, sorting: Sorting, *, after: str = "", before: str = "", most: int = PER_PAGE
) -> ListPart:
    """The page after, or before, the proposal with that reference; the first one where there is none.

    The place of a proposal is its value and its key, never its number in the list: what others hand in, hide or
    support meanwhile moves nothing that was or will be read.
    """
    anchor = _anchor(after or before, sorting)
    back = bool(before and not after and anchor)
    keys = _keys(subjects, sorting, anchor, back=back, most=most + 1)
    more, keys = len(keys) > most, keys[:most]
    if back:
        keys.reverse()
    found = subjects.filter(pk__in=[pk for _value, pk in keys]).with_counts().select_related("reference").in_bulk()
    return ListPart(
        # One that was hidden since a moment ago is not there any more.
        subjects=[found[pk] for _value, pk in keys if pk in found],
        has_previous=more if back else anchor is not None,
        has_next=True if back else more,
    )


def all_found(subjects: SubjectQuerySet, *, most: int) -> Iterator[list[Subject]]:
    """Every one, the newest first, so many at a time."""
    part = list_part(subjects, Sorting(), most=most)
    while part.subjects:
        yield part.subjects
        if not part.has_next:
            return
        part = list_part(subjects, Sorting(), after=part.subjects[-1].reference.string, most=most)


def _anchor(string: str, sorting: Sorting) -> tuple[Any, int] | None:
    if not string:
        return None
    # Also of one that was hidden since: its place in the order says nothing of it.
    found = sorting.keys(Subject.objects.filter(reference__string=string)).first()
    return _then(*found, sorting, counts_then(sorting.standing) if sorting.standing else {}) if found else None


def _then(value: Any, pk: int, sorting: Sorting, changed: dict[int, tuple[int, int]]) -> tuple[Any, int]:
    if pk in changed:
        value = changed[pk][1 if sorting.order == ListOrder.DISCUSSED else 0]
    return value, pk


def _keys(
    subjects: SubjectQuerySet,
    sorting: Sorting,
    anchor: tuple[Any, int] | None,
    *,
    back: bool,
    most: int,
) -> list[tuple[Any, int]]:
    falls = sorting.falls != back
    side, sign = ("lt", "-") if falls else ("gt", "")
    quiet = subjects
    if sorting.standing:
        # Asked in one question with the list: who changes anything between two questions is in neither or in both.
        quiet = quiet.exclude(pk__in=sorting.standing.later_changes().values("subject"))
    still = sorting.keys(quiet)
    if anchor:
        value, pk = anchor
        # The first half is what an index begins at.
        still = still.filter(
            Q(**{f"{sorting.field}__{side}e": value}),
            Q(**{f"{sorting.field}__{side}": value}) | Q(**{f"pk__{side}": pk}),
        )
    keys = {pk: (value, pk) for value, pk in still.order_by(f"{sign}{sorting.field}", f"{sign}pk")[:most]}
    if sorting.standing:
        moved = counts_then(sorting.standing)
        # Asked whether anything moved or not: the number of questions does not hang on what others do.
        changed = subjects.filter(pk__in=sorting.standing.later_changes().values("subject"))
        for pk in moved.keys() & changed.values_list("pk", flat=True):
            key = _then(None, pk, sorting, moved)
            if anchor is None or (key < anchor if falls else key > anchor):
                keys[pk] = key
    return sorted(keys.values(), reverse=falls)[:most]


def themes_of(consultation_round: ConsultationRound | None) -> list[str]:
    tagged = ProposalTag.objects.filter(_of_round(consultation_round), tag=OuterRef("pk"), content_object__live=True)
    tagged = tagged.exclude(content_object__translation_key__in=_merged())
    return list(Tag.objects.filter(Exists(tagged)).order_by("name").values_list("name", flat=True))


def areas_of(consultation_round: ConsultationRound | None) -> list[Area]:
    about = ProposalPage.objects.filter(_of_round(consultation_round), area=OuterRef("pk"), live=True).order_by()
    return list(Area.objects.filter(Exists(about.exclude(translation_key__in=_merged()))))


def _merged() -> Any:
    """Of what is no line of its own any more. They are few."""
    return Subject.objects.filter(merged_into__isnull=False).values("reference__translation_key")


def rounds_with_proposals() -> QuerySet[ConsultationRound]:
    visible = Subject.objects.filter(consultation_round=OuterRef("pk"), moderation=Moderation.VISIBLE)
    return listed_rounds().filter(Exists(visible)).order_by("-put_in_force_at", "-pk")


def _of_round(consultation_round: ConsultationRound | None) -> Q:
    return Q() if consultation_round is None else Q(consultation_round=consultation_round)
