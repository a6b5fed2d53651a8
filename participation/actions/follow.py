"""Following a thing by mail. Nothing here leaves an audit entry that says who: what somebody follows is their own affair."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils.translation import gettext as _

from base.actions.audit_entry import record
from base.models import Reference
from base.refusal import Refusal, refuse_if
from participation.models import Follow, Notice
from participation.queries.follow import is_told_at
from participation.rules import (
    follows_asked_by_client,
    follows_asked_of_address,
    refusal_of_client,
    refusal_to_follow,
    refusal_to_sign,
)

BETWEEN_MAILS = timedelta(days=1)


@dataclass(frozen=True)
class Stopped:
    """What is needed to follow again, after the row is gone."""

    reference: int
    person: int | None
    address: str
    language: str


@transaction.atomic
def follow_as_person(*, reference: Reference, language: str, by: Any, at: datetime) -> Follow:
    """Somebody with an account follows at once: signing in showed that the address is theirs."""
    refuse_if(refusal_to_sign(by) or refusal_to_follow(reference))
    follow, _created = Follow.objects.get_or_create(
        reference=reference, person=by, defaults={"language": language, "asked_at": at, "confirmed_at": at}
    )
    # Asked for the same mailbox before there was an account.
    Follow.objects.filter(reference=reference, address=by.email).delete()
    return follow


def ask_to_follow(*, reference: Reference, address: str, language: str, client: str, at: datetime) -> Follow | None:
    """Keeps the wish of whoever typed a mail address until it is confirmed; gives it where a mail with a link is due.

    Whoever asks is told the same whatever the answer. No mail is due to a mailbox that follows the thing already, was
    mailed about it within a day, or about too many things today.
    """
    address = address.strip().lower()
    refuse_if(refusal_to_follow(reference))
    refuse_if(refusal_of_client(follows_asked_by_client().count(client, at=at), at))
    if is_told_at(reference, address) or follows_asked_of_address().is_full(address, at=at):
        return None
    with transaction.atomic():
        follow, is_due = Follow.objects.get_or_create(
            reference=reference, address=address, defaults={"language": language, "asked_at": at}
        )
        if not is_due:
            # Of two that ask at once, one changes the row.
            old = Follow.objects.filter(pk=follow.pk, confirmed_at__isnull=True, asked_at__lte=at - BETWEEN_MAILS)
            is_due = bool(old.update(asked_at=at, language=language))
    if is_due and not follows_asked_of_address().count(address, at=at):
        forget_unconfirmed(follow=follow)
        return None
    return follow if is_due else None


def forget_unconfirmed(*, follow: Follow) -> None:
    """Lets an address go to which no mail can be sent: whoever typed it may ask anew."""
    Follow.objects.filter(pk=follow.pk, confirmed_at__isnull=True).delete()


@transaction.atomic
def confirm_follow(*, key: str, at: datetime) -> Follow:
    """By whoever reads the mailbox. Confirming twice is confirming once."""
    follow = Follow.objects.select_for_update(of=("self",)).select_related("reference").filter(key=key).first()
    if follow is None:
        raise Refusal(_("This link is too old, or you stopped following. Ask for a new mail."))
    refuse_if(refusal_to_follow(follow.reference))
    if follow.confirmed_at is None:
        follow.confirmed_at = at
        follow.save(update_fields=["confirmed_at"])
    return follow


@transaction.atomic
def stop_follows(*, keys: Iterable[str]) -> list[Stopped]:
    """By whoever holds the link of a mail; no rule may keep anybody from it. The addresses go with the rows."""
    rows = Follow.objects.filter(key__in=list(keys))
    stopped = [Stopped(row.reference_id, row.person_id, row.address, row.language) for row in rows.select_for_update()]
    rows.delete()
    return stopped


@transaction.atomic
def stop_own_follows(*, by: Any, reference: Reference | None = None) -> int:
    """Stops somebody's following of one thing, or of all; how many there were."""
    rows = Follow.objects.filter(person=by)
    stopped, _per_model = (rows if reference is None else rows.filter(reference=reference)).delete()
    return stopped


@transaction.atomic
def follow_again(*, stopped: Sequence[Stopped], at: datetime) -> list[Follow]:
    """Takes a stop back, for whoever stopped just now by the link of a mail. What is not public any more stays stopped."""
    references = Reference.objects.in_bulk([one.reference for one in stopped])
    people = get_user_model().objects.filter(is_active=True, pk__in=[one.person for one in stopped if one.person])
    there = {None, *people.values_list("pk", flat=True)}
    return [
        Follow.objects.get_or_create(
            reference=references[one.reference],
            person_id=one.person,
            address=one.address,
            defaults={"language": one.language, "asked_at": at, "confirmed_at": at},
        )[0]
        for one in stopped
        if one.person in there and not refusal_to_follow(references[one.reference])
    ]


@transaction.atomic
def sweep_follows(*, by: Any, at: datetime) -> int:
    """Deletes the addresses that nobody confirmed in time. Returns how many."""
    old = Follow.objects.filter(
        confirmed_at__isnull=True, asked_at__lt=at - timedelta(days=settings.FOLLOW["confirm_days"])
    )
    swept, _per_model = old.delete()
    if swept:
        record(act="follows_swept", about="follows", by=by, at=at, swept=swept)
    return swept


@transaction.atomic
def claim_notices(*, follows: Iterable[int], moment: str, what: str, at: datetime) -> list[Follow]:
    """Takes on the telling of those who were not told yet; of two workers each gets other ones.

    The row is written before the mail goes out: should this process be killed between the two, these few are not told,
    rather than told twice.
    """
    claim = uuid.uuid4()
    # Who stopped a moment ago has no row any more to tie a notice to.
    there = list(Follow.objects.confirmed().filter(pk__in=list(follows)).select_for_update(of=("self",)).order_by("pk"))
    Notice.objects.bulk_create(
        [Notice(follow=follow, moment=moment, what=what, claim=claim, at=at) for follow in there],
        ignore_conflicts=True,
    )
    claimed = Follow.objects.filter(notices__claim=claim).select_related("person", "reference")
    return list(claimed.order_by("person_id", "address", "pk"))


def release_notices(*, follows: Iterable[int], moment: str, what: str) -> None:
    """Of those whom no mail could be sent: a later try may."""
    Notice.objects.filter(follow__in=list(follows), moment=moment, what=what).delete()
