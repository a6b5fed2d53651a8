"""Work that nobody waits for. Their arguments are keys: what stands in the table of tasks names nobody."""

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django_tasks import task
from django_tasks.base import Task

from base import clock
from base.mail import one_connection
from participation.actions.follow import claim_notices, forget_unconfirmed, release_notices
from participation.enums import FollowMoment
from participation.mails.follow import confirm_mail, news_mail
from participation.models import Follow
from participation.news import news_of, together
from participation.queries.follow import followed_things, mailboxes_of

logger = logging.getLogger(__name__)

# Mailboxes at once: few enough that a worker which is killed leaves few untold.
BATCH = 50
# When those are tried again whom no mail could be sent, where the tasks can wait.
LATER = (timedelta(minutes=10), timedelta(hours=1), timedelta(hours=12))
# A header is one line of at most 998 signs (RFC 5322).
MOST_IN_ONE_LINK = 80


# A step that is taken back within this is told to nobody, where the tasks can wait.
SECOND_THOUGHTS = timedelta(minutes=10)


@dataclass(frozen=True)
class Told:
    """What is told of, for its reader in participation.news, and to who follows which things (their keys)."""

    moment: str
    what: str
    references: list[int]


def announce(*, moment: FollowMoment, what: object, references: Iterable[int], waits: bool = False) -> None:
    """Tells, once the transaction stands, whoever follows one of these things (their keys) of what happened. `waits`: only once a
    mistake could be taken back."""
    found = list(dict.fromkeys(references))
    task = on_second_thoughts(tell_followers) if waits else tell_followers
    transaction.on_commit(lambda: _tell(task, moment, str(what), found), robust=True)


def on_second_thoughts(task: Task[..., Any]) -> Task[..., Any]:
    return task.using(run_after=clock.now() + SECOND_THOUGHTS) if task.get_backend().supports_defer else task


def _tell(task: Task[..., Any], moment: FollowMoment, what: str, references: list[int]) -> None:
    task.enqueue(str(moment), what, references)


@task()
def send_confirmation(follow: int) -> int:
    """Mails the link with which an address is confirmed; where that cannot be, the address is forgotten."""
    asked = Follow.objects.filter(pk=follow, confirmed_at__isnull=True).first()
    thing = followed_things([asked.reference_id], asked.language).get(asked.reference_id) if asked else None
    if asked is None or thing is None:
        return 0
    try:
        return int(confirm_mail(asked, thing).send())
    except Exception as error:
        # What the server answered repeats the address, and a log must not hold it.
        logger.error("The mail of %s could not be handed over: %s", asked, type(error).__name__)
        forget_unconfirmed(follow=asked)
        return 0


def once_more(again: Task[..., Any], attempt: int, *what: Any) -> None:
    """After a while, where the tasks can wait and it was not tried too often."""
    if attempt < len(LATER) and again.get_backend().supports_defer:
        again.using(run_after=clock.now() + LATER[attempt]).enqueue(*what, attempt + 1)


@task()
def tell_followers(moment: str, what: str, references: list[int], attempt: int = 0) -> int:
    """Mails everybody who follows one of these things of what happened, once; answers how many mails went out."""
    sent, is_whole = mail_followers([Told(moment, what, references)])
    if not is_whole:
        once_more(tell_followers, attempt, moment, what, references)
    return sent


def mail_followers(told: Iterable[Told]) -> tuple[int, bool]:
    """Mails everybody who follows one of these things of all that happened to what they follow, each of it once; answers how many
    mails went out, and whether none is left.

    What is public is asked now, and not when it happened. Telling again tells only those who were not told.
    """
    told, news, things = list(told), {}, {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            news[language] = [news_of(one.moment, one.what) for one in told]
        things[language] = followed_things([pk for one in told for pk in one.references], language)
    live = [at for at in range(len(told)) if all(found[at] is not None for found in news.values())]
    sent, is_whole = 0, True
    boxes = mailboxes_of(things[settings.LANGUAGE_CODE]) if live else []
    with one_connection() as send:
        for start in range(0, len(boxes), BATCH):
            batch, claimed = boxes[start : start + BATCH], {}
            for at in live:
                theirs = [pk for box in batch for pk, reference in box if reference in told[at].references]
                moment, what = told[at].moment, told[at].what
                claimed[at] = claim_notices(follows=theirs, moment=moment, what=what, at=clock.now()) if theirs else []
            waiting = {(at, follow.pk) for at, follows in claimed.items() for follow in follows}
            try:
                for follows in _by_mailbox(claimed.values()):
                    pks = {follow.pk for follow in follows}
                    of_box = {(at, pk) for at, pk in waiting if pk in pks}
                    language = follows[0].language if follows[0].language in news else settings.LANGUAGE_CODE
                    # What was hidden while the others were told is told to nobody more.
                    still = [follow for follow in follows if follow.reference_id in things[language]]
                    # Of two accounts of one mailbox the same thing once.
                    followed = [things[language][one] for one in dict.fromkeys(each.reference_id for each in still)]
                    found = [
                        one for at in sorted({at for at, _pk in of_box}) if (one := news[language][at]) is not None
                    ]
                    with translation.override(language):
                        said = together(found)
                    if not still or send(news_mail(follows=still, things=followed, news=said)):
                        waiting -= of_box
                        sent += bool(still)
            finally:
                for at in {at for at, _pk in waiting}:
                    is_whole = False
                    theirs = [pk for one, pk in waiting if one == at]
                    release_notices(follows=theirs, moment=told[at].moment, what=told[at].what)
    return sent, is_whole


def _by_mailbox(claimed: Iterable[list[Follow]]) -> Iterator[list[Follow]]:
    """Each follow once."""
    boxes: dict[str, dict[int, Follow]] = {}
    for follow in (one for follows in claimed for one in follows):
        boxes.setdefault(follow.mailbox.lower(), {})[follow.pk] = follow
    for found in boxes.values():
        theirs = list(found.values())
        for start in range(0, len(theirs), MOST_IN_ONE_LINK):
            yield theirs[start : start + MOST_IN_ONE_LINK]
