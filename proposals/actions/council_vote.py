from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from base.actions.audit_entry import record
from base.actions.search_entry import index_words
from base.instants import day as day_words
from base.instants import until
from base.refusal import Refusal, refuse_if
from participation.enums import FollowMoment
from participation.models import ConsultationRound
from proposals.actions.council_paper import hold_paper, hold_thing, refusal_after_decision
from proposals.answer_tasks import announce_to_contributors
from proposals.council_arithmetic import Heads, outcome_of
from proposals.council_contradiction import contradiction, other_paper
from proposals.council_enums import AFTER_THE_ROUND, HEADS, SETTLED, VOTED_ON, MeetingBody, PaperKind
from proposals.council_rules import refusal_before_asking, refusal_of_withdrawn
from proposals.council_understood import Understood
from proposals.enums import FoundKind
from proposals.mailboxes import people_told
from proposals.models import (
    CouncilGroup,
    CouncilPaper,
    CouncilReading,
    CouncilTerm,
    CouncilVote,
    GroupVote,
    Meeting,
)
from proposals.motion_life import MotionState
from proposals.queries.council import (
    amendments_to,
    followed_with,
    root_of,
    rounds_of,
    still_asked,
    term_on,
    versions_of,
    votes_in_force,
)
from proposals.queries.decision import decisions_resting_on, disagreement, votes_behind
from proposals.queries.motion import motion_standing

RECORD_VOTE = "proposals.add_councilvote"


@dataclass(frozen=True)
class GroupHeads:
    """How many members of a group did what, and how many of its seats nobody held."""

    group: CouncilGroup
    in_favour: int = 0
    against: int = 0
    abstained: int = 0
    absent: int = 0
    vacant: int = 0

    @property
    def all(self) -> int:
        return self.in_favour + self.against + self.abstained + self.absent + self.vacant


class Contradiction(Refusal):
    """What the council published of a vote is something else than its numbers come to."""


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
    reading: CouncilReading | None = None,
    corrects: CouncilVote | None = None,
    reason: str = "",
    despite: str = "",
) -> CouncilVote:
    """Records how the council voted on a paper. What it came to follows from the numbers, by the law.

    Raises Contradiction where the council published something else in what was read, and `despite` does not say why that is
    wrong.
    """
    refuse_if("" if by.has_perm(RECORD_VOTE) else _("Only the clerk records votes of the council."))
    # Two that record at once wait for each other here; so does who records the decision on the same.
    hold_paper(paper)
    hold_thing(paper.item, paper.consultation_round)
    of_paper = CouncilVote.objects.filter(paper__in=versions_of([paper]))
    if corrects is None and paper.kind in AFTER_THE_ROUND:
        refuse_if(refusal_of_withdrawn(paper.about, paper.consultation_round))
    refuse_if(_refusal_of_day(meeting, at))
    refuse_if(_refusal(paper, of_paper, meeting, groups, corrects, reason, was_called=was_called))
    term = _term(meeting)
    vacant = sum(one.vacant for one in groups)
    in_office = term.seats - vacant
    refuse_if(_refusal_of_members(groups, term, in_office))
    refuse_if(_refusal_of_numbers(groups, in_office, barred) if was_called else "")
    refuse_if(_refusal_of_silence(groups, term, barred) if was_called else "")
    others = of_paper.filter(corrected_by=None)
    if corrects is not None:
        others = others.exclude(pk=corrects.pk)
    before = set(others.filter(meeting__held_on__lt=meeting.held_on).values_list("outcome", flat=True))
    heads = Heads(
        in_office=in_office,
        barred=barred,
        in_favour=sum(one.in_favour for one in groups),
        against=sum(one.against for one in groups),
        vacant=vacant,
    )
    outcome = outcome_of(heads, was_called=was_called, before=before)
    refuse_if(_refusal_of_order(others, meeting, corrects, outcome))
    refuse_if(_refusal_of_amendments(paper, meeting, outcome))
    # A correction is what happened; the decision that rested on it then waits on the clerk's desk.
    refuse_if(_refusal_of_decision(paper, meeting, outcome) if corrects is None else "")
    refuse_if(other_paper(reading, paper) if reading is not None else "")
    if reading is None and not others.exists():
        reading = _told_with(paper)
    contradicts = _contradiction(reading, groups, outcome) if reading is not None else ""
    if contradicts and not despite.strip():
        raise Contradiction(contradicts)
    vote = CouncilVote.objects.create(
        paper=paper,
        meeting=meeting,
        in_office=in_office,
        barred=barred,
        was_called=was_called,
        is_second="tied" in before,
        outcome=outcome,
        reading=reading,
        despite=despite if contradicts else "",
        corrects=corrects,
        reason=reason,
        recorded_at=at,
        recorded_by=by,
    )
    GroupVote.objects.bulk_create([GroupVote(vote=vote, **vars(one)) for one in groups if was_called])
    index_words(FoundKind.VOTE, [vote.pk, *([corrects.pk] if corrects is not None else [])])
    record(
        act="council_vote_recorded",
        about=str(paper.about or paper.consultation_round),
        by=by,
        at=at,
        vote=vote.pk,
        outcome=vote.outcome,
    )
    # Whoever took part hears of the proposal itself; of what else the council voted on those hear who follow it.
    announce_to_contributors(
        rounds=_took_part(paper), moment=FollowMoment.VOTE, what=vote.pk, references=followed_with(paper)
    )
    return vote


