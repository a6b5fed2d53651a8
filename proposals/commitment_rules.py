"""What a promise is, and why something of it cannot be recorded so. A rule returns a refusal as a sentence, or nothing."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from base.instants import day as day_words
from base.models import Reference
from base.web_address import refusal_of_address
from participation.models import ConsultationRound, Subject
from proposals.commitment_life import STEPS, CommitmentState, refusal_of_step
from proposals.council_enums import CommitmentOrigin, CommitmentStep
from proposals.models import Commitment, CouncilPaper, Decision, Milestone
from proposals.motion_life import MotionEvent, can_happen
from proposals.queries.commitment import CommitmentStanding, course_of
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


def refusal_of_told(
    standing: CommitmentStanding, step: CommitmentStep, told: Told, milestone: Milestone | None, at: datetime
) -> str:
    """Why a step cannot be recorded so."""
    course = standing if milestone is None else _course_of_milestone(standing, milestone)
    if milestone is not None and step == CommitmentStep.MISTAKE:
        return _("Only the whole promise can have been recorded by mistake. Say of its step why it will not be done.")
    if milestone is not None and (sentence := refusal_of_mistake(standing)):
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
        if sentence := refusal_of_day(told.due_on, standing.commitment.made_on):
            return sentence
        if told.due_on < told.happened_on:
            return _("The new day lies before the day on which it was put off. Look at the two days.")
        if milestone is not None and (sentence := refusal_of_step_after_all(told.due_on, standing)):
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


def refusal_of_hand(by: Any) -> str:
    return "" if by.has_perm(KEEP) else _("Only the clerk keeps the register of promises.")


def refusal_of_mistake(standing: CommitmentStanding) -> str:
    """Nothing is recorded of a promise that was recorded by mistake."""
    is_mistake = standing.state == CommitmentState.MISTAKE
    return refusal_of_step(standing.state, CommitmentStep.STARTED) if is_mistake else ""


def refusal_of_commitment(
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
    return refusal_of_day(text.due_on, text.made_on)


def refusal_of_day(day: date, made_on: date) -> str:
    """By when something is promised, or put off to."""
    if day < made_on:
        return _("That day is before the promise was made.")
    if day.year > made_on.year + YEARS_AHEAD:
        return _("That is more than %(years)d years after the promise was made. Look at the year.") % {
            "years": YEARS_AHEAD
        }
    return ""


def refusal_of_later_day(commitment: Commitment, after: date, at: datetime) -> str:
    """That something comes later than was promised is no slip of the pen, and stays readable in every list."""
    today, before = timezone.localtime(at).date(), commitment.due_on
    is_fresh = today <= timezone.localtime(commitment.recorded_at).date() + SLIP
    if after <= before or (before >= today and is_fresh):
        return ""
    return _(
        "It was promised by %(day)s, and a correction would make it as if it never was. Put the promise off to the new day, and say "
        "there what was wrong with the day."
    ) % {"day": day_words(before)}


def refusal_of_step_after_all(day: date, standing: CommitmentStanding) -> str:
    if day <= standing.due_on:
        return ""
    return _("The step would come after the day on which all of it is promised. Put that off first.")


def refusal_of_motion(text: CommitmentText, paper: CouncilPaper | None) -> str:
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
    return refusal_of_motion_day(text, paper)


def refusal_of_motion_day(text: CommitmentText, paper: CouncilPaper | None) -> str:
    motion = motion_standing(paper) if text.origin == CommitmentOrigin.MOTION and paper is not None else None
    if motion is None or not motion.is_motion:
        return ""
    carried_on = motion.vote.meeting.held_on if motion.vote is not None else motion.since
    if text.made_on >= carried_on:
        return ""
    return _("The motion was carried on %(day)s, and the promise is of an earlier day. Look at the two days.") % {
        "day": day_words(carried_on)
    }


def refusal_of_request(text: CommitmentText, subject: Subject | None) -> str:
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


def refusal_of_source(about: Reference | None, source: Decision | CouncilPaper | None) -> str:
    """A promise is about what it was made with: the decision or the paper."""
    its = source.item if source is not None else None
    if about is None or its is None or its == about:
        return ""
    return _("%(source)s is about %(its)s, and not about %(item)s. Leave the item empty: it follows.") % {
        "source": source,
        "its": its.string,
        "item": about.string,
    }


def _course_of_milestone(standing: CommitmentStanding, milestone: Milestone) -> Any:
    return course_of(milestone.due_on, [one for one in standing.events if one.milestone_id == milestone.pk])
