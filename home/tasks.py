"""Work that nobody waits for."""

import logging
from itertools import groupby

from django_tasks import task

from base.models import PublishedVersion
from home.mails.citation import newer_version_mail
from home.queries.citation import citations_older_than, newest_versions, representatives_of

logger = logging.getLogger(__name__)


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
