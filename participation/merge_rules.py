"""When proposals may become one, or come apart: as in `participation.rules`, each returns a refusal as a sentence or nothing."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from participation.enums import EXAMINED, MergeState
from participation.models import ConsultationRound, Merge, MergeAnswer, Subject
from participation.queries.co_author import is_leading_author, leading_author
from participation.rules import can_moderate


def refusal_of_vote(consultation_round: ConsultationRound, at: datetime) -> str:
    voting = consultation_round.voting
    if voting is not None and voting.has_begun(at):
        return _("Voting has begun, so the ballot paper stands fast and the proposals on it.")
    return ""


def refusal_to_merge(kept: Subject, others: Sequence[Subject], at: datetime, merge: Merge | None = None) -> str:
    """`merge` is the question that is open about these."""
    subjects = [kept, *others]
    if not others or len({one.pk for one in subjects}) < len(subjects):
        return _("Name at least two proposals, each once.")
    if len({one.consultation_round_id for one in subjects}) > 1:
        return _("Only proposals of one round can become one.")
    if sentence := refusal_of_vote(kept.consultation_round, at):
        return sentence
    for one in subjects:
        if sentence := _refusal_of_one(one, merge):
            return sentence
    for one in others:
        if one.parts.exists():
            return _("%(reference)s has others in it already: let its text stand, or take it apart first.") % {
                "reference": one.reference.string
            }
    return ""


def _refusal_of_one(subject: Subject, merge: Merge | None) -> str:
    named = {"reference": subject.reference.string}
    if not subject.is_visible or subject.is_text_of_round:
        return _("%(reference)s is not a public proposal.") % named
    if subject.ordinance_id is not None:
        return _("%(reference)s is a request under an ordinance, which stands on its own.") % named
    if subject.merged_into_id is not None:
        return _("%(reference)s is part of another proposal already.") % named
    if subject.last_event is not None and subject.last_event.state in EXAMINED:
        return _("The municipality has examined %(reference)s, so it stays as it is.") % named
    asked = MergeAnswer.objects.filter(subject=subject, merge__state=MergeState.OPEN)
    if asked.exclude(merge=merge).exists():
        return _("The author of %(reference)s is asked already. Wait for the answer, or call that off.") % named
    return ""


def refusal_to_answer(person: Any, answer: MergeAnswer, at: datetime) -> str:
    if not is_leading_author(person, answer.subject):
        return _("Only its author answers for a proposal.")
    return refusal_of_answered(answer, at)


def refusal_of_answered(answer: MergeAnswer, at: datetime) -> str:
    if answer.merge.state != MergeState.OPEN:
        return _("This question is not open any more.")
    if answer.agrees is not None:
        return _("This was answered before.")
    # Whatever the answer, they stay as they are.
    return refusal_of_vote(answer.subject.consultation_round, at)


def refusal_to_answer_for(person: Any, answer: MergeAnswer, at: datetime) -> str:
    """Where nobody signs in for a proposal, a moderator writes down what its author said."""
    if not can_moderate(person):
        return _("Only a moderator does this.")
    if leading_author(answer.subject) is not None:
        return _("Its author has an account and answers in person.")
    return refusal_of_answered(answer, at)


def refusal_to_split(person: Any, subject: Subject, at: datetime) -> str:
    """A proposal that became part of another one is its author's to ask back, and a moderator's to take out."""
    if not is_leading_author(person, subject) and not can_moderate(person):
        return _("Only its author or a moderator does this.")
    kept = subject.merged_into
    if kept is None:
        return _("This proposal stands on its own.")
    if kept.last_event is not None and kept.last_event.state in EXAMINED:
        return _("The municipality has examined %(reference)s, so it stays as it is.") % {
            "reference": kept.reference.string
        }
    return refusal_of_vote(subject.consultation_round, at)


def refusal_to_relate(person: Any, one: Subject, other: Subject | None) -> str:
    if not can_moderate(person):
        return _("Only a moderator does this.")
    if other is None or other.is_text_of_round or not other.is_visible:
        return _("There is no public proposal with this number.")
    return _("Name another proposal than this one.") if one.pk == other.pk else ""
