from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from participation.enums import RoundChangeKind
from participation.models import AnswerSheet, Comment, ConsultationRound, RoundChange, Subject
from participation.round_change_rules import has_vote_begun
from participation.round_change_words import headline


@dataclass(frozen=True)
class ShownChange:
    """A change of a round as everybody reads it."""

    change: RoundChange
    headline: str


def shown_changes(consultation_round: ConsultationRound) -> list[ShownChange]:
    """The newest first. What was made longer because the round had been paused is one with its going on."""
    rows = list(consultation_round.changes.select_related("subject__reference").order_by("-at", "-pk"))
    resumed = {change.at for change in rows if change.kind == RoundChangeKind.RESUMED}
    longer: dict[datetime, list[str]] = defaultdict(list)
    for change in rows:
        if change.kind == RoundChangeKind.EXTENDED and change.at in resumed:
            longer[change.at].append(headline(change))
    return [
        ShownChange(change, " ".join([headline(change), *(longer[change.at] if change.at in resumed else [])]))
        for change in rows
        if not (change.kind == RoundChangeKind.EXTENDED and change.at in resumed)
    ]


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
