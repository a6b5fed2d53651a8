from collections.abc import Iterable

from django.db.models import QuerySet

from participation.models import BoxHolder, ConsultationRound, RollEntry, SecondedAct, Subject
from participation.queries.voting_letter import print_runs
from participation.voting_enums import SecondedKind


def all_waiting_acts() -> QuerySet[SecondedAct]:
    """What one person asked for, and waits for a second, in every round."""
    acts = SecondedAct.objects.filter(second_at__isnull=True)
    return acts.select_related("first", "consultation_round__reference")


def waiting_acts(consultation_round: ConsultationRound) -> QuerySet[SecondedAct]:
    return all_waiting_acts().filter(consultation_round=consultation_round)


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
