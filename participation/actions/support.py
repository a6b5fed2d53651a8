from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from base.actions.audit_entry import record
from base.refusal import refuse_if
from participation.actions.state_event import write_state
from participation.enums import State
from participation.models import Subject, Support
from participation.queries.state_event import state_of
from participation.queries.subject import support_count
from participation.rules import refusal_of_merged
from participation.support_rules import refusal_to_support, refusal_without_declaring


@transaction.atomic
def give_support(*, subject: Subject, by: Any, at: datetime, declares: bool = False) -> Support:
    """Backs a subject. Giving it twice is giving it once: the database holds one per person. `declares`: of a request, that its
    ordinance lets them.

    No audit entry: who supports is a political opinion, and only the number is anybody's business.
    """
    refuse_if(refusal_to_support(by, subject, at))
    refuse_if(refusal_without_declaring(subject.ordinance, declares=declares))
    # One after the other, so that whoever is the last one needed knows it, and none is given to what became part of another.
    refuse_if(refusal_of_merged(Subject.objects.select_for_update(of=("self",)).get(pk=subject.pk)))
    support, created = Support.objects.get_or_create(subject=subject, supporter=by, defaults={"given_at": at})
    if not created:
        # Of the text as it is now: it may have changed since.
        support.given_at, support.came_with = at, None
        support.save(update_fields=["given_at", "came_with"])
    reach_threshold(subject=subject, at=at)
    return support


def reach_threshold(*, subject: Subject, at: datetime, counted_at: datetime | None = None) -> None:
    """Writes down that enough people support it, where they do now. The caller holds the subject. `counted_at` is when the
    support came in, where it is written down later; once the vote has begun it changes nothing any more.
    """
    needed, voting = subject.needed, subject.consultation_round.voting
    if needed is None or not subject.is_visible or (voting is not None and voting.has_begun(at)):
        return
    if support_count(subject) >= needed and state_of(subject, counted_at or at) == State.SUPPORTING:
        # By nobody: who happened to be the last is their own affair.
        write_state(subject=subject, source=State.SUPPORTING, state=State.THRESHOLD, by=None, at=at)
        record(act="proposal_threshold", about=subject.reference, by=None, at=at, needed=needed)


@transaction.atomic
def take_support_back(*, subject: Subject, by: Any, at: datetime) -> None:
    refuse_if(refusal_to_support(by, subject, at))
    # With what they gave to the proposals that are part of it now: nobody is counted who does not want to be.
    Support.objects.filter(Q(subject=subject) | Q(subject__merged_into=subject), supporter=by).delete()
