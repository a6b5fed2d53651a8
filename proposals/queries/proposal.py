from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from base.queries.published_version import versions_in_force
from base.templatetags.components import money
from participation.enums import ChangeState, Moderation, State
from participation.models import Change, CoAuthor, ConsultationRound, Relation, StateEvent, Subject, Support
from participation.queries.name import authors_of
from proposals.models import ProposalPage


@dataclass(frozen=True)
class ProposalRow:
    """A proposal in a list: its subject with counts and state, the text of its version in force, whether the reader supports it."""

    subject: Subject
    content: dict[str, Any]
    supported: bool
    state: State
    # Who made it, in words.
    author: str

    @property
    def stamp(self) -> str:
        """Where it is in its life; nothing of what is no more than public."""
        return "" if self.state == State.PUBLISHED else str(self.state.label)

    @property
    def stamp_tone(self) -> str:
        return self.state.tone

    @property
    def title(self) -> str:
        return str(self.content.get("title") or self.subject.label)

    @property
    def cost_words(self) -> str:
        return money(self.subject.cost)


def proposal_by_reference(string: str) -> Subject | None:
    events = StateEvent.objects.select_related("went_to")
    return (
        Subject.objects.handed_in()
        .with_counts()
        .annotate(
            change_waits=Exists(Change.objects.filter(subject=OuterRef("pk"), state=ChangeState.WAITING)),
            has_parts=Exists(Subject.objects.filter(merged_into=OuterRef("pk"))),
            has_related=Exists(Relation.objects.filter(Q(one=OuterRef("pk")) | Q(other=OuterRef("pk")))),
        )
        .select_related(
            "reference",
            "merged_into__reference",
            "author",
            "assessment",
            "ordinance",
            "consultation_round__reference",
            "consultation_round__about",
        )
        .prefetch_related(
            "consultation_round__phases", "co_authors__person", "rulings", Prefetch("state_events", events)
        )
        .filter(reference__string=string)
        .first()
    )


def is_handed_in_before(consultation_round: ConsultationRound, title: str, body: str) -> bool:
    """Whether the same words came in in this round already, whoever wrote them."""
    pages = ProposalPage.objects.filter(title=title, body=body).values("translation_key")
    same = Subject.objects.filter(consultation_round=consultation_round, reference__translation_key__in=pages)
    return same.exclude(moderation=Moderation.WITHDRAWN).exists()


def rows_of(subjects: Sequence[Any], reader: Any, at: datetime) -> list[ProposalRow]:
    """Of subjects with their state."""
    versions = versions_in_force((subject.reference_id for subject in subjects), "")
    supported: set[int] = set()
    if reader.is_authenticated:
        supported = set(
            Support.objects.filter(supporter=reader, subject__in=[subject.pk for subject in subjects]).values_list(
                "subject_id", flat=True
            )
        )
    authors = authors_of(subjects, at)
    return [
        ProposalRow(
            subject=subject,
            content=versions[subject.reference_id].content if subject.reference_id in versions else {},
            supported=subject.pk in supported,
            state=State(subject.state),
            author=authors[subject.pk],
        )
        for subject in subjects
    ]


def own_subjects(person: Any) -> QuerySet[Subject]:
    """What somebody handed in, or made together with who did."""
    return (
        Subject.objects.filter(Q(author=person) | Q(pk__in=CoAuthor.objects.filter(person=person).values("subject")))
        .select_related("reference", "author", "consultation_round__reference", "merged_into__reference")
        .prefetch_related(
            "consultation_round__phases", "co_authors__person", "state_events", "parts", "merged_into__state_events"
        )
        .order_by("-submitted_at")
    )
