from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Case, CharField, Exists, OuterRef, Value, When
from django.utils import timezone
from django.utils.translation import get_language

from base.queries.published_version import versions_in_force
from participation.enums import ASKING, RoundState
from participation.models import ConsultationRound, Phase
from participation.queries.ordinance import rounds_under_ordinance


@dataclass(frozen=True)
class RoundStanding:
    """Where a round is at a moment, read from its phases and records (prefetched by `with_phases`)."""

    state: RoundState
    open_phases: list[Phase]
    next_phase: Phase | None

    @property
    def closes_at(self) -> datetime | None:
        """When the first open phase ends."""
        return min((phase.ends_at for phase in self.open_phases if phase.ends_at), default=None)


def standing(consultation_round: ConsultationRound, at: datetime) -> RoundStanding:
    phases = list(consultation_round.phases.all())
    now_open = consultation_round.open_phases(at)
    coming = next((phase for phase in phases if not phase.has_begun(at)), None)
    if consultation_round.is_stopped:
        now_open, coming = [], None
    if consultation_round.cancelled_at is not None:
        state = RoundState.CANCELLED
    elif consultation_round.result_published_at is not None and consultation_round.result_published_at <= at:
        state = RoundState.PUBLISHED
    elif consultation_round.paused_at is not None:
        state = RoundState.PAUSED
    elif consultation_round.counted_at is not None:
        state = RoundState.COUNTED
    elif any(phase.kind in ASKING for phase in now_open):
        state = RoundState.OPEN
    elif now_open:
        has_asked = any(phase.kind in ASKING and phase.has_begun(at) for phase in phases)
        state = RoundState.UNDER_WAY if has_asked else RoundState.ANNOUNCED
    elif coming is None:
        state = RoundState.CLOSED
    elif any(phase.has_ended(at) for phase in phases):
        state = RoundState.BETWEEN
    else:
        state = RoundState.ANNOUNCED
    return RoundStanding(state=state, open_phases=now_open, next_phase=coming)


def state_at(at: datetime) -> Case:
    """What `standing` says of a round, for the database to choose by."""
    phases = Phase.objects.filter(consultation_round=OuterRef("pk"))
    now_open = phases.open(at)
    return Case(
        When(cancelled_at__isnull=False, then=Value(RoundState.CANCELLED)),
        When(result_published_at__lte=at, then=Value(RoundState.PUBLISHED)),
        When(paused_at__isnull=False, then=Value(RoundState.PAUSED)),
        When(counted_at__isnull=False, then=Value(RoundState.COUNTED)),
        When(Exists(now_open.filter(kind__in=ASKING)), then=Value(RoundState.OPEN)),
        When(
            Exists(now_open) & Exists(phases.filter(kind__in=ASKING, starts_at__lte=at)),
            then=Value(RoundState.UNDER_WAY),
        ),
        When(Exists(now_open), then=Value(RoundState.ANNOUNCED)),
        When(~Exists(phases.coming(at)), then=Value(RoundState.CLOSED)),
        When(Exists(phases.over(at)), then=Value(RoundState.BETWEEN)),
        default=Value(RoundState.ANNOUNCED),
        output_field=CharField(),
    )


def asking_span(consultation_round: ConsultationRound) -> tuple[datetime, datetime] | None:
    """From when until when people could say something in a round (its phases prefetched), where that has an end."""
    phases = [phase for phase in consultation_round.phases.all() if phase.kind in ASKING]
    ends = [phase.ends_at for phase in phases if phase.ends_at is not None]
    return (min(phase.starts_at for phase in phases), max(ends)) if ends else None


def rounds_ahead(found: Iterable[ConsultationRound], day: date) -> list[tuple[ConsultationRound, datetime]]:
    """Those that were in force on a day while people could say nothing in them yet, each with when they could; the first
    first. Their phases are prefetched."""
    ahead = [
        (one, span[0])
        for one in found
        if (span := asking_span(one)) is not None
        and timezone.localtime(one.put_in_force_at).date() <= day < timezone.localtime(span[0]).date()
    ]
    return sorted(ahead, key=lambda one: one[1])


def rounds_on_text(**of: Any) -> list[ConsultationRound]:
    """Rounds about the text of an agenda item that were not cancelled, the oldest first, with their phases. A talk about an item
    is no consultation on its text, nor is what evaluates it. `of` says by a field whose."""
    found = ConsultationRound.objects.filter(
        cancelled_at=None, is_standing=False, is_discussed=False, is_evaluation=False, **of
    )
    return list(found.with_phases().order_by("pk"))


def titles_of(found: Iterable[ConsultationRound]) -> dict[int, str]:
    """By the key of each round what its text in the reader's language calls it, or else its own title. One query."""
    return {pk: title for pk, (title, _language) in names_of(found).items()}


def names_of(found: Iterable[ConsultationRound]) -> dict[int, tuple[str, str]]:
    """The same, each with the language that it is in."""
    rounds = list(found)
    texts = versions_in_force([one.reference_id for one in rounds], str(get_language()))
    return {
        one.pk: (str(text.content["title"]), text.language)
        if (text := texts.get(one.reference_id)) and text.content.get("title")
        else (one.title, one.language)
        for one in rounds
    }


def round_by_reference(string: str) -> ConsultationRound | None:
    """The round with its phases, sheets and references, by `RND-2026-003`."""
    return ConsultationRound.objects.with_phases().filter(reference__string=string).first()


def standing_round(at: datetime) -> ConsultationRound | None:
    """The door that is always open, if the city has one."""
    standing_rounds = ConsultationRound.objects.with_phases().filter(is_standing=True)
    standing_rounds = standing_rounds.exclude(pk__in=rounds_under_ordinance(at))
    return standing_rounds.order_by("put_in_force_at").first()
