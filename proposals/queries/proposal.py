from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from base.queries.published_version import versions_in_force
from base.templatetags.components import money
from participation.enums import ChangeState
from participation.models import Change, StateEvent, Subject, Support, TallyLine


@dataclass(frozen=True)
class ProposalRow:
    """A proposal in a list: its subject with counts, the text of its version in force, whether the reader supports it."""

    subject: Subject
    content: dict[str, Any]
    supported: bool
    line: TallyLine | None = None

    @property
    def stamp(self) -> str:
        """The one word of what became of it in a vote; nothing while that is open."""
        if self.subject.kept_off_because:
            return _("not on the ballot paper")
        if self.line is None:
            return ""
        return _("chosen") if self.line.place is not None else _("not chosen")

    @property
    def stamp_tone(self) -> str:
        return "green" if self.line is not None and self.line.place is not None else "amber"

    @property
    def title(self) -> str:
        return str(self.content.get("title") or self.subject.label)

    @property
    def author(self) -> str:
        return self.subject.author_name or _("a resident")

    @property
    def cost_words(self) -> str:
        return money(self.subject.cost)


def proposal_by_reference(string: str) -> Subject | None:
    events = StateEvent.objects.select_related("went_to")
    return (
        Subject.objects.handed_in()
        .with_counts()
        .annotate(change_waits=Exists(Change.objects.filter(subject=OuterRef("pk"), state=ChangeState.WAITING)))
        .select_related(
            "reference", "author", "assessment", "consultation_round__reference", "consultation_round__about"
        )
        .prefetch_related("consultation_round__phases", "rulings", Prefetch("state_events", events))
        .filter(reference__string=string)
        .first()
    )


def rows_of(subjects: list[Subject], reader: Any) -> list[ProposalRow]:
    versions = versions_in_force((subject.reference_id for subject in subjects), "")
    supported: set[int] = set()
    if reader.is_authenticated:
        supported = set(
            Support.objects.filter(supporter=reader, subject__in=[subject.pk for subject in subjects]).values_list(
                "subject_id", flat=True
            )
        )
    lines = published_lines(subjects)
    return [
        ProposalRow(
            subject=subject,
            content=versions[subject.reference_id].content if subject.reference_id in versions else {},
            supported=subject.pk in supported,
            line=lines.get(subject.pk),
        )
        for subject in subjects
    ]


def published_lines(subjects: list[Subject]) -> dict[int, TallyLine]:
    """Per subject (its key) the line on the newest tally sheet, where the result has been published."""
    found = TallyLine.objects.filter(
        subject__in=[subject.pk for subject in subjects],
        sheet__consultation_round__result_published_at__isnull=False,
    )
    return {line.subject_id: line for line in found.order_by("sheet__number")}


def own_subjects(person: Any) -> QuerySet[Subject]:
    return (
        Subject.objects.filter(Q(author=person))
        .select_related("reference", "consultation_round__reference")
        .prefetch_related("consultation_round__phases", "state_events")
        .order_by("-submitted_at")
    )