def people_told_of(paper: CouncilPaper) -> int:
    """To how many mailboxes a vote on it is told."""
    return people_told(_took_part(paper), followed_with(paper))


def _took_part(paper: CouncilPaper) -> list[ConsultationRound]:
    """The rounds of what the council was asked to decide."""
    if paper.kind != PaperKind.COUNCIL_PROPOSAL:
        return []
    about = Q(pk=paper.consultation_round_id) | Q(about__isnull=False, about=paper.item_id)
    return [*ConsultationRound.objects.filter(about, cancelled_at=None, is_standing=False).order_by("pk")]


def _refusal(
    paper: CouncilPaper,
    of_paper: QuerySet[CouncilVote],
    meeting: Meeting,
    groups: Sequence[GroupHeads],
    corrects: CouncilVote | None,
    reason: str,
    *,
    was_called: bool,
) -> str:
    if CouncilPaper.objects.filter(corrects=paper).exists():
        return _("This paper has been corrected. Record the vote on the corrected paper.")
    if paper.kind not in VOTED_ON:
        return _("The council does not vote on such a paper: %(kind)s.") % {"kind": paper.get_kind_display()}
    if meeting.body != MeetingBody.COUNCIL:
        return _("Only the council votes by the law; a committee advises.")
    if meeting.held_on < paper.dated_on:
        return _("The meeting was before the paper is dated. Look at the two days.")
    # What was recorded once is corrected, whatever was refused since.
    if paper.kind in AFTER_THE_ROUND and (corrects is None or corrects.meeting.held_on != meeting.held_on):
        ends_at = still_asked(paper, meeting.held_on)
        if ends_at is not None:
            return _(
                "On that day people could still react (%(until)s): the council votes after that. Look at the day."
            ) % {"until": until(ends_at)}
        if sentence := refusal_before_asking(rounds_of(paper), meeting.held_on):
            return sentence
    if was_called and not any(one.all for one in groups):
        return _("Give the numbers of the groups, or say that nobody asked for a vote.")
    if corrects is not None and CouncilVote.objects.filter(corrects=corrects).exists():
        return _("This vote has been corrected already. Correct the correction.")
    of_paper = of_paper.filter(corrected_by=None)
    others = of_paper.exclude(pk=corrects.pk) if corrects is not None else of_paper
    if others.filter(meeting=meeting).exists():
        return _("The vote on this paper in that meeting was recorded already. Correct it if it is wrong.")
    if corrects is None:
        motion = motion_standing(paper)
        if motion is not None and motion.state == MotionState.WITHDRAWN:
            return _("This was withdrawn, so the council does not vote on it.")
        settled = of_paper.filter(outcome__in=SETTLED)
        return _("The council settled this paper already.") if settled.exists() else ""
    if not of_paper.filter(pk=corrects.pk).exists():
        return _("That vote was on another paper.")
    return "" if reason.strip() else _("Say why it is corrected: everybody reads it.")


def _refusal_of_day(meeting: Meeting, at: datetime) -> str:
    if meeting.held_on <= timezone.localtime(at).date():
        return ""
    return _("That meeting lies ahead. Record its vote when it was held.")


def _refusal_of_members(groups: Sequence[GroupHeads], term: CouncilTerm, in_office: int) -> str:
    if any(one.group.term_id != term.pk for one in groups):
        return _("On that day the council had other groups. Give the numbers of the groups of that day.")
    return "" if in_office > 0 else _("Not every seat of the council is vacant: look at the numbers of vacant seats.")


