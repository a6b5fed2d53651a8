from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from base.actions.audit_entry import record
from base.actions.published_version import publish_record
from base.actions.reference import allot_reference
from base.enums import ReferenceKind
from base.instants import day as day_words
from base.models import Reference
from base.refusal import Refusal, refuse_if
from base.web_address import refusal_of_address
from participation.enums import FollowMoment
from participation.models import ConsultationRound, Subject
from participation.tasks import announce
from proposals.actions.council_paper import hold_paper, hold_thing, refusal_of_thing
from proposals.answer_tasks import announce_to_contributors
from proposals.commitment_life import STEPS, CommitmentState, refusal_of_step
from proposals.council_enums import CommitmentOrigin, CommitmentStep
from proposals.council_rules import refusal_of_withdrawn
from proposals.models import (
    Commitment,
    CommitmentCorrection,
    CommitmentEvent,
    CouncilPaper,
    Decision,
    Milestone,
    Spending,
)
from proposals.motion_life import MotionEvent, can_happen
from proposals.queries.commitment import CommitmentStanding, commitment_standing, course_of
from proposals.queries.motion import motion_standing
from proposals.queries.request import agreed_on

KEEP = "proposals.add_commitment"
EARLIEST, LATEST = 2000, 2100
# Ours: what is further away than so many years after the promise was typed wrongly.
YEARS_AHEAD = 10
# Ours: for so long after a promise was recorded a later day can have been a slip of the pen.
SLIP = timedelta(days=14)


@dataclass(frozen=True)
class CommitmentText:
    origin: str
    text: str
    department: str
    made_on: date
    due_on: date
    text_en: str = ""


@dataclass(frozen=True)
class Told:
    """What is said of a step, and what shows it."""

    happened_on: date
    note: str = ""
    note_en: str = ""
    evidence_url: str = ""
    picture: Any = None
    due_on: date | None = None


@transaction.atomic
def make_commitment(
    *,
    text: CommitmentText,
    about: Reference | None,
    consultation_round: ConsultationRound | None,
    by: Any,
    at: datetime,
    decision: Decision | None = None,
    paper: CouncilPaper | None = None,
    subject: Subject | None = None,
) -> Commitment:
    """Records what was promised under a number of its own; from then on the promise stands as it is."""
    refuse_if(_refusal_of_hand(by))
    # What a decision or a paper is about, the promise made with it is about too.
    for source in (decision, paper):
        refuse_if(_refusal_of_source(about, source))
        about = about or (source.about if source else None)
        consultation_round = consultation_round or (source.consultation_round if source else None)
    refuse_if(refusal_of_thing(about, consultation_round) or _refusal_of_request(text, subject))
    refuse_if(_refusal_of_commitment(text, about, consultation_round or subject, at))
    # Two that record at once wait for each other here.
    if paper is not None:
        hold_paper(paper)
    hold_thing(about, consultation_round)
    refuse_if(_refusal_of_motion(text, paper))
    # What is promised on a motion of the council settles that.
    if text.origin != CommitmentOrigin.MOTION:
        refuse_if(refusal_of_withdrawn(about, consultation_round, text.made_on))
    same = Commitment.objects.filter(text=text.text, made_on=text.made_on, about=about, paper=paper, subject=subject)
    again = same.exclude(events__step=CommitmentStep.MISTAKE).first()
    if again is not None:
        raise Refusal(_("This promise was recorded already: %(number)s.") % {"number": again.reference.string})
    commitment = Commitment.objects.create(
        reference=allot_reference(kind=ReferenceKind.COMMITMENT, at=at),
        about=about,
        consultation_round=consultation_round,
        decision=decision,
        paper=paper,
        subject=subject,
        recorded_at=at,
        recorded_by=by,
        **vars(text),
    )
    publish_record(record=commitment, in_english=bool(commitment.text_en), by=by, at=at)
    record(act="commitment_made", about=commitment.reference, by=by, at=at, due_on=commitment.due_on)
    announce(moment=FollowMoment.PROMISE, what=f"made {commitment.pk}", references=_followed(commitment))
    return commitment


