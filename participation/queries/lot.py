"""How ties fall in a round, with the lot drawn where its rules end in one."""

from dataclasses import dataclass

from participation.enums import TieRule
from participation.models import ConsultationRound, Head, TallySheet
from participation.queries.ballot import ballot_subjects
from participation.tally.lot import by_lot, place, seed
from participation.tally.ties import CHAINS, LOT, TieChain


@dataclass(frozen=True)
class DrawnLot:
    """``order``: the references of the options, the one that was drawn first in front."""

    head: str
    public_value: str
    seed: str
    order: list[str]


def draws_lot(consultation_round: ConsultationRound) -> bool:
    return TieRule(consultation_round.tie_rule).draws


def closing_head(consultation_round: ConsultationRound) -> Head | None:
    """The seed of a lot begins with it: from then on nothing comes into the box."""
    return consultation_round.heads.filter(is_closing=True).first()


def ties_of(consultation_round: ConsultationRound, public_value: str) -> TieChain:
    chain = CHAINS[consultation_round.tie_rule]
    head = closing_head(consultation_round)
    if not draws_lot(consultation_round) or head is None:
        return chain
    return by_lot(seed(head.sha256, public_value), chain.rules[:-1])


def is_settled_by_lot(sheet: TallySheet) -> bool:
    """Whether the lot decided anything; it is drawn in any case."""
    return any(LOT.name in tie["settled_by"] for tie in sheet.outcome["ties"])


def lot_of(sheet: TallySheet) -> DrawnLot | None:
    """The lot of a count; None where its rules know none."""
    head = closing_head(sheet.consultation_round)
    if not TieRule(sheet.tie_rule).draws or head is None:
        return None
    drawn = seed(head.sha256, sheet.public_value)
    references = ballot_subjects(sheet.consultation_round).values_list("reference__string", flat=True)
    order = sorted(references, key=lambda one: place(drawn, one))
    return DrawnLot(head=head.sha256, public_value=sheet.public_value, seed=drawn, order=order)
