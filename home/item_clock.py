"""What the clock makes of an item. See the table in home.item_life."""

from datetime import datetime, timedelta

from django.utils import timezone

from home.enums import ItemStep
from home.item_facts import ItemFacts
from home.item_guards import is_answered, public_answers, rounds_to_answer
from home.item_life import transition
from participation.enums import PhaseKind


def clock_step(source: ItemStep, since: datetime, facts: ItemFacts, at: datetime) -> tuple[ItemStep, datetime] | None:
    """What the clock made of an item that is in a state since a moment, and when; nothing where it stands as it stood."""
    spans = [
        (min(phase.starts_at for phase in phases), max((phase.ends_at or at + timedelta(days=1)) for phase in phases))
        for one in facts.rounds
        if (phases := [phase for phase in one.phases.all() if phase.kind != PhaseKind.ANSWER])
    ]
    begun = [(start, end) for start, end in spans if start <= at]
    opened = [start for start, end in begun if end > since]
    if transition(source, ItemStep.IN_CONSULTATION) is not None and opened:
        return ItemStep.IN_CONSULTATION, max(since, min(opened))
    if source == ItemStep.IN_CONSULTATION:
        # The first moment at which none of them ran, also where another opened since.
        ends = sorted(max(since, end) for _start, end in begun)
        quiet = next((one for one in ends if one <= at and not any(start <= one < end for start, end in begun)), None)
        if quiet is not None:
            return ItemStep.ANSWERING, quiet
    if source == ItemStep.ANSWERING and begun and not is_answered(facts, source, at).refusal:
        return ItemStep.ANSWERED, max([since, *(day for day, _one in public_answers(rounds_to_answer(facts, at)))])
    if source == ItemStep.PUBLISHED and facts.publications:
        first = datetime.combine(
            facts.publications[-1].in_force_on, datetime.min.time(), timezone.get_default_timezone()
        )
        if first <= at:
            return ItemStep.IN_FORCE, max(since, first)
    return None