@transaction.atomic
def correct_commitment(
    *, commitment: Commitment, text: CommitmentText, reason: str, read: int, by: Any, at: datetime
) -> CommitmentCorrection:
    """Puts right what was recorded wrongly, as the next version of the promise; the version before stays readable, and whoever
    follows it hears. `read`: how many corrections there were when who corrects read it.
    """
    refuse_if(_refusal_of_hand(by))
    standing = _held(commitment)
    commitment = standing.commitment
    refuse_if(_refusal_of_mistake(standing))
    if len(commitment.corrections.all()) != read:
        raise Refusal(
            _(
                "Somebody corrected this promise since you opened this page. It stands above as it is now; what you typed stands "
                "here. Change what is still wrong and send it again."
            )
        )
    refuse_if(_refusal_of_request(text, commitment.subject))
    refuse_if("" if reason.strip() else _("Say why it is corrected: everybody reads it."))
    refuse_if(_refusal_of_commitment(text, commitment.about, commitment.consultation_round or commitment.subject, at))
    refuse_if(_refusal_of_motion_day(text, commitment.paper) if text.made_on != commitment.made_on else "")
    refuse_if(_refusal_of_later_day(commitment, text.due_on, at))
    if commitment.text_en and not text.text_en:
        raise Refusal(_("The promise was published in English, too. Give its English words as they should be."))
    before = commitment.reference.versions.filter(is_translation=False).newest_first().first()
    if before is None or all(getattr(commitment, name) == value for name, value in vars(text).items()):
        raise Refusal(_("Nothing is another than it was. Change what is wrong, or leave it."))
    correction = CommitmentCorrection.objects.create(commitment=commitment, version=before, reason=reason, at=at, by=by)
    for name, value in vars(text).items():
        setattr(commitment, name, value)
    commitment.save(update_fields=list(vars(text)))
    publish_record(record=commitment, in_english=bool(commitment.text_en), by=by, at=at, change_note=reason)
    record(act="commitment_corrected", about=commitment.reference, by=by, at=at, version=before.label)
    what = f"corrected {correction.pk}"
    announce(moment=FollowMoment.PROMISE, what=what, references=_followed(commitment))
    return correction


@transaction.atomic
def add_milestone(
    *, commitment: Commitment, title: str, due_on: date, by: Any, at: datetime, title_en: str = ""
) -> Milestone:
    """Adds a step in carrying a promise out."""
    refuse_if(_refusal_of_hand(by))
    standing = _held(commitment)
    refuse_if(_refusal_of_mistake(standing))
    if standing.state.is_over:
        raise Refusal(_("This is over. Take it up again first, with the reason."))
    refuse_if(_refusal_of_day(due_on, standing.commitment.made_on) or _refusal_of_step_after_all(due_on, standing))
    milestone = Milestone.objects.create(
        commitment=commitment, title=title, title_en=title_en, due_on=due_on, recorded_at=at
    )
    record(act="milestone_added", about=commitment.reference, by=by, at=at, milestone=milestone.pk)
    return milestone


@transaction.atomic
def record_step(
    *, commitment: Commitment, step: str, told: Told, by: Any, at: datetime, milestone: Milestone | None = None
) -> CommitmentEvent:
    """Records what happened to a promise or to one milestone of it, and tells whoever follows the promise or what it is about."""
    refuse_if(_refusal_of_hand(by))
    # Two that record at once wait for each other here.
    standing = _held(commitment)
    refuse_if(refusal_of_told(standing, CommitmentStep(step), told, milestone, at))
    event = CommitmentEvent.objects.create(
        commitment=commitment, milestone=milestone, step=step, at=at, by=by, **vars(told)
    )
    record(
        act="commitment_step", about=commitment.reference, by=by, at=at, step=step, milestone=milestone and milestone.pk
    )
    if milestone is None:
        _tell(commitment, event)
    return event


@transaction.atomic
def record_spending(
    *, commitment: Commitment, year: int, planned: int, spent: int | None, by: Any, at: datetime
) -> Spending:
    """Records the money of one year, in whole euros; what was said of that year before stays on record."""
    refuse_if(_refusal_of_hand(by))
    if not EARLIEST <= year <= LATEST:
        raise Refusal(_("Give the year in four figures."))
    refuse_if(_refusal_of_mistake(_held(commitment)))
    row = Spending.objects.create(commitment=commitment, year=year, planned=planned, spent=spent, at=at, by=by)
    record(act="spending_recorded", about=commitment.reference, by=by, at=at, year=year, planned=planned, spent=spent)
    return row


