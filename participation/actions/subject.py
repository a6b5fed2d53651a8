from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from base.actions.audit_entry import record
from base.actions.reference import show_reference
from base.models import Reference
from base.refusal import refuse_if
from participation.actions.ballot import freeze_ballot, hold_paper
from participation.actions.entry import keep_entry
from participation.actions.merge import end_merges
from participation.actions.state_event import write_state
from participation.author_rules import refusal_of_shown_name
from participation.entry import Entry
from participation.entry_rules import refusal_of_paper, refusal_to_enter
from participation.enums import Act, Channel, Moderation, Screening, State
from participation.models import ConsultationRound, Hold, StateEvent, Subject
from participation.queries.hold import hold_of
from participation.queries.state_event import state_of
from participation.request_terms import refusal_to_begin, terms_of
from participation.rules import (
    can_moderate,
    refusal_of_phase,
    refusal_to_lead_count,
    refusal_to_propose,
    refusal_to_take_over,
    refusal_to_withdraw_subject,
)
from participation.support_rules import refusal_without_declaring


@dataclass(frozen=True)
class EarlierSubject:
    """What was handed in elsewhere and admitted there; `supports` were counted there, `cost` is in whole euros."""

    reference: Reference
    label: str
    language: str
    cost: int | None
    supports: int
    submitted_at: datetime
    author_name: str = ""


@transaction.atomic
def submit_subject(
    *,
    consultation_round: ConsultationRound,
    reference: Reference,
    label: str,
    language: str,
    cost: int | None,
    by: Any,
    at: datetime,
    author_name: str = "",
    group_name: str = "",
    is_group_alone: bool = False,
    words: str = "",
    entry: Entry | None = None,
    declares: bool = False,
) -> Subject:
    """Hands something in to a round: at once visible where the round says so, otherwise waiting for a moderator.

    `words` are all that its author wrote; what meets one of the rules for holding waits in any round. With `entry` staff do
    it for somebody, who handed it in then and has no account for it yet. `declares`: under an ordinance, that it lets them.
    """
    refuse_if(
        refusal_to_enter(by, consultation_round, entry, Act.PROPOSE, at)
        if entry is not None
        else refusal_to_propose(by, consultation_round, at)
    )
    refuse_if(refusal_of_shown_name(author_name) or refusal_of_shown_name(group_name))
    refuse_if(refusal_to_begin(consultation_round, group_name, at))
    terms = terms_of(consultation_round, at)
    refuse_if(refusal_without_declaring(terms.get("ordinance"), declares=declares or entry is not None))
    freeze_ballot(consultation_round=consultation_round, at=at)
    held = hold_paper(consultation_round=consultation_round)
    if entry is None:
        refuse_if(refusal_of_phase(held, Act.PROPOSE, max(at, held.ballot_frozen_at or at)))
    else:
        refuse_if(refusal_of_paper(held, max(at, held.ballot_frozen_at or at)))
    author, handed_in_at = (None, entry.received_at) if entry is not None else (by, at)
    is_read_first = consultation_round.screening != Screening.AFTER
    holds = not is_read_first and not can_moderate(by)
    hold = hold_of(f"{label}\n{words}", author, consultation_round, at) if holds else None
    subject = Subject.objects.create(
        consultation_round=consultation_round,
        reference=reference,
        author=author,
        author_name=author_name,
        group_name=group_name,
        is_group_alone=is_group_alone and bool(group_name),
        channel=entry.channel if entry is not None else Channel.WEB,
        label=label,
        language=language,
        cost=cost,
        moderation=Moderation.AWAITING if is_read_first or hold else Moderation.VISIBLE,
        submitted_at=handed_in_at,
        **terms,
    )
    write_state(subject=subject, source=State.DRAFT, state=State.SUBMITTED, by=author, at=handed_in_at)
    if subject.is_visible:
        write_state(subject=subject, source=State.SUBMITTED, state=State.PUBLISHED, by=None, at=at)
    if hold is not None:
        Hold.objects.create(subject=subject, kind=hold.kind, found=hold.found, at=at)
    record(act="subject_submitted", about=reference, by=by, at=at, round=consultation_round.reference.string)
    if entry is not None:
        keep_entry(subject=subject, comment=None, entry=entry, language=language, by=by, at=at)
    return subject


