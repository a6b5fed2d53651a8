"""What was said in a round: the one answer to it, for the answers of the municipality and for the dossier."""

from collections import defaultdict
from typing import Any

from django.db.models import Q, QuerySet

from participation.enums import Moderation
from participation.models import Comment, ConsultationRound, Subject
from proposals.models import FormalView, ProposalTag


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


def themes_of(consultation_round: ConsultationRound) -> dict[Any, list[str]]:
    """What who wrote the proposals of a round put with them, by the translation key of each."""
    themes = defaultdict(list)
    rows = ProposalTag.objects.filter(consultation_round=consultation_round)
    for page, theme in rows.values_list("content_object__translation_key", "tag__name"):
        themes[page].append(theme)
    return themes


def theme_of(consultation_round: ConsultationRound) -> dict[int, str]:
    """The first theme of each proposal of a round that has one, by the key of its subject."""
    themes = themes_of(consultation_round)
    rows = proposals_of(consultation_round).values_list("pk", "reference__translation_key")
    return {subject: min(themes[page]) for subject, page in rows if page in themes}
