from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from participation.models import BoxHolder, ConsultationRound, RollEntry, SecondedAct, Subject
from participation.queries.voting_letter import print_runs
from participation.seconded_rules import refusal_of_lapsed
from participation.voting_enums import SecondedKind


def acts_with_rounds() -> QuerySet[SecondedAct]:
    """With all that says whether one lapsed."""
    acts = SecondedAct.objects.select_related("first", "consultation_round__reference", "consultation_round__box")
    return acts.prefetch_related("consultation_round__phases")


def unconfirmed_acts(consultation_round: ConsultationRound) -> QuerySet[SecondedAct]:
    """What one person asked for and nobody confirmed; also what lapsed."""
    return acts_with_rounds().filter(consultation_round=consultation_round, second_at__isnull=True)


def all_waiting_acts(at: datetime) -> list[SecondedAct]:
    """What one person asked for, and another can still confirm, in every round."""
    return [one for one in acts_with_rounds().filter(second_at__isnull=True) if not refusal_of_lapsed(one, at)]


def waiting_acts(consultation_round: ConsultationRound, at: datetime) -> list[SecondedAct]:
    return [one for one in unconfirmed_acts(consultation_round) if not refusal_of_lapsed(one, at)]


def what_acts_are_about(consultation_round: ConsultationRound, acts: Iterable[SecondedAct]) -> dict[int, str]:
    """By the key of an act: whose part is lost, which line of the roll gets a new code, which print run others, which option is withdrawn."""
    kinds = {kind: [act for act in acts if act.kind == kind] for kind in SecondedKind}
    holders = BoxHolder.objects.filter(box__consultation_round=consultation_round).select_related("person")
    entries = RollEntry.objects.filter(consultation_round=consultation_round)
    options = Subject.objects.filter(consultation_round=consultation_round).select_related("reference")
    found: dict[int, str] = {}
    for kind, rows in (
        (SecondedKind.LOST_PART, lambda keys: {one.pk: str(one.person) for one in holders.filter(pk__in=keys)}),
        (SecondedKind.NEW_CODE, lambda keys: {one.pk: one.identifier for one in entries.filter(pk__in=keys)}),
        (SecondedKind.NEW_CODES, lambda _keys: {run.key: str(run) for run in print_runs(consultation_round)}),
        (
            SecondedKind.OPTION,
            lambda keys: {one.pk: f"{one.reference.string} {one.public_label}" for one in options.filter(pk__in=keys)},
        ),
    ):
        if kinds[kind]:
            words = rows([int(act.about) for act in kinds[kind]])
            found |= {act.pk: words.get(int(act.about), "") for act in kinds[kind]}
    return found
