from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from typing import Any, Self

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from base.actions.audit_entry import record
from base.actions.search_entry import index_words
from base.file_content import FileContent
from base.instants import day as day_words
from base.models import Reference
from base.refusal import Refusal, refuse_if
from base.web_address import refusal_of_address
from participation.models import ConsultationRound
from proposals.actions.agenda_point import follow_agendas, follow_reading
from proposals.actions.paper_document import keep_document
from proposals.council_enums import AFTER_THE_ROUND, GOES_WITH, PaperKind
from proposals.council_rules import refusal_of_deciding_paper, refusal_of_withdrawn
from proposals.enums import FoundKind
from proposals.models import Commitment, CouncilPaper, CouncilReading, CouncilVote, Meeting
from proposals.motion_life import MotionEvent, can_happen
from proposals.queries.council import (
    meetings,
    paper_now,
    papers,
    root_of,
    settled_on,
    versions_of,
    votes_in_force,
)
from proposals.queries.motion import motion_standing

YEARS_AHEAD = 2
KEEP_PAPERS = "proposals.add_councilpaper"
# Editors prepare items: the plan of how people have a say is theirs. What college and council wrote is the clerk's.
KEEP_ALL_PAPERS = "proposals.add_councilvote"


@dataclass(frozen=True)
class PaperText:
    kind: str
    title: str
    dated_on: date
    number: str = ""
    url: str = ""
    holds_draft: bool = False
    source: str = ""
    reading: CouncilReading | None = None

    @classmethod
    def of(cls, paper: CouncilPaper, **changed: Any) -> Self:
        """As it was recorded, but for what changed; of another kind it holds no draft decision."""
        stands = {one.name: getattr(paper, one.name) for one in fields(cls)} | changed
        return cls(**stands | {"holds_draft": paper.holds_draft and stands["kind"] == paper.kind})


@dataclass(frozen=True)
class MeetingText:
    body: str
    held_on: date
    title: str = ""
    url: str = ""
    source: str = ""
    reading: CouncilReading | None = None


@transaction.atomic
def record_paper(
    *,
    text: PaperText,
    about: Reference | None,
    consultation_round: ConsultationRound | None,
    by: Any,
    at: datetime,
    meeting: Meeting | None = None,
    part_of: CouncilPaper | None = None,
    corrects: CouncilPaper | None = None,
    reason: str = "",
    document: FileContent | None = None,
    document_source: str = "",
) -> CouncilPaper:
    """Records a paper of college or council, with the document itself where there is one. What is written stands; a correction
    is a new paper that names the old.

    `part_of` is the paper that it goes with now, of a correction too.
    """
    kinds = {text.kind, corrects.kind} if corrects is not None else {text.kind}
    may = by.has_perm(KEEP_ALL_PAPERS) or (kinds == {PaperKind.PLAN} and by.has_perm(KEEP_PAPERS))
    refuse_if("" if may else _("Only the clerk keeps the papers of college and council; editors record plans."))
    if part_of is not None:
        about, consultation_round = about or part_of.about, consultation_round or part_of.consultation_round
    # Two that record at once wait for each other here.
    if (earlier := corrects or part_of) is not None:
        hold_paper(earlier)
    if corrects is not None:
        about, consultation_round = corrects.about, corrects.consultation_round
        meeting = meeting or corrects.meeting
        if CouncilPaper.objects.filter(corrects=corrects).exists():
            raise Refusal(_("This paper has been corrected already. Correct the correction."))
        if not reason.strip():
            raise Refusal(_("Say why it is corrected: everybody reads it."))
    if about is None and consultation_round is None:
        raise Refusal(_("Say what the paper is about: an agenda item or a round."))
    refuse_if(refusal_of_address(text.url))
    if text.dated_on > timezone.localtime(at).date():
        raise Refusal(_("The day of the paper lies ahead. Record it when it is there."))
    if text.holds_draft and text.kind != PaperKind.COUNCIL_PROPOSAL:
        raise Refusal(
            _("Only a proposal to the council has its draft decision in it. Untick that, or look at the kind.")
        )
    if text.kind == PaperKind.WITHDRAWAL and part_of is not None and corrects is None:
        refuse_if(refusal_to_withdraw(part_of))
    refuse_if(refusal_of_thing(about, consultation_round))
    of_thing = {"about": about, "consultation_round": consultation_round}
    refuse_if(refusal_to_go_with(text.kind, about, consultation_round, part_of))
    hold_thing(about, consultation_round)
    if corrects is None and text.kind in AFTER_THE_ROUND:
        refuse_if(refusal_of_withdrawn(about, consultation_round, text.dated_on))
    refuse_if(refusal_of_deciding_paper(text.kind, about, consultation_round, text.dated_on))
    if text.kind == PaperKind.AMENDMENT and part_of is not None:
        refuse_if(refusal_after_decision(root_of(part_of) or part_of, text.dated_on))
    if corrects is None:
        refuse_if(_refusal_of_again(text, of_thing | {"part_of": part_of}))
    else:
        refuse_if(_refusal_under_what_rests(text, corrects))
    refuse_if(_refusal_of_number(text, about, consultation_round, corrects))
    paper = CouncilPaper.objects.create(
        **vars(text),
        **of_thing,
        meeting=meeting,
        part_of=part_of,
        corrects=corrects,
        reason=reason,
        recorded_at=at,
        recorded_by=by,
    )
    keep_document(paper=paper, content=document, source=document_source, by=by, at=at)
    if corrects is not None:
        index_votes_on(paper)
    record(act="council_paper_recorded", about=str(about or consultation_round), by=by, at=at, paper=paper.pk)
    follow_agendas(paper=paper, by=by, at=at)
    return paper


