"""What was said in a round: the one answer to it, for the answers of the municipality and for the dossier."""

from django.db.models import Q, QuerySet

from participation.enums import Moderation
from participation.models import Comment, ConsultationRound, Subject
from proposals.models import FormalView


def public_comments(consultation_round: ConsultationRound) -> QuerySet[Comment]:
    """What everybody reads of the talk, as `Comment.is_public` has it; what the municipality said itself is among it."""
    about = Q(subject__moderation=Moderation.VISIBLE) | Q(subject__reference=consultation_round.reference_id)
    return Comment.objects.filter(about, subject__consultation_round=consultation_round, moderation=Moderation.VISIBLE)


def comments_of(consultation_round: ConsultationRound) -> QuerySet[Comment]:
    """What people said, reactions to texts and open answers among it; not what the municipality said itself."""
    return public_comments(consultation_round).filter(official_as="")


def proposals_of(consultation_round: ConsultationRound) -> QuerySet[Subject]:
    """What became part of another proposal was said all the same."""
    return Subject.objects.handed_in().filter(consultation_round=consultation_round, moderation=Moderation.VISIBLE)


def views_of(consultation_round: ConsultationRound) -> QuerySet[FormalView]:
    return FormalView.objects.filter(consultation_round=consultation_round)


def comment_number(pk: int) -> str:
    return f"R-{pk}"
