import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from accounts.actions.user import create_account
from accounts.digest import code_digest, digest
from accounts.models import SignInRequest, User
from accounts.rules import (
    asked_from_client,
    asked_of_address,
    refusal_of_code,
    refusal_of_inactive,
    refusal_of_person,
    refusal_of_wrong_code,
    refusal_to_ask,
    refusal_to_finish,
    refusal_to_join,
    refusal_to_use,
    wrong_codes,
)
from base.actions.audit_entry import record
from base.refusal import Refusal, refuse_if

CODE_DIGITS = 6
# Expired requests are of no use and hold mail addresses: the next one that asks sweeps them away.
KEPT = timedelta(days=1)


@dataclass(frozen=True)
class Asked:
    """A new request with the secrets that go into its mail and are kept nowhere else."""

    sign_in_request: SignInRequest
    code: str
    secret: str


def ask_to_sign_in(*, email: str, next_path: str, language: str, client: str, by: Any, at: datetime) -> Asked:
    """Makes the code and the link that are mailed next. Never looks whether the address has an account.

    `client` is where the question comes from (an address of the network); it is counted, not kept.
    """
    email = email.strip().lower()
    # Both are counted whatever the other says.
    is_within_address = asked_of_address().count(email, at=at)
    is_within_client = asked_from_client().count(client, at=at)
    refuse_if(refusal_to_ask(is_within_address, is_within_client, at))
    code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"
    secret = secrets.token_urlsafe(32)
    link_digest = digest("link", secret)
    with transaction.atomic():
        SignInRequest.objects.filter(expires_at__lt=at - KEPT).delete()
        sign_in_request = SignInRequest.objects.create(
            link_digest=link_digest,
            code_digest=code_digest(link_digest, code),
            email=email,
            next_path=next_path,
            language=language,
            asked_at=at,
            expires_at=at + timedelta(minutes=settings.SIGN_IN["minutes"]),
        )
        record(act="sign_in_asked", about=sign_in_request, by=by, at=at)
    return Asked(sign_in_request, code, secret)


def confirm_code(*, sign_in_request: SignInRequest, code: str, by: Any, at: datetime) -> SignInRequest:
    """Shows by the code that the address is theirs. Raises Refusal; a wrong try counts all the same."""
    with transaction.atomic():
        known = SignInRequest.objects.select_for_update().get(pk=sign_in_request.pk)
        sentence = refusal_of_code(known, at) or _try_code(known, code, at)
        if not sentence:
            _mark_used(known, "code", by, at)
    # Outside the transaction: the refusal must not undo the counting.
    refuse_if(sentence)
    return known


def open_link(*, secret: str, by: Any, at: datetime) -> SignInRequest:
    """Shows by the link that the address is theirs, in whichever browser it was opened."""
    with transaction.atomic():
        known = SignInRequest.objects.select_for_update().filter(link_digest=digest("link", secret)).first()
        if known is None:
            raise Refusal(_("This link is not complete or too old. Copy all of it, or ask for a new mail."))
        refuse_if(refusal_to_use(known, at))
        _mark_used(known, "link", by, at)
    return known


def finish_sign_in(
    *,
    sign_in_request: SignInRequest,
    person: User | None,
    display_name: str,
    by: Any,
    at: datetime,
    is_minor: bool = False,
) -> User:
    """Ends the request with one person at its address: a known one, or a new one by the name they chose."""
    with transaction.atomic():
        known = SignInRequest.objects.select_for_update().get(pk=sign_in_request.pk)
        refuse_if(refusal_to_finish(known, at))
        if person is None:
            # Newcomers at one address take turns, so that they are counted.
            refuse_if(refusal_of_inactive(User.objects.at_address(known.email).select_for_update()))
            refuse_if(refusal_to_join(known.email))
            try:
                person = create_account(email=known.email, display_name=display_name, is_minor=is_minor, by=by, at=at)
            except IntegrityError as error:
                # Somebody made the same name at the same moment; the database let one of the two through.
                raise Refusal(
                    _("This name was taken at this moment. Choose who you are, or take another name.")
                ) from error
        refuse_if(refusal_of_person(known, person))
        known.finished_at = at
        known.save(update_fields=["finished_at"])
        record(act="sign_in_finished", about=known, by=person, at=at)
    return person


def _try_code(known: SignInRequest, code: str, at: datetime) -> str:
    known.attempts += 1
    known.save(update_fields=["attempts"])
    if constant_time_compare(known.code_digest, code_digest(known.link_digest, code)):
        return ""
    wrong_codes().count(known.email, at=at)
    record(act="sign_in_code_refused", about=known, by=None, at=at)
    return refusal_of_wrong_code(known)


def _mark_used(known: SignInRequest, means: str, by: Any, at: datetime) -> None:
    known.used_at = at
    known.save(update_fields=["used_at"])
    record(act="sign_in_address_shown", about=known, by=by, at=at, means=means)
