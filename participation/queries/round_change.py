from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import attrgetter

from participation.enums import LATER, RoundChangeKind
from participation.models import AnswerSheet, Comment, ConsultationRound, RoundChange, Subject
from participation.round_change_rules import has_vote_begun
from participation.round_change_words import headline


@dataclass(frozen=True)
class ShownChange:
    """A change of a round as everybody reads it."""

    change: RoundChange
    headline: str


def shown_changes(consultation_round: ConsultationRound) -> list[ShownChange]:
    """The newest first. What one act made later is told as one: with a round that goes on, or with the phase that was made longer."""
    rows = consultation_round.changes.select_related("subject__reference").order_by("at", "pk")
    told: list[list[RoundChange]] = []
    for _at, group in groupby(rows, key=attrgetter("at")):
        acts = sorted(group, key=lambda one: (one.kind != RoundChangeKind.RESUMED, one.kind not in LATER))
        for one in acts:
            if one.kind == RoundChangeKind.MOVED or (one.kind in LATER and acts[0].kind == RoundChangeKind.RESUMED):
                told[-1].append(one)
            else:
                told.append([one])
    return [ShownChange(acts[0], " ".join(map(headline, acts))) for acts in reversed(told)]


def withdrawal_of(subject: Subject) -> ShownChange | None:
    """That something was taken out of the vote while people voted, with the reason."""
    changes = RoundChange.objects.filter(subject=subject, kind=RoundChangeKind.OPTION)
    change = changes.select_related("subject__reference", "consultation_round").first()
    return ShownChange(change, headline(change)) if change is not None else None


def withdrawn_options(consultation_round: ConsultationRound) -> list[ShownChange]:
    rows = consultation_round.changes.filter(kind=RoundChangeKind.OPTION).select_related("subject__reference")
    return [ShownChange(change, headline(change)) for change in rows]


def takes_two_to_cancel(consultation_round: ConsultationRound, at: datetime) -> bool:
    """Whether people rely on a round: it was announced as the law asks, voting began, or something came in."""
    if consultation_round.is_formal or has_vote_begun(consultation_round, at):
        return True
    return (
        Subject.objects.handed_in().filter(consultation_round=consultation_round).exists()
        or Comment.objects.filter(subject__consultation_round=consultation_round).exists()
        or AnswerSheet.objects.filter(questionnaire__consultation_round=consultation_round).exists()
    )
