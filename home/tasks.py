"""Work that nobody waits for."""

from itertools import groupby

from django.core.mail import EmailMessage
from django_tasks import task

from base.models import PublishedVersion
from home.enums import ENDS
from home.mails.citation import newer_version_mail
from home.models import ItemState, Representative
from home.queries.agenda import standing_of
from home.queries.citation import citations_older_than, newest_versions, representatives_of
from participation.enums import FollowMoment
from participation.letter_tasks import Due, send_once, try_later
from participation.mail_enums import LetterKind
from proposals.answer_tasks import announce_to_contributors


def tell_of(state: ItemState) -> None:
    """Tells, once the transaction stands and a mistake could be taken back, whoever follows the item; and how it ended, or that it
    did not after all, everybody who took part in a round about it."""
    is_end = (state.takes_back or state).step in ENDS
    announce_to_contributors(
        rounds=standing_of(state.reference).rounds if is_end else [],
        moment=FollowMoment.STATE,
        what=state.pk,
        references=[state.reference_id],
    )


@task()
def tell_citing_parties(version: int, attempt: int = 0) -> int:
    """Mails the representatives of every party that cites an earlier version of a thing, once each; answers how many mails went out.

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

    def due(to: Representative) -> Due:
        def write(_reasons: list[str]) -> EmailMessage:
            return newer_version_mail(party=to.party, person=to.person, citations=cited[to.party], version=published)

        return Due(LetterKind.CITED, [f"{version}-{to.pk}"], write)

    sent, is_whole = send_once(due(one) for one in representatives_of(party.pk for party in cited))
    return sent if is_whole else try_later(tell_citing_parties, version, attempt, sent)
