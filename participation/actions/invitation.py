from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from base.actions.audit_entry import record
from base.refusal import Refusal, refuse_if
from participation.author_letters import known
from participation.author_rules import (
    invitations_by_person,
    invitations_of_address,
    refusal_of_invitations,
    refusal_of_shown_name,
    refusal_to_accept,
    refusal_to_answer,
    refusal_to_invite,
)
from participation.enums import InvitationAnswer
from participation.letter_tasks import tell_of_answer, tell_of_invitation
from participation.models import CoAuthor, Comment, Invitation, Subject
from participation.queries.co_author import is_leading_author
from participation.queries.invitation import digest_of


@transaction.atomic
def invite_co_author(*, subject: Subject, email: str, language: str, by: Any, at: datetime) -> Invitation:
    """Asks the reader of a mail address to be named with a proposal. Each address gets one mail about it, ever."""
    subject = _held(subject)
    refuse_if(refusal_to_invite(by, subject, at))
    email = email.strip().lower()
    refuse_if(_("That is your own address.") if email == by.email else "")
    if Invitation.objects.filter(subject=subject, comment=None, email_digest=digest_of(email)).exists():
        raise Refusal(_("%(address)s was asked before, and each address gets one mail.") % {"address": email})
    # Both are counted whatever the other says.
    counted = (invitations_by_person().count(str(by.pk), at=at), invitations_of_address().count(email, at=at))
    refuse_if(refusal_of_invitations(*counted))
    invitation = write_invitation(subject=subject, email=email, language=language, by=by, at=at)
    record(act="co_author_invited", about=subject.reference, by=by, at=at, invitation=invitation.pk)
    return invitation


def write_invitation(
    *, subject: Subject, email: str, language: str, by: Any, at: datetime, comment: Comment | None = None, **fields: Any
) -> Invitation:
    """The row, and the one mail. The caller has asked whether it may be."""
    invitation = Invitation.objects.create(
        subject=subject,
        comment=comment,
        email=email.strip().lower(),
        email_digest=digest_of(email),
        language=known(language),
        invited_by=by,
        invited_at=at,
        expires_at=at + timedelta(days=settings.CO_AUTHORS["invitation_days"]),
        **fields,
    )
    transaction.on_commit(lambda: _send(invitation.pk), robust=True)
    return invitation


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, by: Any, at: datetime) -> Invitation:
    """From then on the link in the mail does nothing."""
    subject, invitation = _held(invitation.subject), _anew(invitation)
    refuse_if("" if is_leading_author(by, subject) else _("Only the author takes an invitation back."))
    refuse_if(refusal_to_answer(invitation, at))
    _answer(invitation, InvitationAnswer.WITHDRAWN, by, at)
    return invitation


@transaction.atomic
def accept_invitation(*, invitation: Invitation, name: str, by: Any, at: datetime) -> Invitation:
    """Names somebody with a proposal, as they want to be called; or as the author of what staff entered for them."""
    _held(invitation.subject)
    invitation = _anew(invitation)
    name = " ".join(name.split())
    refuse_if(refusal_to_accept(by, invitation, at) or refusal_of_shown_name(name))
    if invitation.is_of_author:
        thing = invitation.comment or invitation.subject
        thing.author, thing.author_name = by, name
        thing.save(update_fields=["author", "author_name"])
    else:
        CoAuthor.objects.create(subject=invitation.subject, person=by, name=name, invitation=invitation, at=at)
    _answer(invitation, InvitationAnswer.ACCEPTED, by, at)
    return invitation


@transaction.atomic
def decline_invitation(*, invitation: Invitation, by: Any, at: datetime) -> Invitation:
    """By who has the link, signed in or not: it takes nobody's word away."""
    _held(invitation.subject)
    invitation = _anew(invitation)
    refuse_if(refusal_to_answer(invitation, at))
    _answer(invitation, InvitationAnswer.DECLINED, by, at)
    return invitation


@transaction.atomic
def sweep_invitations(*, by: Any, at: datetime) -> int:
    """Forgets the addresses of invitations that no longer work. Returns how many."""
    swept = Invitation.objects.filter(expires_at__lte=at).exclude(email="").update(email="")
    if swept:
        record(act="invitations_swept", about="invitations", by=by, at=at, swept=swept)
    return swept


def _answer(invitation: Invitation, answer: InvitationAnswer, by: Any, at: datetime) -> None:
    invitation.answer, invitation.answered_at = answer, at
    invitation.save(update_fields=["answer", "answered_at"])
    record(act=f"invitation_{answer}", about=invitation.subject.reference, by=by, at=at, invitation=invitation.pk)
    if answer != InvitationAnswer.WITHDRAWN and not invitation.is_of_author:
        transaction.on_commit(lambda: _tell(invitation.pk), robust=True)


def _held(subject: Subject) -> Subject:
    """Those who invite, accept or leave at once take turns."""
    return (
        Subject.objects.select_for_update(of=("self",))
        .select_related("reference", "consultation_round", "author")
        .get(pk=subject.pk)
    )


def _anew(invitation: Invitation) -> Invitation:
    return Invitation.objects.select_related("subject__reference", "subject__author", "comment").get(pk=invitation.pk)


def _send(invitation: int) -> None:
    tell_of_invitation.enqueue(invitation)


def _tell(invitation: int) -> None:
    tell_of_answer.enqueue(invitation)
