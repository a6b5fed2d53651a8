"""On which agendas papers stand."""

from collections.abc import Iterable

from proposals.council_enums import SETTLED, PaperKind
from proposals.council_understood import Understood
from proposals.models import AgendaPoint, CouncilPaper, CouncilVote, Meeting
from proposals.queries.council import paper_now, papers, versions_of


def point_of(paper: CouncilPaper, body: str) -> AgendaPoint | None:
    """Where a paper, under any of its versions, stands with a body."""
    found = AgendaPoint.objects.filter(paper__in=versions_of([paper]), meeting__body=body)
    return standing_point(found.select_related("meeting__corrected_by").order_by("pk"))


def point_before(point: AgendaPoint) -> AgendaPoint | None:
    """Where its paper stood with that body just before, whatever became of that meeting since."""
    found = AgendaPoint.objects.filter(
        paper__in=versions_of([paper_now(point.paper)]), meeting__body=point.meeting.body
    )
    earlier = found.filter(pk__lt=point.pk) if point.pk else found
    return earlier.select_related("meeting").order_by("pk").last()


def standing_point(points: Iterable[AgendaPoint]) -> AgendaPoint | None:
    """Of one paper and body, oldest first: the newest, where its meeting is as it was then."""
    last = next(iter(list(points)[-1:]), None)
    return last if last is not None and getattr(last.meeting, "corrected_by", None) is None else None


def points_standing_in(meeting: Meeting) -> list[AgendaPoint]:
    """By which papers stand on the agenda of a meeting now."""
    points = AgendaPoint.objects.filter(meeting=meeting).select_related("paper", "meeting")
    return [one for one in points if point_of(one.paper, meeting.body) == one]


def papers_on_agenda(found: Understood) -> list[CouncilPaper]:
    """Recorded papers, not settled yet, that stand on an agenda that was read; two queries."""
    if not found.agenda:
        return []
    settled = set(CouncilVote.objects.filter(corrected_by=None, outcome__in=SETTLED).values_list("paper", flat=True))
    return [one for one in papers() if one.pk not in settled and is_on_agenda(one, found)]


def is_on_agenda(paper: CouncilPaper, found: Understood) -> bool:
    """By the address at which it was read or can be read, or else by its number."""
    if {paper.source, paper.url} & found.addresses:
        return True
    # Amendments and motions are numbered anew under each proposal.
    return paper.kind == PaperKind.COUNCIL_PROPOSAL and paper.number.casefold() in found.numbers
