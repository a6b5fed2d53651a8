from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page as ListPage
from django.core.paginator import Paginator
from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from base.queries.published_version import versions_in_force
from base.templatetags.components import money
from participation.models import ConsultationRound, StateEvent, Subject, Support, TallyLine
from proposals.enums import ProposalKind
from proposals.models import ProposalPage

PER_PAGE = 20


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
        Subject.objects.with_counts()
        .select_related(
            "reference", "author", "assessment", "consultation_round__reference", "consultation_round__about"
        )
        .prefetch_related("consultation_round__phases", "rulings", Prefetch("state_events", events))
        .filter(reference__string=string)
        .first()
    )


def sorted_subjects(consultation_round: ConsultationRound, order: str, kind: str = "") -> QuerySet[Subject]:
    """The visible proposals of a round, of one kind or of all; `order` is newest, supported or discussed, always whole to
    the last tie.
    """
    orders = {
        "supported": ("-support_count", "-submitted_at", "-pk"),
        "discussed": ("-comment_count", "-submitted_at", "-pk"),
        "newest": ("-submitted_at", "-pk"),
    }
    subjects = Subject.objects.filter(consultation_round=consultation_round).visible().with_counts()
    if kind in ProposalKind.values:
        pages = ProposalPage.objects.filter(kind=kind).values("translation_key")
        subjects = subjects.filter(reference__translation_key__in=pages)
    return subjects.select_related("reference").order_by(*orders.get(order, orders["newest"]))


def kinds_of(consultation_round: ConsultationRound) -> list[ProposalKind]:
    """The kinds of its visible proposals; in a round about something there is one."""
    if not consultation_round.is_standing:
        return []
    visible = Subject.objects.filter(consultation_round=consultation_round).visible()
    pages = ProposalPage.objects.filter(translation_key__in=visible.values("reference__translation_key"))
    found = set(pages.order_by().values_list("kind", flat=True).distinct())
    return [kind for kind in ProposalKind if kind in found]


def proposal_page(
    subjects: QuerySet[Subject], *, number: str | int, reader: Any, per_page: int = PER_PAGE
) -> tuple[ListPage, list[ProposalRow]]:
    """One page of a list, in a fixed number of queries: count, subjects, versions, counted lines, the reader's supports."""
    page = Paginator(subjects, per_page).get_page(number)
    return page, rows_of(list(page.object_list), reader)


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