def refusal_of_told(
    standing: CommitmentStanding, step: CommitmentStep, told: Told, milestone: Milestone | None, at: datetime
) -> str:
    """Why a step cannot be recorded so."""
    course = standing if milestone is None else _course_of_milestone(standing, milestone)
    if milestone is not None and step == CommitmentStep.MISTAKE:
        return _("Only the whole promise can have been recorded by mistake. Say of its step why it will not be done.")
    if milestone is not None and (sentence := _refusal_of_mistake(standing)):
        return sentence
    if standing.state.is_over and milestone is not None:
        return _("This is over. Take it up again first, with the reason.")
    if sentence := refusal_of_step(course.state, step):
        return sentence
    asked = STEPS[step]
    if sentence := refusal_of_address(told.evidence_url):
        return sentence
    if told.happened_on > timezone.localtime(at).date():
        return _("That day lies ahead. Record it when it has happened.")
    if told.happened_on < standing.commitment.made_on:
        return _("That day is before the promise was made.")
    if asked.needs_note and not told.note.strip():
        return _("Say in a sentence what happened and why: everybody reads it.")
    if asked.needs_day and told.due_on is None:
        return _("Give the new day.")
    if asked.needs_day and told.due_on == course.due_on:
        return _("That is the day that it has already.")
    if told.due_on is not None and asked.needs_day:
        if sentence := _refusal_of_day(told.due_on, standing.commitment.made_on):
            return sentence
        if told.due_on < told.happened_on:
            return _("The new day lies before the day on which it was put off. Look at the two days.")
        if milestone is not None and (sentence := _refusal_of_step_after_all(told.due_on, standing)):
            return sentence
    if not asked.needs_day and told.due_on is not None:
        return _("A new day belongs to putting it off.")
    if milestone is not None:
        return ""
    if asked.needs_evidence and not told.evidence_url and told.picture is None:
        return _("Show that it is done: give a link or a picture.")
    if step == CommitmentStep.DONE and standing.open_milestones:
        return _("Not every step of it is done. Say first what became of those that are open.")
    return ""


def _refusal_of_hand(by: Any) -> str:
    return "" if by.has_perm(KEEP) else _("Only the clerk keeps the register of promises.")


def _refusal_of_mistake(standing: CommitmentStanding) -> str:
    """Nothing is recorded of a promise that was recorded by mistake."""
    is_mistake = standing.state == CommitmentState.MISTAKE
    return refusal_of_step(standing.state, CommitmentStep.STARTED) if is_mistake else ""


def _refusal_of_commitment(
    text: CommitmentText, about: Reference | None, otherwise: ConsultationRound | Subject | None, at: datetime
) -> str:
    """`otherwise` is what it is about where it is about no agenda item."""
    if about is None and otherwise is None:
        return _("Say what the promise is about: an agenda item, a round, or the decision it was made with.")
    if text.made_on > timezone.localtime(at).date():
        return _("The day of the promise lies ahead. Record it when it has been made.")
    if text.due_on < text.made_on:
        return _("It is promised by a day before it was promised. Look at the two days.")
    if text.made_on.year < EARLIEST:
        return _("The day of the promise lies too far back. Look at its year.")
    return _refusal_of_day(text.due_on, text.made_on)


def _refusal_of_day(day: date, made_on: date) -> str:
    """By when something is promised, or put off to."""
    if day < made_on:
        return _("That day is before the promise was made.")
    if day.year > made_on.year + YEARS_AHEAD:
        return _("That is more than %(years)d years after the promise was made. Look at the year.") % {
            "years": YEARS_AHEAD
        }
    return ""


def _refusal_of_later_day(commitment: Commitment, after: date, at: datetime) -> str:
    """That something comes later than was promised is no slip of the pen, and stays readable in every list."""
    today, before = timezone.localtime(at).date(), commitment.due_on
    is_fresh = today <= timezone.localtime(commitment.recorded_at).date() + SLIP
    if after <= before or (before >= today and is_fresh):
        return ""
    return _(
        "It was promised by %(day)s, and a correction would make it as if it never was. Put the promise off to the new day, and say "
        "there what was wrong with the day."
    ) % {"day": day_words(before)}


