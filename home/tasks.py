"""Work that nobody waits for."""

import logging
from itertools import groupby
from typing import Any

from django.db import transaction
from django_tasks import task

from base.models import PublishedVersion
from home.enums import ENDS
from home.mails.citation import newer_version_mail
from home.models import ItemState
from home.queries.agenda import standing_of
from home.queries.citation import citations_older_than, newest_versions, representatives_of
from participation.enums import FollowMoment
from participation.tasks import on_second_thoughts
from proposals.answer_tasks import announce_to_contributors

logger = logging.getLogger(__name__)


def tell_of(state: ItemState) -> None:
    """Tells, once the transaction stands and a mistake could be taken back, of where an item is."""
    task = on_second_thoughts(tell_of_state)
    transaction.on_commit(lambda: task.enqueue(state.pk), robust=True)


@task()
def tell_of_state(state: int) -> None:
    """Whoever follows the item; and how it ended, or that it did not after all, everybody who took part in a round about it."""
    found = ItemState.objects.select_related("reference", "takes_back").get(pk=state)
    about: dict[str, Any] = {"moment": FollowMoment.STATE, "what": state, "references": [found.reference_id]}
    is_end = (found.takes_back or found).step in ENDS
    announce_to_contributors(rounds=standing_of(found.reference).rounds if is_end else [], **about)


@task()
def tell_citing_parties(version: int) -> int:
    """Mails the representatives of every party that cites an earlier version of a thing; answers how many mails went out.

    Where a still newer version is out already, that one's own mail tells them.
    """
    published = PublishedVersion.objects.select_related("reference").get(pk=version)
    newest = newest_versions([published.reference_id]).get(published.reference_id)
    if newest is None or newest.number > published.number:
        return 0
    cited = {
        party: list(group)
        for party, group in groupby(citations_older_than(published), key=lambda citation: citation.party)
    }
    sent = 0
    for representative in representatives_of(party.pk for party in cited):
        mail = newer_version_mail(
            party=representative.party,
            person=representative.person,
            citations=cited[representative.party],
            version=published,
        )
        try:
            sent += mail.send()
        except Exception:
            # One mailbox that cannot be reached must not keep the others from being told.
            logger.exception("A representative was not told of %s", published)
    return sent