def text_of_round(*, consultation_round: ConsultationRound, at: datetime) -> Subject:
    """What is taken part in where people talk about the round's own text: it bears the round's number, and is on no ballot paper."""
    subject, _created = Subject.objects.select_related("consultation_round", "reference").get_or_create(
        reference=consultation_round.reference,
        defaults={
            "consultation_round": consultation_round,
            "label": consultation_round.title,
            "language": consultation_round.language,
            "moderation": Moderation.VISIBLE,
            "submitted_at": at,
        },
    )
    return subject


@transaction.atomic
def withdraw_subject(*, subject: Subject, reason: str, by: Any, at: datetime) -> Subject:
    """Takes back what somebody handed in; its number, its comments and what was ruled stay with it, and the reason."""
    freeze_ballot(consultation_round=subject.consultation_round, at=at)
    held = hold_paper(consultation_round=subject.consultation_round)
    subject = (
        Subject.objects.select_for_update(of=("self",))
        .select_related("reference", "consultation_round", "ordinance")
        .get(pk=subject.pk)
    )
    # The first voter may have been quicker than the clock that was read.
    refuse_if(refusal_to_withdraw_subject(by, subject, max(at, held.ballot_frozen_at or at)))
    refuse_if("" if reason.strip() else _("Say in a few words why you withdraw it."))
    # Of a request those who support it are told.
    source = state_of(subject, at) if subject.ordinance_id else None
    write_state(subject=subject, source=source, state=State.WITHDRAWN, reason=reason.strip(), by=by, at=at)
    subject.moderation, subject.withdrawn_at = Moderation.WITHDRAWN, at
    subject.save(update_fields=["moderation", "withdrawn_at"])
    show_reference(reference=subject.reference, is_public=False)
    end_merges(subject=subject, by=by, at=at)
    record(act="subject_withdrawn", about=subject.reference, by=by, at=at)
    return subject


@transaction.atomic
def take_over_subjects(
    *, consultation_round: ConsultationRound, subjects: Sequence[EarlierSubject], by: Any, at: datetime
) -> list[Subject]:
    """Adds what was handed in elsewhere, at once visible and without an account for its author. All or none."""
    held = hold_paper(consultation_round=consultation_round)
    refuse_if(refusal_to_take_over(by, held, max(at, held.ballot_frozen_at or at)))
    written = Subject.objects.bulk_create(
        [
            Subject(
                consultation_round=consultation_round,
                reference=subject.reference,
                author_name=subject.author_name,
                channel=Channel.IMPORT,
                label=subject.label,
                language=subject.language,
                cost=subject.cost,
                moderation=Moderation.VISIBLE,
                earlier_supports=subject.supports,
                submitted_at=subject.submitted_at,
            )
            for subject in subjects
        ],
        batch_size=500,
    )
    StateEvent.objects.bulk_create(
        [
            StateEvent(subject=subject, state=state, at=subject.submitted_at)
            for subject in written
            for state in (State.SUBMITTED, State.PUBLISHED)
        ],
        batch_size=500,
    )
    record(
        act="subjects_taken_over",
        about=consultation_round.reference,
        by=by,
        at=at,
        subjects=[subject.reference.string for subject in subjects],
    )
    return written


@transaction.atomic
def keep_off_ballot(*, subject: Subject, reason: str, by: Any, at: datetime) -> Subject:
    """Keeps a subject off the ballot paper with a reason that is shown, or puts it back with an empty one."""
    refuse_if(refusal_to_lead_count(by))
    freeze_ballot(consultation_round=subject.consultation_round, at=at)
    held = hold_paper(consultation_round=subject.consultation_round)
    refuse_if(_("Voting has begun: the ballot paper stands fast.") if held.ballot_frozen_at is not None else "")
    subject.kept_off_because = reason.strip()
    subject.save(update_fields=["kept_off_because"])
    record(act="kept_off_ballot" if reason else "put_on_ballot", about=subject.reference, by=by, at=at, reason=reason)
    return subject