def _refusal_of_step_after_all(day: date, standing: CommitmentStanding) -> str:
    if day <= standing.due_on:
        return ""
    return _("The step would come after the day on which all of it is promised. Put that off first.")


def _refusal_of_motion(text: CommitmentText, paper: CouncilPaper | None) -> str:
    """What is promised on a motion settles it, so the council carried it before."""
    if text.origin != CommitmentOrigin.MOTION or paper is None:
        return ""
    motion = motion_standing(paper)
    if motion is None or not motion.is_motion:
        return _("%(paper)s is no motion. Say where it was promised: with a decision, or in a meeting.") % {
            "paper": paper
        }
    if not can_happen(motion.paper.kind, motion.state, MotionEvent.PROMISED):
        return _("This was not carried: %(state)s. A promise made in return is one 'in a meeting'.") % {
            "state": motion.state.label
        }
    return _refusal_of_motion_day(text, paper)


def _refusal_of_motion_day(text: CommitmentText, paper: CouncilPaper | None) -> str:
    motion = motion_standing(paper) if text.origin == CommitmentOrigin.MOTION and paper is not None else None
    if motion is None or not motion.is_motion:
        return ""
    carried_on = motion.vote.meeting.held_on if motion.vote is not None else motion.since
    if text.made_on >= carried_on:
        return ""
    return _("The motion was carried on %(day)s, and the promise is of an earlier day. Look at the two days.") % {
        "day": day_words(carried_on)
    }


def _refusal_of_request(text: CommitmentText, subject: Subject | None) -> str:
    """What is promised on a request follows from it, so it was agreed to before."""
    if subject is None:
        return _("Say on which request it was promised.") if text.origin == CommitmentOrigin.REQUEST else ""
    if text.origin != CommitmentOrigin.REQUEST:
        return _("A promise on a request is one 'on a request of residents'. Choose that, or leave the request empty.")
    day = agreed_on(subject)
    if day is None:
        return _("%(request)s was not agreed to. Record first what was decided on it.") % {
            "request": subject.reference.string
        }
    if text.made_on >= day:
        return ""
    return _("The request was agreed to on %(day)s, and the promise is of an earlier day. Look at the two days.") % {
        "day": day_words(day)
    }


def _refusal_of_source(about: Reference | None, source: Decision | CouncilPaper | None) -> str:
    """A promise is about what it was made with: the decision or the paper."""
    its = None
    if source is not None:
        its = source.about or (source.consultation_round.about if source.consultation_round else None)
    if about is None or its is None or its == about:
        return ""
    return _("%(source)s is about %(its)s, and not about %(item)s. Leave the item empty: it follows.") % {
        "source": source,
        "its": its.string,
        "item": about.string,
    }


def _held(commitment: Commitment) -> CommitmentStanding:
    Commitment.objects.select_for_update().get(pk=commitment.pk)
    standing = commitment_standing(commitment.reference.string)
    assert standing is not None  # noqa: S101 - it is held
    return standing


def _course_of_milestone(standing: CommitmentStanding, milestone: Milestone) -> Any:
    return course_of(milestone.due_on, [one for one in standing.events if one.milestone_id == milestone.pk])


def _tell(commitment: Commitment, event: CommitmentEvent) -> None:
    """Whoever follows it; and how it ended everybody who took part in the round that it was promised after."""
    is_end = event.step in (CommitmentStep.DONE, CommitmentStep.DROPPED)
    round_ = commitment.consultation_round
    announce_to_contributors(
        rounds=[round_] if is_end and round_ is not None else [],
        moment=FollowMoment.PROMISE,
        what=f"step {event.pk}",
        references=_followed(commitment),
    )


def _followed(commitment: Commitment) -> list[int]:
    """The promise itself, and what it is about or follows from."""
    round_ = commitment.consultation_round
    subject = commitment.subject
    found = [commitment.reference_id, commitment.about_id, round_.reference_id if round_ else None]
    found.append(subject.reference_id if subject else None)
    return [pk for pk in found if pk is not None]
