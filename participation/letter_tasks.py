"""The mails to people whom something concerns, sent while nobody waits. Their arguments are keys; each letter goes out once."""

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage
from django_tasks import task
from django_tasks.base import Task

from base import clock
from base.mail import one_connection
from base.models import PublishedVersion
from participation.actions.letter import claim_letter, release_letter
from participation.author_letters import of_answer, of_invitation
from participation.box_letters import of_box, of_discarded, of_few_parts
from participation.change_letters import of_change, of_ruled_change
from participation.count_letters import of_certification, of_objection, of_seconded, to_clerks
from participation.letters import LetterText, at_threshold, of_appeal, of_mentions, of_ruling, receipt, summary
from participation.mail_enums import LetterKind
from participation.mails.letter import letter_mail
from participation.merge_letters import of_merge
from participation.models import (
    Appeal,
    BallotBox,
    Certification,
    Change,
    ConsultationRound,
    CountObjection,
    Invitation,
    Merge,
    SecondedAct,
    StateEvent,
)
from participation.moderation_rules import receipts_of_address
from participation.queries.comment import comment_by_pk
from participation.queries.report import report_by_pk
from participation.queries.request import is_news
from participation.queries.ruling import ruling_by_pk
from participation.state_letters import of_state
from participation.tasks import once_more

logger = logging.getLogger(__name__)


@task()
def tell_of_report(report: int, attempt: int = 0) -> int:
    """The receipt to who reported, and to the moderators where many report one thing."""
    found = report_by_pk(report)
    if found is None:
        return 0
    # Anybody may have typed the address.
    letters = [one for one in receipt(found) if attempt or receipts_of_address().count(one.to, at=clock.now())]
    sent, is_whole = send_letters([*letters, *at_threshold(found)])
    return sent if is_whole else try_later(tell_of_report, report, attempt, sent)


@task()
def tell_of_ruling(ruling: int, attempt: int = 0) -> int:
    found = ruling_by_pk(ruling)
    if found is None:
        return 0
    # Whoever is named in words that waited is told when they become public.
    named = of_mentions(found.comment) if found.comment is not None else []
    sent, is_whole = send_letters([*of_ruling(found), *named])
    return sent if is_whole else try_later(tell_of_ruling, ruling, attempt, sent)


@task()
def tell_of_mentions(comment: int, attempt: int = 0) -> int:
    """To who is named in it, once for each comment, however often it is changed."""
    found = comment_by_pk(comment)
    if found is None:
        return 0
    sent, is_whole = send_letters(of_mentions(found))
    return sent if is_whole else try_later(tell_of_mentions, comment, attempt, sent)


@task()
def tell_of_appeal(appeal: int, attempt: int = 0) -> int:
    found = Appeal.objects.select_related("report__person", "person").filter(pk=appeal).first()
    if found is None:
        return 0
    sent, is_whole = send_letters(of_appeal(found))
    return sent if is_whole else try_later(tell_of_appeal, appeal, attempt, sent)


@task()
def tell_of_state(event: int, attempt: int = 0) -> int:
    """To author and supporters, unless a newer step came before anybody was told, or it takes back what nobody was told of."""
    found = (
        StateEvent.objects.select_related("subject__reference", "subject__author", "subject__ordinance", "went_to")
        .filter(pk=event)
        .first()
    )
    if found is None or found.subject.last_event != found or not is_news(found):
        return 0
    sent, is_whole = send_letters(of_state(found))
    return sent if is_whole else try_later(tell_of_state, event, attempt, sent)


@task()
def tell_of_invitation(invitation: int, attempt: int = 0) -> int:
    found = Invitation.objects.select_related("subject__reference", "comment").filter(pk=invitation, answer="").first()
    if found is None:
        return 0
    sent, is_whole = send_letters(of_invitation(found))
    return sent if is_whole else try_later(tell_of_invitation, invitation, attempt, sent)


@task()
def tell_of_answer(invitation: int, attempt: int = 0) -> int:
    found = Invitation.objects.select_related("subject__reference", "subject__author").filter(pk=invitation).first()
    if found is None:
        return 0
    sent, is_whole = send_letters(of_answer(found))
    return sent if is_whole else try_later(tell_of_answer, invitation, attempt, sent)


@task()
def tell_of_change(version: int, attempt: int = 0) -> int:
    """To who supported the text that a version replaced."""
    found = PublishedVersion.objects.select_related("reference").filter(pk=version).first()
    if found is None:
        return 0
    sent, is_whole = send_letters(of_change(found))
    return sent if is_whole else try_later(tell_of_change, version, attempt, sent)


@task()
def tell_of_ruled_change(change: int, attempt: int = 0) -> int:
    found = Change.objects.select_related("subject__reference", "subject__author").filter(pk=change).first()
    if found is None:
        return 0
    sent, is_whole = send_letters(of_ruled_change(found))
    return sent if is_whole else try_later(tell_of_ruled_change, change, attempt, sent)


