from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from proposals.actions.agenda_point import follow_reading, put_on_agenda, tell_of_taken_off
from proposals.actions.council_paper import (
    MeetingText,
    PaperText,
    meeting_on,
    record_meeting,
    record_paper,
)
from proposals.actions.council_vote import GroupHeads, record_vote
from proposals.council_enums import HEADS, SEATS, MeetingBody, PaperKind
from proposals.models import CouncilGroup, CouncilPaper, CouncilReading, CouncilVote, Meeting
from proposals.queries.agenda_point import points_standing_in
from proposals.queries.council import groups_on, newest_of, papers, votes_in_force
from proposals.queries.council_difference import Difference, Record


@transaction.atomic
def accept_difference(*, difference: Difference, reason: str, by: Any, at: datetime) -> Record:
    """Records what the source says now as a correction of the record, with its reason. Nothing is written over."""
    found = difference.record
    correction: dict[str, Any] = {"reason": reason, "by": by, "at": at}
    if isinstance(found, CouncilPaper):
        return _correct_paper(found, difference, correction)
    if isinstance(found, Meeting):
        return _correct_meeting(found, difference, correction)
    return _correct_vote(found, difference, correction)


def _correct_paper(paper: CouncilPaper, difference: Difference, correction: dict[str, Any]) -> CouncilPaper:
    given = {name: getattr(difference.now, name) for name in difference.changed}
    if "dated_on" in given:
        given["dated_on"] = date.fromisoformat(given["dated_on"])
    return _record_paper_again(paper, PaperText.of(paper, **given, reading=difference.reading), correction)


def _record_paper_again(paper: CouncilPaper, text: PaperText, correction: dict[str, Any]) -> CouncilPaper:
    stays: dict[str, Any] = {"about": None, "consultation_round": None, "part_of": paper.part_of, "corrects": paper}
    return record_paper(text=text, **stays | correction)


def _correct_meeting(meeting: Meeting, difference: Difference, correction: dict[str, Any]) -> Meeting:
    """With what was voted and read there: each is corrected to lie in the meeting as it is now."""
    given = {name: getattr(difference.now, name) for name in difference.changed - {"dated_on", "agenda"}}
    stands = {name: getattr(meeting, name) for name in ("body", "title", "url", "source")}
    text = MeetingText(
        **stands | given,
        held_on=date.fromisoformat(difference.now.dated_on) if "dated_on" in difference.changed else meeting.held_on,
        reading=difference.reading,
    )
    on_agenda = points_standing_in(meeting)
    new = record_meeting(text=text, corrects=meeting, **correction)
    if "agenda" in difference.changed:
        follow_reading(meeting=new, reading=difference.reading, **correction)
        for point in on_agenda:
            tell_of_taken_off(point=point)
    else:
        for point in on_agenda:
            put_on_agenda(paper=point.paper, meeting=new, **correction)
    for paper in papers().filter(meeting=meeting):
        _record_paper_again(paper, PaperText.of(paper), correction | {"meeting": new})
    # An amendment never comes after its proposal, on the way to the new day neither.
    is_later = new.held_on > meeting.held_on
    votes = votes_in_force().filter(meeting=meeting).select_related("reading")
    for vote in sorted(votes, key=lambda one: (one.paper.kind == PaperKind.AMENDMENT) == is_later):
        _record_again(vote, new, _heads_of(vote, new.held_on, {}), vote.reading, correction)
    return new


def _correct_vote(vote: CouncilVote, difference: Difference, correction: dict[str, Any]) -> CouncilVote:
    held_on = vote.meeting.held_on
    meeting = vote.meeting
    if "dated_on" in difference.changed:
        held_on = date.fromisoformat(difference.now.dated_on)
        meeting = meeting_on(body=MeetingBody.COUNCIL, held_on=held_on, by=correction["by"], at=correction["at"])
    given = {
        (one.name.casefold(), name): getattr(one, name)
        for one in difference.now.groups
        for name in HEADS
        if f"{one.name}/{name}" in difference.changed
    }
    return _record_again(vote, meeting, _heads_of(vote, held_on, given), difference.reading, correction)


def _record_again(
    vote: CouncilVote,
    meeting: Meeting,
    groups: Sequence[GroupHeads],
    reading: CouncilReading | None,
    correction: dict[str, Any],
) -> CouncilVote:
    return record_vote(
        paper=CouncilPaper.objects.get(pk=newest_of(vote.paper_id)),
        meeting=meeting,
        groups=groups,
        was_called=vote.was_called,
        barred=vote.barred,
        reading=reading,
        corrects=vote,
        despite=vote.despite,
        **correction,
    )


def _heads_of(vote: CouncilVote, held_on: date, given: dict[tuple[str, str], int]) -> list[GroupHeads]:
    """As it was recorded but for what is given, for the groups of that day by their names."""
    stands = {(one.group.name.casefold(), name): getattr(one, name) for one in vote.groups.all() for name in SEATS}
    heads = stands | given
    groups: list[CouncilGroup] = groups_on(held_on)
    return [GroupHeads(one, **{name: heads.get((one.name.casefold(), name), 0) for name in SEATS}) for one in groups]
