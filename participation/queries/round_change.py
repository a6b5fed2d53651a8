from dataclasses import dataclass

from participation.enums import RoundChangeKind
from participation.models import ConsultationRound, RoundChange
from participation.round_change_words import headline


@dataclass(frozen=True)
class ShownChange:
    """A change of a round as everybody reads it."""

    change: RoundChange
    headline: str


def shown_changes(consultation_round: ConsultationRound) -> list[ShownChange]:
    """The newest first."""
    rows = consultation_round.changes.select_related("subject__reference").order_by("-at", "-pk")
    return [ShownChange(change, headline(change)) for change in rows]


def withdrawn_options(consultation_round: ConsultationRound) -> list[ShownChange]:
    rows = consultation_round.changes.filter(kind=RoundChangeKind.OPTION).select_related("subject__reference")
    return [ShownChange(change, headline(change)) for change in rows]
