"""Who keeps the members of an organisation. Each rule returns a refusal as a sentence, or nothing."""

from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Membership, Organisation, User

KEEP_ORGANISATION = "accounts.keep_organisation"


def refusal_to_keep(by: Any, organisation: Organisation | None = None) -> str:
    """A clerk, or of this organisation its own contact."""
    if by.has_perm(KEEP_ORGANISATION):
        return ""
    if organisation is not None and Membership.objects.filter(
        organisation=organisation, person=by, is_contact=True, ended_at__isnull=True
    ):
        return ""
    return _("Only a clerk or the contact of the organisation keeps its members.")


def refusal_to_answer(membership: Membership, by: User) -> str:
    if membership.ended_at is not None:
        return _("This invitation or membership has ended. Ask the organisation for a new one.")
    if membership.person_id not in (None, by.pk) or (membership.person_id is None and membership.email != by.email):
        return _("This invitation is somebody else's.")
    return ""
