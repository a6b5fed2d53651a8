"""What was said in a round: the one answer to it, for the answers of the municipality and for the dossier."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from base.models import PublishedVersion
from base.queries.published_version import versions_in_force
from participation.enums import Moderation
from participation.models import Comment, ConsultationRound, Subject
from proposals.enums import Timing
from proposals.models import FormalView, ProposalTag


@dataclass(frozen=True)
class Contribution:
    """Something somebody said: `key` is its kind and primary key, `words` what everybody may read of it; none of a formal
    view, nor of what was hidden since."""

    key: str
    number: str
    words: str
    language: str
    url: str
    at: datetime
    # What it was said about: a proposal, or the text of the round.
    about: str = ""
    about_key: int | None = None
    # A formal view that came outside the term is answered too, and the answer says when it came.
    is_late: bool = False

    @property
    def kind(self) -> str:
        return self.key.partition(":")[0]

    @property
    def pk(self) -> int:
        return int(self.key.partition(":")[2])


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


def contributions_among(
    comments: QuerySet[Comment], subjects: QuerySet[Subject], views: QuerySet[FormalView]
) -> list[Contribution]:
    """Three queries, in order of time."""
    found = [
        Contribution(
            key=f"comment:{one.pk}",
            number=comment_number(one.pk),
            words=(one.text or str(one)) if one.is_public else "",
            language=one.language,
            url=one.get_absolute_url() if one.is_public else "",
            at=one.posted_at,
            about=one.subject.public_label,
            about_key=one.subject_id,
        )
        for one in comments.select_related(
            "subject__reference", "subject__consultation_round", "annotation__version__reference"
        )
    ]
    found += [
        Contribution(
            key=f"subject:{one.pk}",
            number=one.reference.string,
            words=one.label if one.is_visible else "",
            language=one.language,
            url=reverse("proposal", args=[one.reference.string]) if one.is_visible else "",
            at=one.submitted_at,
            about=one.public_label,
        )
        for one in subjects.select_related("reference")
    ]
    found += [
        Contribution(
            key=f"formal_view:{one.pk}",
            number=one.reference.string,
            words="",
            language=one.language,
            url="",
            at=one.received_at,
            is_late=one.timing == Timing.LATE,
        )
        for one in views.select_related("reference")
    ]
    return sorted(found, key=lambda one: (one.at, one.key))


def texts_of(contributions: Iterable[Contribution], language: str) -> dict[str, PublishedVersion]:
    """By their key the text in force of those that are proposals and that everybody may read; two queries."""
    proposals = [one.pk for one in contributions if one.kind == "subject" and one.words]
    references = dict(Subject.objects.filter(pk__in=proposals).values_list("pk", "reference"))
    versions = versions_in_force(references.values(), language)
    return {f"subject:{pk}": versions[reference] for pk, reference in references.items() if reference in versions}
