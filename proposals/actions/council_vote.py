from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from base.actions.audit_entry import record
from base.refusal import Refusal, refuse_if
from proposals.council_arithmetic import Heads, outcome_of
from proposals.council_enums import MeetingBody
from proposals.models import CouncilGroup, CouncilPaper, CouncilTerm, CouncilVote, GroupVote, Meeting
from proposals.queries.council import term_on

RECORD_VOTE = "proposals.add_councilvote"


@dataclass(frozen=True)
class GroupHeads:
    """How many members of a group did what."""

    group: CouncilGroup
    in_favour: int = 0
    against: int = 0
    abstained: int = 0
    absent: int = 0

    @property
    def all(self) -> int:
        return self.in_favour + self.against + self.abstained + self.absent


@transaction.atomic
def record_vote(
    *,
    paper: CouncilPaper,
    meeting: Meeting,
    groups: Sequence[GroupHeads],
    was_called: bool,
    by: Any,
    at: datetime,
    barred: int = 0,
    corrects: CouncilVote | None = None,
    reason: str = "",
) -> CouncilVote:
    """Records how the council voted on a paper. What it came to follows from the numbers, by the law."""
    refuse_if("" if by.has_perm(RECORD_VOTE) else _("Only the clerk records votes of the council."))
    # Two that record at once wait for each other here.
    CouncilPaper.objects.select_for_update().get(pk=paper.pk)
    refuse_if(_refusal(paper, meeting, groups, corrects, reason, was_called=was_called))
    term = groups[0].group.term if groups else _term(meeting)
    refuse_if(_refusal_of_numbers(groups, term.seats, barred) if was_called else "")
    earlier = (
        CouncilVote.objects.filter(paper=paper, corrected_by=None, meeting__held_on__lt=meeting.held_on)
        .order_by("meeting__held_on", "pk")
        .last()
    )
    before = earlier.outcome if earlier is not None else ""
    heads = Heads(
        in_office=term.seats,
        barred=barred,
        in_favour=sum(one.in_favour for one in groups),
        against=sum(one.against for one in groups),
    )
    vote = CouncilVote.objects.create(
        paper=paper,
        meeting=meeting,
        in_office=term.seats,
        barred=barred,
        was_called=was_called,
        is_second=before == "tied",
        outcome=outcome_of(heads, was_called=was_called, before=before),
        corrects=corrects,
        reason=reason,
        recorded_at=at,
        recorded_by=by,
    )
    GroupVote.objects.bulk_create([GroupVote(vote=vote, **vars(one)) for one in groups if was_called])
    record(
        act="council_vote_recorded",
        about=str(paper.about or paper.consultation_round),
        by=by,
        at=at,
        vote=vote.pk,
        outcome=vote.outcome,
    )
    return vote


def _refusal(
    paper: CouncilPaper,
    meeting: Meeting,
    groups: Sequence[GroupHeads],
    corrects: CouncilVote | None,
    reason: str,
    *,
    was_called: bool,
) -> str:
    if meeting.body != MeetingBody.COUNCIL:
        return _("Only the council votes by the law; a committee advises.")
    if meeting.held_on < paper.dated_on:
        return _("The meeting was before the paper is dated. Look at the two days.")
    if was_called and not any(one.all for one in groups):
        return _("Give the numbers of the groups, or say that nobody asked for a vote.")
    if corrects is None:
        if CouncilVote.objects.filter(paper=paper, meeting=meeting).exists():
            return _("The vote on this paper in that meeting was recorded already. Correct it if it is wrong.")
        settled = CouncilVote.objects.filter(paper=paper, corrected_by=None, outcome__in=["adopted", "rejected"])
        return _("The council settled this paper already.") if settled.exists() else ""
    if CouncilVote.objects.filter(corrects=corrects).exists():
        return _("This vote has been corrected already. Correct the correction.")
    return "" if reason.strip() else _("Say why it is corrected: everybody reads it.")


def _refusal_of_numbers(groups: Sequence[GroupHeads], seats: int, barred: int) -> str:
    """No group votes with more members than it has, and not all of them with more than the council has."""
    for one in groups:
        if one.all > one.group.seats:
            return ngettext(
                "%(group)s has %(seats)d seat, and %(number)d members were given.",
                "%(group)s has %(seats)d seats, and %(number)d members were given.",
                one.group.seats,
            ) % {"group": one.group.name, "seats": one.group.seats, "number": one.all}
    took_part = sum(one.in_favour + one.against for one in groups)
    if took_part + barred > seats:
        return _("More members voted than the council has.")
    return ""


def _term(meeting: Meeting) -> CouncilTerm:
    term = term_on(meeting.held_on)
    if term is None:
        raise Refusal(_("Record first how many members the council had then: Groups of the council."))
    return term
