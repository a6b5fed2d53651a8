"""Several proposals become one when all their authors agree, and come apart again. No word is written by staff."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from base.actions.audit_entry import record
from base.refusal import refuse_if
from participation.actions.ballot import hold_paper
from participation.actions.state_event import hold_subject, write_state
from participation.actions.support import reach_threshold
from participation.enums import MergeState, State
from participation.letter_tasks import tell_of_merge
from participation.life import refusal_of_given, step_to
from participation.life_steps import Given
from participation.merge_rules import refusal_to_answer, refusal_to_answer_for, refusal_to_merge
from participation.models import Merge, MergeAnswer, Subject, Support
from participation.moderation_rules import refusal_to_moderate
from participation.queries.state_event import state_of


@transaction.atomic
def propose_merge(*, kept: Subject, others: Sequence[Subject], reason: str, by: Any, at: datetime) -> Merge:
    """A moderator asks every author whether their proposals become one, in which the text of `kept` stands."""
    refuse_if(refusal_to_moderate(by))
    kept, *others = _held([kept, *others], at)
    refuse_if(refusal_to_merge(kept, others, _latest(kept, at)))
    refuse_if("" if reason.strip() else _("Say why: the authors read it."))
    merge = Merge.objects.create(kept=kept, reason=reason.strip(), by=by, at=at)
    MergeAnswer.objects.bulk_create([MergeAnswer(merge=merge, subject=one) for one in (kept, *others)])
    names = [one.reference.string for one in others]
    record(act="merge_proposed", about=kept.reference, by=by, at=at, merge=merge.pk, others=names)
    _tell(merge)
    return merge


@transaction.atomic
def answer_merge(*, answer: MergeAnswer, agrees: bool, reason: str, by: Any, at: datetime) -> Merge:
    """An author says yes, or no with a reason. The last yes makes them one; a no ends it."""
    answer = _held_answer(answer)
    refuse_if(refusal_to_answer(by, answer, at))
    refuse_if("" if agrees or reason.strip() else _("Say in a few words why you do not want it."))
    return _answered(answer, agrees, reason, by, at)


@transaction.atomic
def answer_merge_for(*, answer: MergeAnswer, how: str, by: Any, at: datetime) -> Merge:
    """A moderator writes down that an author without an account agreed, and how that was said."""
    answer = _held_answer(answer)
    refuse_if(refusal_to_answer_for(by, answer, at))
    refuse_if("" if how.strip() else _("Write down how its author agreed."))
    answer.written_by = by
    return _answered(answer, True, how, by, at)


@transaction.atomic
def call_off_merge(*, merge: Merge, by: Any, at: datetime) -> Merge:
    refuse_if(refusal_to_moderate(by))
    merge = Merge.objects.select_for_update(of=("self",)).select_related("kept__reference").get(pk=merge.pk)
    refuse_if("" if merge.state == MergeState.OPEN else _("This question is not open any more."))
    return _ended(merge, MergeState.CALLED_OFF, by, at)


def end_merges(*, subject: Subject, by: Any, at: datetime) -> None:
    """Ends the question that is open about what was withdrawn or hidden. The caller holds its round."""
    asked = Merge.objects.select_for_update(of=("self",)).select_related("kept__reference")
    for merge in asked.filter(state=MergeState.OPEN, answers__subject=subject):
        _ended(merge, MergeState.GONE, by, at)


@transaction.atomic
def split_proposal(*, subject: Subject, reason: str, by: Any, at: datetime) -> Subject:
    """Lets a proposal stand on its own again, with the supports it had, but for who took theirs back since."""
    asked = Subject.objects.select_related("consultation_round", "merged_into__consultation_round").get(pk=subject.pk)
    subject, *_kept = _held([one for one in (asked, asked.merged_into) if one is not None], at)
    kept = subject.merged_into
    source = state_of(subject, at)
    step = step_to(by, subject, source, State.PUBLISHED, _latest(subject, at))
    refuse_if(refusal_of_given(step, {Given.REASON: reason.strip()}))
    subject.merged_into = None
    subject.save(update_fields=["merged_into"])
    if kept is not None:
        Support.objects.filter(subject=kept, came_with=subject).delete()
        for part in kept.parts.order_by("pk"):
            # Whoever supported two of them stays with the other.
            _unite_supports(kept, part, at)
        _count_along(kept, -subject.earlier_supports)
    write_state(subject=subject, source=source, state=State.PUBLISHED, by=by, at=at, reason=reason.strip())
    names = {"kept": kept.reference.string} if kept is not None else {}
    record(act="proposal_split", about=subject.reference, by=by, at=at, **names)
    return subject


def _held(subjects: Sequence[Subject], at: datetime) -> list[Subject]:
    """The rows as they are, in the order given, held in the order of their keys."""
    held = {one.pk: hold_subject(subject=one, at=at) for one in sorted(subjects, key=lambda one: one.pk)}
    return [held[one.pk] for one in subjects]


def _latest(subject: Subject, at: datetime) -> datetime:
    """The first voter may have been quicker than the clock that was read."""
    return max(at, subject.consultation_round.ballot_frozen_at or at)


def _held_answer(answer: MergeAnswer) -> MergeAnswer:
    # The round before the question, as who withdraws or hides does.
    hold_paper(consultation_round=answer.subject.consultation_round)
    # Who answers last knows that all others did.
    merge = Merge.objects.select_for_update(of=("self",)).select_related("kept__reference").get(pk=answer.merge_id)
    held = MergeAnswer.objects.select_related("subject__reference").get(pk=answer.pk)
    held.merge = merge
    return held


def _answered(answer: MergeAnswer, agrees: bool, reason: str, by: Any, at: datetime) -> Merge:
    answer.agrees, answer.reason, answer.at = agrees, reason.strip(), at
    answer.save()
    merge = answer.merge
    act = "merge_agreed" if agrees else "merge_refused"
    record(act=act, about=answer.subject.reference, by=by, at=at, merge=merge.pk)
    if not agrees:
        return _ended(merge, MergeState.REFUSED, by, at)
    if not merge.answers.exclude(agrees=True).exists():
        _unite(merge, at)
        return _ended(merge, MergeState.DONE, by, at)
    return merge


def _ended(merge: Merge, state: MergeState, by: Any, at: datetime) -> Merge:
    merge.state, merge.ended_at = state, at
    merge.save(update_fields=["state", "ended_at"])
    record(act=f"merge_{state}", about=merge.kept.reference, by=by, at=at, merge=merge.pk)
    _tell(merge)
    return merge


def _unite(merge: Merge, at: datetime) -> None:
    asked = Subject.objects.filter(merge_answers__merge=merge).select_related("consultation_round")
    held = _held(list(asked), at)
    kept = next(one for one in held if one.pk == merge.kept_id)
    others = [one for one in held if one.pk != kept.pk]
    refuse_if(refusal_to_merge(kept, others, _latest(kept, at), merge))
    for part in others:
        source = state_of(part, at)
        part.merged_into = kept
        part.save(update_fields=["merged_into"])
        _unite_supports(kept, part, at)
        _count_along(kept, part.earlier_supports)
        write_state(
            subject=part,
            source=source,
            state=State.MERGED,
            by=None,
            at=at,
            went_to=kept.reference,
            reason=merge.reason,
        )
    reach_threshold(subject=kept, at=at)


def _unite_supports(kept: Subject, part: Subject, at: datetime) -> None:
    """Who supports the part supports the whole, once; from now on, so that they are told of what changes later."""
    here = Support.objects.filter(subject=kept).values("supporter")
    coming = Support.objects.filter(subject=part).exclude(supporter__in=here).values_list("supporter", flat=True)
    rows = [Support(subject=kept, supporter_id=person, given_at=at, came_with=part) for person in coming]
    Support.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)


def _count_along(kept: Subject, number: int) -> None:
    if number:
        Subject.objects.filter(pk=kept.pk).update(earlier_supports=F("earlier_supports") + number)


def _tell(merge: Merge) -> None:
    transaction.on_commit(lambda: tell_of_merge.enqueue(merge.pk), robust=True)
