"""When an item goes on: what the clock makes of it, and by which day its next step is due. See the table in home.item_life."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.utils import timezone

from home.enums import ItemStep
from home.item_facts import ItemFacts
from home.item_life import has_ended, is_answered, public_answers, rounds_to_answer, transition
from participation.enums import PhaseKind
from participation.formal_term import last_day
from proposals.response_rules import promised_day

# By which day the step after this state is due, from the day on which it began; nothing where no rule says.
Deadline = Callable[[date], date]

DEADLINES: dict[ItemStep, Deadline] = {
    # Within two weeks of adoption (Woo 3.3.4).
    ItemStep.ADOPTED: lambda since: since + timedelta(weeks=2),
    ItemStep.ADOPTED_AMENDED: lambda since: since + timedelta(weeks=2),
}


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


def due_on(step: ItemStep, since: date, facts: ItemFacts, at: datetime) -> date | None:
    """By which day the next step is due. The answers as their own page promises them."""
    if step == ItemStep.ANSWERING:
        return max((promised_day(one, at) for one in rounds_to_answer(facts, at)), default=None)
    rule = DEADLINES.get(step)
    return rule(since) if rule is not None else None


def goes_on_on(step: ItemStep, facts: ItemFacts, at: datetime) -> date | None:
    """On which day the clock takes an item on: the last of the round that runs, or the day on which what was published applies."""
    if step == ItemStep.IN_CONSULTATION:
        running = [one for one in facts.rounds if not has_ended(one, at)]
        ends = [phase.ends_at for one in running for phase in one.phases.all() if phase.kind != PhaseKind.ANSWER]
        known = [one for one in ends if one is not None]
        return last_day(max(known)) if known and len(known) == len(ends) else None
    if step == ItemStep.PUBLISHED and facts.publications:
        return facts.publications[-1].in_force_on
    return None
