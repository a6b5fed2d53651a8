"""Tells everybody who took part in a round what became of it: once each for each moment, grouped, in their language."""

from django.db import transaction
from django_tasks import task

from base import clock
from participation.actions.follow import claim_notices
from participation.enums import FollowMoment
from participation.letter_tasks import send_letters, try_later
from participation.models import Follow
from participation.tasks import announce
from proposals.answer_letters import letters_of_answers, letters_of_decision
from proposals.models import Decision, ResponseDocument
from proposals.queries.response_document import documents


def announce_answers(document: ResponseDocument) -> None:
    """Once the transaction stands."""
    transaction.on_commit(lambda: _tell_of_answers(document.pk), robust=True)


def announce_decision(decision: Decision) -> None:
    """Once the transaction stands; whoever follows is told as a follower."""
    transaction.on_commit(lambda: _tell_of_decision(decision.pk), robust=True)


def _tell_of_answers(document: int) -> None:
    tell_of_answers.enqueue(document)


def _tell_of_decision(decision: int) -> None:
    tell_of_decision.enqueue(decision)


@task()
def tell_of_answers(document: int, attempt: int = 0) -> int:
    """To who took part their own answers; then to who follows the round and was not told so."""
    found = documents().filter(pk=document, published_at__isnull=False).first()
    if found is None:
        return 0
    letters = list(letters_of_answers(found))
    sent, is_whole = send_letters(letters)
    round_ = found.consultation_round
    told = {letter.to.lower() for letter in letters}
    follows = Follow.objects.confirmed().filter(reference=round_.reference_id).select_related("person")
    theirs = [follow.pk for follow in follows if follow.mailbox.lower() in told]
    claim_notices(follows=theirs, moment=FollowMoment.ANSWERS, what=str(found.pk), at=clock.now())
    announce(moment=FollowMoment.ANSWERS, what=found.pk, references=[round_.reference_id])
    return sent if is_whole else try_later(tell_of_answers, document, attempt, sent)


@task()
def tell_of_decision(decision: int, attempt: int = 0) -> int:
    found = Decision.objects.select_related("reference", "consultation_round__reference", "about").get(pk=decision)
    if found.consultation_round is None or Decision.objects.filter(corrects=found).exists():
        return 0
    sent, is_whole = send_letters(letters_of_decision(found))
    return sent if is_whole else try_later(tell_of_decision, decision, attempt, sent)
