from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from base.actions.audit_entry import record
from base.instants import day as day_words
from base.refusal import refuse_if
from participation.enums import FollowMoment
from proposals.answer_tasks import announce_to_contributors
from proposals.council_enums import MeetingBody, PaperKind
from proposals.council_understood import Understood
from proposals.models import AgendaPoint, CouncilPaper, CouncilReading, Meeting
from proposals.queries.agenda_point import is_on_agenda, papers_on_agenda, point_before, point_of
from proposals.queries.council import followed_with, meetings, paper_now


@transaction.atomic
def put_on_agenda(*, paper: CouncilPaper, meeting: Meeting, by: Any, at: datetime, reason: str = "") -> AgendaPoint:
    """Puts a paper on the agenda of a meeting of committee or council; on that of another day than before with the reason."""
    paper = paper_now(paper)
    # Two that put it on an agenda at once wait for each other here.
    CouncilPaper.objects.select_for_update().get(pk=paper.pk)
    standing = point_of(paper, meeting.body)
    if standing is not None and standing.meeting_id == meeting.pk:
        return standing
    if meeting.body == MeetingBody.EXECUTIVE:
        refuse_if(_("Papers stand on the agenda of a committee or of the council."))
    if meeting.held_on < paper.dated_on:
        refuse_if(
            _("%(paper)s is dated %(dated)s, and the meeting is on %(day)s. Look at the two days.")
            % {"paper": paper.label, "dated": day_words(paper.dated_on), "day": day_words(meeting.held_on)}
        )
    if standing is not None and standing.meeting.held_on != meeting.held_on and not reason.strip():
        refuse_if(
            _("It stood on the agenda of %(day)s. Say why it stands on another day now: everybody reads it.")
            % {"day": day_words(standing.meeting.held_on)}
        )
    point = AgendaPoint(paper=paper, meeting=meeting, recorded_at=at, recorded_by=by)
    before = point_before(point)
    is_moved = before is not None and before.meeting.held_on != meeting.held_on
    point.reason = reason if is_moved else ""
    point.save()
    record(
        act="put_on_agenda",
        about=str(paper.about or paper.consultation_round),
        by=by,
        at=at,
        paper=paper.pk,
        meeting=meeting.pk,
    )
    # After a while on no agenda it is news, too; a meeting whose title is corrected is none.
    if is_moved or (before is not None and standing is None and before.meeting_id != meeting.corrects_id):
        _tell_of_day(paper, point)
    return point


def tell_of_taken_off(*, point: AgendaPoint) -> None:
    """Tells of a paper that stands no more in a meeting which was corrected, and of which no other day is known."""
    paper = paper_now(point.paper)
    if point_of(paper, point.meeting.body) is None:
        _tell_of_day(paper, point, "off ")


def _tell_of_day(paper: CouncilPaper, point: AgendaPoint, what: str = "") -> None:
    """To who follows what is proposed; what else is on the agenda comes along with that."""
    if paper.kind == PaperKind.COUNCIL_PROPOSAL:
        announce_to_contributors(
            rounds=[], moment=FollowMoment.DAY, what=f"{what}{point.pk}", references=followed_with(paper)
        )


def follow_reading(*, meeting: Meeting, reading: CouncilReading, by: Any, at: datetime, reason: str = "") -> None:
    """Puts every paper that is recorded here and stands on the agenda that was read on that of the meeting."""
    if meeting.body == MeetingBody.EXECUTIVE:
        return
    why = reason or _("The council's information system says so now.")
    for paper in papers_on_agenda(Understood.of_data(reading.understood)):
        if paper.dated_on <= meeting.held_on:
            put_on_agenda(paper=paper, meeting=meeting, reason=why, by=by, at=at)


def follow_agendas(*, paper: CouncilPaper, by: Any, at: datetime) -> None:
    """Puts a paper that is recorded after the agenda on which it stands was read on that agenda."""
    ahead = meetings().filter(held_on__gte=timezone.localtime(at).date()).exclude(reading=None)
    for meeting in ahead.exclude(body=MeetingBody.EXECUTIVE).select_related("reading").order_by("held_on", "pk"):
        found = Understood.of_data(meeting.reading.understood)  # type: ignore[union-attr]
        if is_on_agenda(paper, found) and point_of(paper, meeting.body) is None:
            put_on_agenda(paper=paper, meeting=meeting, by=by, at=at)
