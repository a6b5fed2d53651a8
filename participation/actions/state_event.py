from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from base.actions.audit_entry import record
from base.models import Reference
from base.refusal import Refusal, refuse_if
from base.web_address import refusal_of_address
from participation.actions.ballot import freeze_ballot, hold_paper
from participation.enums import FollowMoment, State
from participation.formal_term import end_of_day
from participation.letter_tasks import tell_of_state
from participation.life import refusal_of_given, refusal_to_assess_anew, refusal_to_move, step_to, transition
from participation.life_steps import Given, Told, Who
from participation.models import Assessment, StateEvent, Subject
from participation.queries.state_event import state_of
from participation.request_life import refusal_of_request
from participation.tasks import announce, on_second_thoughts


@transaction.atomic
def move_proposal(
    *,
    subject: Subject,
    state: State,
    by: Any,
    at: datetime,
    reason: str = "",
    ground: str = "",
    agenda_item: Reference | None = None,
    addressee: str = "",
    department: str = "",
    document: str = "",
    on: date | None = None,
    after: StateEvent | None = None,
) -> StateEvent:
    """Takes a proposal or a request a step further in its life, as its table lets this person now.

    A step to the state that it is in, of another day, names the one that it comes `after`: two that record one at once
    are not two.
    """
    subject = hold_subject(subject=subject, at=at)
    source = state_of(subject, at)
    step = step_to(by, subject, source, state, at)
    given = {
        Given.REASON: reason.strip(),
        Given.GROUND: ground,
        Given.AGENDA_ITEM: agenda_item,
        Given.ADDRESSEE: addressee.strip(),
        Given.DOCUMENT: document.strip(),
        Given.DAY: on,
    }
    refuse_if(refusal_of_given(step, given) or refusal_of_address(document.strip()))
    if subject.ordinance is not None:
        events = list(subject.state_events.all())
        if state == source and after != events[-1]:
            raise Refusal(
                _("This step was recorded a moment ago. Look at what stands there before you record another.")
            )
        refuse_if(refusal_of_request(subject.ordinance, events, step, given, at))
        if step.is_back:
            before = next(event for event in reversed(events) if event.state == state)
            given |= {Given.DOCUMENT: before.document, Given.DAY: before.on}
    rests_on = Given.DOCUMENT in step.given or step.is_back
    event = write_state(
        subject=subject,
        source=source,
        state=state,
        by=by,
        at=at,
        reason=reason.strip(),
        ground=ground if Given.GROUND in step.given else "",
        went_to=agenda_item if Given.AGENDA_ITEM in step.given else None,
        addressee=addressee.strip() if Given.ADDRESSEE in step.given else "",
        department=department.strip(),
        document=given[Given.DOCUMENT] if rests_on else "",
        on=given[Given.DAY] if rests_on or Given.DAY in step.given else None,
    )
    led_here = transition(State.PUBLISHED, source, subject.instrument)
    came_off = led_here is not None and led_here.leaves_paper
    if (step.leaves_paper or came_off) and subject.consultation_round.ballot_frozen_at is None:
        # The ballot paper holds what can still be chosen; once people voted it stands as it was.
        subject.kept_off_because = (reason.strip() or str(state.label)) if step.leaves_paper else ""
        subject.save(update_fields=["kept_off_because"])
    record(act=f"proposal_{state}", about=subject.reference, by=by, at=at, event=event.pk, source=source)
    return event


@transaction.atomic
def end_collecting(*, subject: Subject, at: datetime) -> StateEvent | None:
    """Writes that the time of a request to collect support ended with too little, dated at that end, so that people hear."""
    subject = hold_subject(subject=subject, at=at)
    last = subject.last_event
    if state_of(subject, at) != State.EXPIRED or last is None or last.state == State.EXPIRED:
        return None
    assert subject.support_until is not None  # noqa: S101 - else its time does not end
    # A moderator may have shown it again after its end.
    ended = max(subject.support_until, last.at)
    event = write_state(subject=subject, source=State.SUPPORTING, state=State.EXPIRED, by=None, at=ended)
    record(act="request_expired", about=subject.reference, by=None, at=at, event=event.pk)
    return event


