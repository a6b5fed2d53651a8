"""Proposals and the talk about them that were held elsewhere, taken over into a round."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from participation.actions.comment import EarlierComment, take_over_comments
from participation.models import Comment, ConsultationRound, Subject
from proposals.actions.proposal import EarlierProposal, take_over_proposals


@dataclass(frozen=True)
class TakenOver:
    subjects: list[Subject]
    comments: list[Comment]


@transaction.atomic
def take_over_contributions(
    *,
    consultation_round: ConsultationRound,
    proposals: Sequence[EarlierProposal],
    comments: Sequence[EarlierComment],
    source: str,
    by: Any,
    at: datetime,
) -> TakenOver:
    """`source` names the place they come from; its identifiers are taken over once. All or nothing."""
    subjects = take_over_proposals(
        consultation_round=consultation_round, proposals=proposals, source=source, by=by, at=at
    )
    written = take_over_comments(
        consultation_round=consultation_round,
        comments=comments,
        subjects={
            proposal.provenance.identifier: subject for proposal, subject in zip(proposals, subjects, strict=True)
        },
        source=source,
        by=by,
        at=at,
    )
    return TakenOver(subjects=subjects, comments=written)