@task()
def tell_of_merge(merge: int, attempt: int = 0) -> int:
    found = Merge.objects.select_related("kept__reference").filter(pk=merge).first()
    if found is None:
        return 0
    sent, is_whole = send_letters(of_merge(found))
    return sent if is_whole else try_later(tell_of_merge, merge, attempt, sent)


@task()
def tell_of_box(box: int, attempt: int = 0) -> int:
    found = BallotBox.objects.select_related("consultation_round__reference").filter(pk=box).first()
    if found is None:
        return 0
    sent, is_whole = send_letters(of_box(found))
    return sent if is_whole else try_later(tell_of_box, box, attempt, sent)


@task()
def tell_of_few_parts(box: int, attempt: int = 0) -> int:
    found = BallotBox.objects.select_related("consultation_round__reference").filter(pk=box).first()
    if found is None:
        return 0
    sent, is_whole = send_letters(of_few_parts(found))
    return sent if is_whole else try_later(tell_of_few_parts, box, attempt, sent)


@task()
def tell_of_discarded(keys: list[int], attempt: int = 0) -> int:
    """`keys`: of the box that is no more, of its round, and of the people who are told."""
    box, consultation_round, *people = keys
    held = ConsultationRound.objects.select_related("reference").get(pk=consultation_round)
    told = get_user_model()._default_manager.filter(pk__in=people).exclude(email="").order_by("pk")
    sent, is_whole = send_letters(of_discarded(box, held, told))
    return sent if is_whole else try_later(tell_of_discarded, keys, attempt, sent)


@task()
def tell_of_certification(certification: int, attempt: int = 0) -> int:
    found = (
        Certification.objects.select_related("sheet__consultation_round__reference", "first", "asked", "deputy")
        .filter(pk=certification)
        .first()
    )
    if found is None:
        return 0
    sent, is_whole = send_letters(of_certification(found))
    return sent if is_whole else try_later(tell_of_certification, certification, attempt, sent)


@task()
def tell_of_seconded(act: int, attempt: int = 0) -> int:
    found = SecondedAct.objects.select_related("consultation_round__reference", "first").filter(pk=act).first()
    if found is None:
        return 0
    sent, is_whole = send_letters(of_seconded(found))
    return sent if is_whole else try_later(tell_of_seconded, act, attempt, sent)


@task()
def tell_of_objection(objection: int, attempt: int = 0) -> int:
    """The receipt, or the ruling, to who gave a mail address; and to clerks that there is one to rule on."""
    found = CountObjection.objects.select_related("consultation_round__reference").filter(pk=objection).first()
    if found is None:
        return 0
    # Anybody may have typed the address.
    letters = [one for one in of_objection(found) if attempt or receipts_of_address().count(one.to, at=clock.now())]
    sent, is_whole = send_letters([*letters, *to_clerks(found)])
    return sent if is_whole else try_later(tell_of_objection, objection, attempt, sent)


def send_summary() -> int:
    """For the command that the clock of the server runs once a day. Running it again tells those who were not told."""
    return send_letters(summary(clock.now()))[0]


@dataclass(frozen=True)
class Due:
    """A mail to one mailbox that tells some things of one kind, each of them once; `write` makes it of those that are still to tell."""

    kind: LetterKind
    reasons: Sequence[str]
    write: Callable[[list[str]], EmailMessage]


def send_letters(letters: Iterable[LetterText]) -> tuple[int, bool]:
    """How many went out now, and whether none is left."""
    return send_once(Due(one.kind, [one.what, *one.also], partial(_written, one)) for one in letters)


def _written(letter: LetterText, reasons: list[str]) -> EmailMessage:
    return letter_mail(letter.of(reasons))


def send_once(mails: Iterable[Due]) -> tuple[int, bool]:
    """Over one connection; how many went out now, and whether none is left. One mailbox that cannot be reached keeps no other from
    its mail."""
    sent, is_whole = 0, True
    with one_connection() as send:
        for due in mails:
            new = claim_letter(kind=due.kind, reasons=due.reasons, at=clock.now())
            if not new:
                continue
            went = False
            try:
                went = send(due.write(new))
            except Exception as error:
                # What went wrong may repeat the address, and a log must not hold it.
                logger.error("Letter %s %s could not be written: %s", due.kind, due.reasons[0], type(error).__name__)
            finally:
                if not went:
                    release_letter(kind=due.kind, reasons=new)
            sent, is_whole = sent + went, is_whole and went
    return sent, is_whole


def try_later(again: Task[..., Any], key: int | list[int], attempt: int, sent: int) -> int:
    """Once more after a while, for the mailboxes that could not be reached; answers how many letters went out now."""
    once_more(again, attempt, key)
    return sent