@transaction.atomic
def assess_proposal(
    *,
    subject: Subject,
    department: str,
    feasible: str,
    cost: int | None,
    legal: str,
    reason: str,
    by: Any,
    at: datetime,
) -> Assessment:
    """Writes down what a department found, or writes it anew. Nobody outside reads it before the round's are published."""
    subject = hold_subject(subject=subject, at=at)
    subject.assessment = Assessment(
        subject=subject, department=department.strip(), feasible=feasible, cost=cost, legal=legal.strip(), by=by, at=at
    )
    subject.assessment.reason = reason.strip()
    refuse_if(refusal_to_move(by, subject, state_of(subject, at), State.ASSESSED, at))
    refuse_if("" if department.strip() and reason.strip() else _("Say which department found this, and why."))
    known = Assessment.objects.filter(subject=subject).first()
    refuse_if(refusal_to_assess_anew(known))
    subject.assessment.pk = known.pk if known else None
    subject.assessment.save()
    record(act="proposal_assessment_written", about=subject.reference, by=by, at=at)
    return subject.assessment


@transaction.atomic
def publish_assessments(*, consultation_round: Any, by: Any, at: datetime) -> list[StateEvent]:
    """Makes public, together, what departments found about the proposals of a round: nobody is told before another.

    One that was settled, hidden or withdrawn since keeps its assessment private.
    """
    freeze_ballot(consultation_round=consultation_round, at=at)
    hold_paper(consultation_round=consultation_round)
    waiting = Subject.objects.filter(consultation_round=consultation_round, assessment__published_at__isnull=True)
    waiting = waiting.exclude(assessment=None).select_related("reference", "consultation_round", "assessment")
    subjects: list[Any] = list(waiting.with_state(at).order_by("pk"))
    reasons = {one.pk: refusal_to_move(by, one, State(one.state), State.ASSESSED, at) for one in subjects}
    ready = [one for one in subjects if not reasons[one.pk]]
    if not ready:
        refuse_if(next(iter(reasons.values()), "") or _("No assessment waits in this round."))
    Assessment.objects.filter(subject__in=[one.pk for one in ready]).update(published_at=at)
    events = []
    for one in ready:
        found = one.assessment
        events.append(
            write_state(
                subject=one,
                source=State(one.state),
                state=State.ASSESSED,
                by=by,
                at=at,
                reason=found.reason,
                department=found.department,
            )
        )
    names = [one.reference.string for one in ready]
    record(act="assessments_published", about=consultation_round.reference, by=by, at=at, subjects=names)
    return events


def hold_subject(*, subject: Subject, at: datetime) -> Subject:
    """The row as it is, held until the transaction ends; the round is held before it, as everywhere."""
    freeze_ballot(consultation_round=subject.consultation_round, at=at)
    hold_paper(consultation_round=subject.consultation_round)
    held: Subject = (
        Subject.objects.select_for_update(of=("self",))
        .select_related("reference", "consultation_round", "ordinance")
        .get(pk=subject.pk)
    )
    return held


def write_state(
    *, subject: Subject, source: State | None, state: State, by: Any, at: datetime, **given: Any
) -> StateEvent:
    """The row, and who is told of it. The caller holds the subject and has asked whether it may be."""
    # A command of the server has no account.
    person = by if getattr(by, "pk", None) else None
    event = StateEvent.objects.create(subject=subject, state=state, by=person, at=at, **given)
    step = transition(source, state, subject.instrument) if source is not None else None
    if state == State.PUBLISHED:
        _begin_to_collect(subject=subject, at=at)
    told = step.told if step is not None else frozenset()
    # What a clerk does with a request can be put right before anybody hears of it.
    waits = step is not None and step.who is Who.CLERK and bool(subject.ordinance_id)
    if Told.FOLLOWERS in told:
        announce(moment=FollowMoment.LIFE, what=event.pk, references=[subject.reference_id], waits=waits)
    if told & {Told.AUTHOR, Told.SUPPORTERS}:
        task = on_second_thoughts(tell_of_state) if waits else tell_of_state
        transaction.on_commit(lambda: task.enqueue(event.pk), robust=True)
    return event


def _begin_to_collect(*, subject: Subject, at: datetime) -> None:
    """Of a request from the day on which it became public, once."""
    weeks = subject.ordinance.collecting_weeks if subject.ordinance is not None else None
    if weeks is not None and subject.support_until is None:
        subject.support_until = end_of_day(timezone.localtime(at).date() + timedelta(weeks=weeks))
        subject.save(update_fields=["support_until"])