def index_votes_on(paper: CouncilPaper) -> None:
    """A vote is found by its paper as that is called now; `paper` is the newest."""
    votes = CouncilVote.objects.filter(paper__in=versions_of([paper]))
    index_words(FoundKind.VOTE, votes.values_list("pk", flat=True))


def hold_paper(paper: CouncilPaper) -> None:
    """A paper and all its corrections, until the transaction ends: what it first was is held."""
    CouncilPaper.objects.select_for_update().get(pk=min(versions_of([paper])))


def hold_thing(about: Reference | None, consultation_round: ConsultationRound | None) -> None:
    """What papers and promises are about, until the transaction ends."""
    keys = [about.pk if about else None, consultation_round.reference_id if consultation_round else None]
    list(Reference.objects.select_for_update().filter(pk__in=filter(None, keys)).order_by("pk"))


def refusal_of_thing(about: Reference | None, consultation_round: ConsultationRound | None) -> str:
    """Of a round and an item that something would be about at once: a round about an item is about no other."""
    its = consultation_round.about if consultation_round is not None else None
    if consultation_round is None or about is None or its is None or its == about:
        return ""
    return _(
        "%(round)s is about %(its)s, and not about %(item)s. Choose a round and an item that belong together, or the round alone."
    ) % {"round": consultation_round.reference.string, "its": its.string, "item": about.string}


def _refusal_of_again(text: PaperText, of_thing: dict[str, Any]) -> str:
    same = {name: getattr(text, name) for name in ("kind", "number", "title", "dated_on")}
    is_read_again = (
        bool(text.source) and CouncilPaper.objects.filter(source=text.source, about=of_thing["about"]).exists()
    )
    if is_read_again or papers().filter(**same, **of_thing, source="").exists():
        return _("This paper was recorded already. Correct that one if it changed.")
    return ""


def _refusal_under_what_rests(text: PaperText, corrects: CouncilPaper) -> str:
    """What was voted on a paper, or hangs on it, rests on its kind; and nothing was voted on before it was there."""
    versions = versions_of([corrects])
    votes = votes_in_force().filter(paper__in=versions)
    first = votes.first()
    if text.kind != corrects.kind:
        kind = {"kind": corrects.get_kind_display()}
        if first is not None:
            return _("The council voted on this paper as a %(kind)s, so that it stays one.") % kind
        rests_on = [str(one) for one in papers().filter(part_of__in=versions)]
        rests_on += [one.reference.string for one in Commitment.objects.filter(paper__in=versions)]
        if rests_on:
            others = {"others": ", ".join(rests_on)}
            return _("%(others)s goes with this paper as a %(kind)s, so that it stays one.") % (kind | others)
    if first is not None and text.dated_on > first.meeting.held_on:
        return _(
            "The council voted on this paper on %(day)s, so that it cannot be of a later day. Look at the day; if that of "
            "the vote is wrong, correct the vote first."
        ) % {"day": day_words(first.meeting.held_on)}
    return ""


def _refusal_of_number(
    text: PaperText,
    about: Reference | None,
    consultation_round: ConsultationRound | None,
    corrects: CouncilPaper | None,
) -> str:
    """The same paper is recorded twice under one number, or one of the two numbers is wrong."""
    same = papers().filter(kind=text.kind, number__iexact=text.number, about=about)
    if about is None:
        same = same.filter(consultation_round=consultation_round)
    if corrects is not None:
        same = same.exclude(pk=corrects.pk)
    if not text.number or (found := same.first()) is None:
        return ""
    return _("Recorded already: %(paper)s. Correct that one, or look at the number.") % {"paper": found.label}


