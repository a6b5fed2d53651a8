from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from base.actions.audit_entry import record
from base.actions.published_version import publish_record
from base.actions.reference import allot_reference
from base.enums import ReferenceKind
from base.models import Reference
from base.refusal import Refusal, refuse_if
from participation.enums import FollowMoment
from participation.models import ConsultationRound, Subject
from proposals.actions.council_paper import hold_paper, hold_thing, refusal_of_thing
from proposals.answer_tasks import announce_to_contributors
from proposals.commitment_rules import (
    EARLIEST,
    LATEST,
    CommitmentText,
    Told,
    refusal_of_commitment,
    refusal_of_day,
    refusal_of_hand,
    refusal_of_later_day,
    refusal_of_mistake,
    refusal_of_motion,
    refusal_of_motion_day,
    refusal_of_request,
    refusal_of_source,
    refusal_of_step_after_all,
    refusal_of_told,
)
from proposals.council_enums import CommitmentOrigin, CommitmentStep
from proposals.council_rules import refusal_of_withdrawn
from proposals.mailboxes import people_told
from proposals.models import (
    Commitment,
    CommitmentCorrection,
    CommitmentEvent,
    CouncilPaper,
    Decision,
    Milestone,
    Spending,
)
from proposals.queries.commitment import CommitmentStanding, commitment_standing


@dataclass(frozen=True)
class Draft:
    """A promise as it would be recorded, and to how many mailboxes that would be told."""

    commitment: Commitment
    told: int


def draft_commitment(*, text: CommitmentText, by: Any, at: datetime, **about: Any) -> Draft:
    """What would be public, for whoever records it to look through; or the Refusal. Nothing is kept. `about` is as in
    `make_commitment`."""
    refuse_if(refusal_of_hand(by))
    commitment = _commitment(text, **about)
    _refuse(commitment, text, at)
    return Draft(commitment, people_told([], _followed(commitment)))


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
    refuse_if(refusal_of_hand(by))
    commitment = _commitment(text, about, consultation_round, decision, paper, subject)
    # Two that record at once wait for each other here.
    if paper is not None:
        hold_paper(paper)
    hold_thing(commitment.about, commitment.consultation_round)
    _refuse(commitment, text, at)
    commitment.reference = allot_reference(kind=ReferenceKind.COMMITMENT, at=at)
    commitment.recorded_at, commitment.recorded_by = at, by
    commitment.save(force_insert=True)
    publish_record(record=commitment, in_english=bool(commitment.text_en), by=by, at=at)
    record(act="commitment_made", about=commitment.reference, by=by, at=at, due_on=commitment.due_on)
    made = f"made {commitment.pk}"
    announce_to_contributors(rounds=[], moment=FollowMoment.PROMISE, what=made, references=_followed(commitment))
    return commitment


def _commitment(
    text: CommitmentText,
    about: Reference | None,
    consultation_round: ConsultationRound | None,
    decision: Decision | None = None,
    paper: CouncilPaper | None = None,
    subject: Subject | None = None,
) -> Commitment:
    # What a decision or a paper is about, the promise made with it is about too.
    for source in (decision, paper):
        refuse_if(refusal_of_source(about, source))
        about = about or (source.about if source else None)
        consultation_round = consultation_round or (source.consultation_round if source else None)
    return Commitment(
        about=about,
        consultation_round=consultation_round,
        decision=decision,
        paper=paper,
        subject=subject,
        **vars(text),
    )


def _refuse(commitment: Commitment, text: CommitmentText, at: datetime) -> None:
    about, consultation_round = commitment.about, commitment.consultation_round
    paper, subject = commitment.paper, commitment.subject
    refuse_if(refusal_of_thing(about, consultation_round) or refusal_of_request(text, subject))
    refuse_if(refusal_of_commitment(text, about, consultation_round or subject, at))
    refuse_if(refusal_of_motion(text, paper))
    # What is promised on a motion of the council settles that.
    if text.origin != CommitmentOrigin.MOTION:
        refuse_if(refusal_of_withdrawn(about, consultation_round, text.made_on))
    same = Commitment.objects.filter(text=text.text, made_on=text.made_on, about=about, paper=paper, subject=subject)
    again = same.exclude(events__step=CommitmentStep.MISTAKE).first()
    if again is not None:
        raise Refusal(_("This promise was recorded already: %(number)s.") % {"number": again.reference.string})


@transaction.atomic
def correct_commitment(
    *, commitment: Commitment, text: CommitmentText, reason: str, read: int, by: Any, at: datetime
) -> CommitmentCorrection:
    """Puts right what was recorded wrongly, as the next version of the promise; the version before stays readable, and whoever
    follows it hears. `read`: how many corrections there were when who corrects read it.
    """
    refuse_if(refusal_of_hand(by))
    standing = _held(commitment)
    commitment = standing.commitment
    refuse_if(refusal_of_mistake(standing))
    if len(commitment.corrections.all()) != read:
        raise Refusal(
            _(
                "Somebody corrected this promise since you opened this page. It stands above as it is now; what you typed stands "
                "here. Change what is still wrong and send it again."
            )
        )
    refuse_if(refusal_of_request(text, commitment.subject))
    refuse_if("" if reason.strip() else _("Say why it is corrected: everybody reads it."))
    refuse_if(refusal_of_commitment(text, commitment.about, commitment.consultation_round or commitment.subject, at))
    refuse_if(refusal_of_motion_day(text, commitment.paper) if text.made_on != commitment.made_on else "")
    refuse_if(refusal_of_later_day(commitment, text.due_on, at))
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
    announce_to_contributors(rounds=[], moment=FollowMoment.PROMISE, what=what, references=_followed(commitment))
    return correction


@transaction.atomic
def add_milestone(
    *, commitment: Commitment, title: str, due_on: date, by: Any, at: datetime, title_en: str = ""
) -> Milestone:
    """Adds a step in carrying a promise out."""
    refuse_if(refusal_of_hand(by))
    standing = _held(commitment)
    refuse_if(refusal_of_mistake(standing))
    if standing.state.is_over:
        raise Refusal(_("This is over. Take it up again first, with the reason."))
    refuse_if(refusal_of_day(due_on, standing.commitment.made_on) or refusal_of_step_after_all(due_on, standing))
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
    refuse_if(refusal_of_hand(by))
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
    refuse_if(refusal_of_hand(by))
    if not EARLIEST <= year <= LATEST:
        raise Refusal(_("Give the year in four figures."))
    refuse_if(refusal_of_mistake(_held(commitment)))
    row = Spending.objects.create(commitment=commitment, year=year, planned=planned, spent=spent, at=at, by=by)
    record(act="spending_recorded", about=commitment.reference, by=by, at=at, year=year, planned=planned, spent=spent)
    return row


def _held(commitment: Commitment) -> CommitmentStanding:
    Commitment.objects.select_for_update().get(pk=commitment.pk)
    standing = commitment_standing(commitment.reference.string)
    assert standing is not None  # noqa: S101 - it is held
    return standing


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
