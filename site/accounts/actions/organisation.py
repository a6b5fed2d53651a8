from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Membership, Organisation, User
from accounts.organisation_rules import refusal_to_answer, refusal_to_keep
from base.actions.audit_entry import record
from base.refusal import refuse_if


@transaction.atomic
def add_organisation(*, name: str, by: Any, at: datetime) -> Organisation:
    name = " ".join(name.split())
    refuse_if(refusal_to_keep(by))
    if Organisation.objects.filter(name__iexact=name).exists():
        refuse_if(_("There is an organisation with this name already."))
    organisation = Organisation.objects.create(name=name)
    record(act="organisation_added", about=f"organisation {organisation.pk}", by=by, at=at, name=name)
    return organisation


@transaction.atomic
def invite_member(*, organisation: Organisation, email: str, is_contact: bool, by: Any, at: datetime) -> Membership:
    """A contact invites members; contacts a clerk alone."""
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    refuse_if(refusal_to_keep(by, None if is_contact else organisation))
    email = email.strip().lower()
    if organisation.memberships.filter(email=email, person__isnull=True, ended_at__isnull=True).exists():
        refuse_if(_("This address was invited already and has not answered yet."))
    # Who shares a mailbox are two people by a clerk's word alone: each member is a line of an electoral roll.
    if organisation.memberships.filter(email=email, ended_at__isnull=True).exists() and refusal_to_keep(by, None):
        refuse_if(_("Somebody at this address is a member already. If two people share it, ask the clerk."))
    membership = Membership.objects.create(organisation=organisation, email=email, is_contact=is_contact, invited_at=at)
    record(act="member_invited", about=f"organisation {organisation.pk}", by=by, at=at, is_contact=is_contact)
    return membership


@transaction.atomic
def accept_membership(*, membership: Membership, by: User, at: datetime) -> None:
    # One after another: two invitations make nobody a member twice.
    organisation = Organisation.objects.select_for_update().get(pk=membership.organisation_id)
    membership = Membership.objects.get(pk=membership.pk)
    refuse_if(refusal_to_answer(membership, by))
    if organisation.memberships.filter(person=by, ended_at__isnull=True).exists():
        refuse_if(_("You are a member of this organisation already."))
    membership.person, membership.accepted_at = by, at
    membership.save(update_fields=["person", "accepted_at"])
    record(act="member_accepted", about=f"organisation {organisation.pk}", by=by, at=at)


@transaction.atomic
def end_membership(*, membership: Membership, by: Any, at: datetime) -> None:
    """By who keeps the members, or by whose it is: they decline, or leave."""
    organisation = Organisation.objects.select_for_update().get(pk=membership.organisation_id)
    membership = Membership.objects.get(pk=membership.pk)
    if refusal_to_answer(membership, by):
        refuse_if(refusal_to_keep(by, organisation))
    if membership.ended_at is None:
        membership.ended_at = at
        membership.save(update_fields=["ended_at"])
        record(act="membership_ended", about=f"organisation {organisation.pk}", by=by, at=at)