def refusal_to_go_with(
    kind: str, about: Reference | None, consultation_round: ConsultationRound | None, part_of: CouncilPaper | None
) -> str:
    """An amendment changes the proposal on its own item (Gemeentewet 147b); a motion goes with one, or stands alone."""
    if part_of is None:
        if kind == PaperKind.AMENDMENT:
            return _("Say which proposal it changes. Record the proposal first, if it is not there yet.")
        return ""
    kinds = GOES_WITH.get(PaperKind(kind))
    if kinds is not None and part_of.kind not in kinds:
        return _("%(paper)s is no proposal to the council, and this goes with one.") % {"paper": part_of}
    own = about.pk if about is not None else getattr(consultation_round, "about_id", None)
    its = part_of.item_id
    if own == its and (own is not None or consultation_round == part_of.consultation_round):
        return ""
    return _(
        "%(paper)s is about %(item)s, and this paper about something else. Choose a paper on the same item; "
        "a motion without one stands alone."
    ) % {"paper": part_of, "item": part_of.about or part_of.consultation_round}


def refusal_after_decision(proposal: CouncilPaper, day: date) -> str:
    """Only of what is still to be decided a member can propose to change something (Gemeentewet 147b)."""
    decided_on = settled_on(proposal)
    if decided_on is None or day <= decided_on:
        return ""
    return _(
        "The council decided on %(paper)s on %(day)s, so it cannot be changed by an amendment after that. Look at the day; "
        "what changes it now is a new proposal."
    ) % {"paper": proposal, "day": day_words(decided_on)}


def refusal_to_withdraw(paper: CouncilPaper) -> str:
    """Of a motion or an amendment: what the council voted on is not taken back."""
    found = motion_standing(paper_now(paper))
    if found is None or can_happen(found.paper.kind, found.state, MotionEvent.WITHDRAWAL):
        return ""
    return _("This cannot be withdrawn any more: %(state)s.") % {"state": found.state.label}


def meeting_on(*, body: str, held_on: date, by: Any, at: datetime) -> Meeting:
    """The meeting of a body on a day, also on one ahead, as its information system has it where it was read there; made where
    there is none."""
    refuse_if(_refusal_of_year(held_on, at))
    known = meetings().filter(body=body, held_on=held_on).order_by("source", "pk").last()
    return (
        known
        or Meeting.objects.get_or_create(
            body=body, held_on=held_on, source="", defaults={"recorded_at": at, "recorded_by": by}
        )[0]
    )


@transaction.atomic
def record_meeting(
    *, text: MeetingText, by: Any, at: datetime, corrects: Meeting | None = None, reason: str = ""
) -> Meeting:
    """Records a meeting as the council's information system has it, also one that lies ahead, with the papers that stand on its
    agenda. What was voted in the one that it corrects, or stands on its agenda, is moved to it by
    `proposals.actions.council_difference`."""
    refuse_if("" if by.has_perm(KEEP_ALL_PAPERS) else _("Only the clerk records meetings of the council."))
    refuse_if(refusal_of_address(text.url) or _refusal_of_year(text.held_on, at))
    if corrects is None:
        refuse_if(_refusal_of_meeting_again(text))
    else:
        Meeting.objects.select_for_update().get(pk=corrects.pk)
        if Meeting.objects.filter(corrects=corrects).exists():
            raise Refusal(_("This has been corrected already. Correct the correction."))
        refuse_if("" if reason.strip() else _("Say why it is corrected: everybody reads it."))
    written = {"corrects": corrects, "reason": reason, "recorded_at": at, "recorded_by": by}
    try:
        with transaction.atomic():
            meeting = Meeting.objects.create(**vars(text), **written)
    except IntegrityError:
        # Somebody else recorded it at this moment; the database let one of the two through.
        raise Refusal(_refusal_of_meeting_again(text)) from None
    record(act="meeting_recorded", about=f"{text.body} {text.held_on}", by=by, at=at, meeting=meeting.pk)
    if text.reading is not None and corrects is None:
        follow_reading(meeting=meeting, reading=text.reading, by=by, at=at)
    return meeting


def _refusal_of_meeting_again(text: MeetingText) -> str:
    if text.source and Meeting.objects.filter(source=text.source).exists():
        return _("This meeting was recorded already. Look again at what its information system says of it.")
    if not text.source and Meeting.objects.filter(body=text.body, held_on=text.held_on, source="").exists():
        return _("This meeting was recorded already. A vote of that day will stand in it: record the vote.")
    return ""


def _refusal_of_year(held_on: date, at: datetime) -> str:
    """Nobody plans meetings further ahead: the year was mistyped."""
    if held_on > timezone.localtime(at).date() + timedelta(days=366 * YEARS_AHEAD):
        return _("That meeting lies more than %(years)d years ahead. Look at the year.") % {"years": YEARS_AHEAD}
    return ""