def _refusal_of_order(
    others: QuerySet[CouncilVote], meeting: Meeting, corrects: CouncilVote | None, outcome: str
) -> str:
    """What a later vote came to rests on what the votes before it came to, so that these stay as they are."""
    if corrects is not None and (corrects.meeting_id, corrects.outcome) == (meeting.pk, outcome):
        return ""
    first = min(meeting.held_on, corrects.meeting.held_on) if corrects is not None else meeting.held_on
    if others.filter(meeting__held_on__gt=first).exists():
        return _("A later vote on this paper rests on this one. Correct the later vote first.")
    return ""


def _refusal_of_amendments(paper: CouncilPaper, meeting: Meeting, outcome: str) -> str:
    """An amendment is voted on before its proposal is decided on, or on that day (Gemeentewet 147b)."""
    if (proposal := root_of(paper)) is not None:
        return refusal_after_decision(proposal, meeting.held_on)
    if paper.kind != PaperKind.COUNCIL_PROPOSAL or outcome not in SETTLED:
        return ""
    found = amendments_to(paper)
    later = [one for one in found if one.dated_on > meeting.held_on]
    votes = votes_in_force().filter(paper__in=versions_of(found), meeting__held_on__gt=meeting.held_on)
    later += [vote.paper for vote in votes]
    if not later:
        return ""
    return _("%(paper)s, which changes this proposal, is of a later day. Look at the days.") % {"paper": later[0]}


def _refusal_of_decision(paper: CouncilPaper, meeting: Meeting, outcome: str) -> str:
    """What the council decided says the same as the votes behind it, of which this would be one."""
    vote = CouncilVote(paper=paper, meeting=meeting, outcome=outcome)
    for decision in decisions_resting_on(vote):
        if disagreement(decision.verdict, [*votes_behind(decision), vote]) is not None:
            return _(
                "Decision %(number)s of %(day)s says: %(verdict)s. Look at the numbers, or correct that decision first."
            ) % {
                "number": decision.reference.string,
                "day": day_words(decision.decided_on),
                "verdict": decision.get_verdict_display(),
            }
    return ""


def _told_with(paper: CouncilPaper) -> CouncilReading | None:
    """What was read with a paper, where that says something of the vote on it."""
    reading = paper.reading
    return reading if reading is not None and Understood.of_data(reading.understood).tells_of_vote else None


def _contradiction(reading: CouncilReading, groups: Sequence[GroupHeads], outcome: str) -> str:
    given = {name: sum(getattr(one, name) for one in groups) for name in HEADS}
    if not (sentence := contradiction(Understood.of_data(reading.understood), given, outcome)):
        return ""
    return _(
        "%(contradiction)s Look which of the two is right. If what was published is wrong, say with the numbers why you record "
        "them all the same: everybody reads it."
    ) % {"contradiction": sentence}


def _refusal_of_numbers(groups: Sequence[GroupHeads], in_office: int, barred: int) -> str:
    """No group votes with more members than it has, and not all of them with more than the council has."""
    for one in groups:
        if one.all > one.group.seats:
            return ngettext(
                "%(group)s has %(seats)d seat, and %(number)d members were given.",
                "%(group)s has %(seats)d seats, and %(number)d members were given.",
                one.group.seats,
            ) % {"group": one.group.name, "seats": one.group.seats, "number": one.all}
    took_part = sum(one.in_favour + one.against for one in groups)
    if took_part + barred > in_office:
        return _(
            "%(took_part)d members voted, %(barred)d may not take part, and %(in_office)d are in office: the seats of the council "
            "without those that are vacant. Look at the numbers."
        ) % {"took_part": took_part, "barred": barred, "in_office": in_office}
    return ""


def _refusal_of_silence(groups: Sequence[GroupHeads], term: CouncilTerm, barred: int) -> str:
    """A group of which nothing is given was forgotten, unless those who may not take part can be all of it."""
    given = {one.group.pk: one for one in groups}
    silent = {}
    for group in term.groups.all():
        one = given.get(group.pk, GroupHeads(group))
        if one.all == one.vacant < group.seats:
            silent[group.name] = group.seats - one.vacant
    if sum(silent.values()) <= barred:
        return ""
    return _(
        "Nothing is given of %(groups)s. Say of each group what it did: for, against, abstained or absent; or that its seats are vacant."
    ) % {"groups": ", ".join(silent)}


def _term(meeting: Meeting) -> CouncilTerm:
    term = term_on(meeting.held_on)
    if term is None:
        raise Refusal(_("Record first how many members the council had then: Groups of the council."))
    return term
