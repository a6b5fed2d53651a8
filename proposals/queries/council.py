"""Papers, votes and groups of the council."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from participation.enums import PhaseKind
from participation.models import ConsultationRound
from proposals.council_enums import MeetingBody
from proposals.models import CouncilGroup, CouncilPaper, CouncilTerm, CouncilVote, GroupVote, Meeting


@dataclass(frozen=True)
class VoteTotals:
    in_favour: int
    against: int
    abstained: int
    absent: int


def term_on(day: date) -> CouncilTerm | None:
    """The council as it sat on a day."""
    found = CouncilTerm.objects.filter(Q(ends_on=None) | Q(ends_on__gt=day), starts_on__lte=day)
    return found.order_by("-starts_on").first()


def groups_on(day: date) -> list[CouncilGroup]:
    term = term_on(day)
    return list(term.groups.select_related("term")) if term is not None else []


def meetings() -> QuerySet[Meeting]:
    return Meeting.objects.filter(corrected_by=None)


def council_met_on(first: date, last: date) -> date | None:
    """The newest day between two, both included, on which the council met."""
    found = meetings().filter(body=MeetingBody.COUNCIL, held_on__range=(first, last))
    return found.order_by("-held_on").values_list("held_on", flat=True).first()


def papers() -> QuerySet[CouncilPaper]:
    return (
        CouncilPaper.objects.filter(corrected_by=None)
        .select_related("about", "consultation_round__reference", "meeting", "part_of", "corrects", "reading")
        .order_by("-dated_on", "-pk")
    )


def item_of(paper: CouncilPaper) -> int | None:
    """The key of the agenda item that it is about, by itself or by its round."""
    return paper.about_id or (paper.consultation_round.about_id if paper.consultation_round else None)


def still_asked(paper: CouncilPaper, day: date) -> datetime | None:
    """When a round ends that on a day had begun to ask about what the paper is about; nothing where none did."""
    found = ConsultationRound.objects.filter(cancelled_at=None, is_standing=False, is_discussed=False)
    item = item_of(paper)
    found = found.filter(council_papers=paper) if item is None else found.filter(about=item)
    for phases in (
        [phase for phase in one.phases.all() if phase.kind != PhaseKind.ANSWER] for one in found.with_phases()
    ):
        ends_at = max((phase.ends_at for phase in phases if phase.ends_at is not None), default=None)
        has_begun = any(timezone.localtime(phase.starts_at).date() <= day for phase in phases)
        if ends_at is not None and has_begun and timezone.localtime(ends_at).date() > day:
            return ends_at
    return None


def versions_of(papers: Iterable[CouncilPaper]) -> dict[int, CouncilPaper]:
    """The keys of these papers and of all that they correct, each with the paper that it is now; one query."""
    corrected = dict(CouncilPaper.objects.filter(corrects__isnull=False).values_list("pk", "corrects_id"))
    found: dict[int, CouncilPaper] = {}
    for paper in papers:
        pk: int | None = paper.pk
        while pk is not None:
            found[pk] = paper
            pk = corrected.get(pk)
    return found


def newest_of(pk: int) -> int:
    """The key of the paper that corrects this one last, or its own."""
    corrections = dict(CouncilPaper.objects.filter(corrects__isnull=False).values_list("corrects_id", "pk"))
    while pk in corrections:
        pk = corrections[pk]
    return pk


def votes_in_force() -> QuerySet[CouncilVote]:
    return (
        CouncilVote.objects.filter(corrected_by=None)
        .select_related("paper__about", "paper__consultation_round__reference", "meeting", "corrects")
        .prefetch_related("groups__group")
        .order_by("meeting__held_on", "pk")
    )


def vote_by_pk(pk: int) -> CouncilVote | None:
    found = CouncilVote.objects.select_related(
        "paper__about", "paper__consultation_round__reference", "meeting", "corrects", "corrected_by"
    ).prefetch_related("groups__group")
    return found.filter(pk=pk).first() if pk < 2**63 else None


def totals_of(vote: CouncilVote) -> VoteTotals:
    rows = list(vote.groups.all())
    return VoteTotals(
        *(sum(getattr(one, name) for one in rows) for name in ("in_favour", "against", "abstained", "absent"))
    )


def votes_of(name: str) -> QuerySet[GroupVote]:
    """How the groups of a name voted in every term, newest first."""
    return (
        GroupVote.objects.filter(group__name__iexact=name, vote__corrected_by=None)
        .select_related("vote__paper__about", "vote__meeting")
        .order_by("-vote__meeting__held_on", "-pk")
    )
