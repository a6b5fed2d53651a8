"""Who makes a proposal together with whom. Each rule returns a refusal as a sentence, or nothing where the way is free."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from accounts.rules import refusal_of_signs
from base.counter import Counter
from base.instants import until
from participation.enums import SETTLED, InvitationAnswer, Moderation
from participation.models import CoAuthor, Invitation, Subject
from participation.queries.co_author import is_author, is_leading_author
from participation.reserved_names import is_reserved, mixes_alphabets
from participation.rules import HOUR, refusal_to_sign

LONGEST_NAME = 80


def invitations_by_person() -> Counter:
    return Counter("invitation-person", settings.CO_AUTHORS["invitations_per_person_per_day"], 24 * HOUR)


def invitations_of_address() -> Counter:
    return Counter("invitation-address", settings.CO_AUTHORS["mails_per_address_per_day"], 24 * HOUR)


def refusal_of_shown_name(name: str) -> str:
    """Why a name, of a person or a group, cannot be shown with what residents write."""
    if sentence := refusal_of_signs(name):
        return sentence
    if mixes_alphabets(name):
        return _("This name mixes letters of two alphabets that look alike. Type it again in one alphabet.")
    if not is_reserved(name):
        return ""
    return _(
        "“%(name)s” is a name of the municipality, of one of its offices or of a registered party, and readers would take you for it. Choose another name."
    ) % {"name": name}


def refusal_to_invite(person: Any, subject: Subject, at: datetime) -> str:
    if not is_leading_author(person, subject):
        return _("Only the author of a proposal asks others to be named with it.")
    if subject.moderation in (Moderation.HIDDEN, Moderation.WITHDRAWN):
        return _("This proposal is not public any more.")
    if subject.last_event is not None and subject.last_event.state in SETTLED:
        return _("The municipality settled what becomes of this proposal, so who made it stands fast.")
    asked = [one for one in subject.invitations.filter(comment=None, is_of_author=False) if one.is_open(at)]
    most = settings.CO_AUTHORS["most"]
    if CoAuthor.objects.filter(subject=subject).count() + len(asked) >= most:
        return _("A proposal has at most %(most)d co-authors, and you asked as many.") % {"most": most}
    return ""


def refusal_of_invitations(is_within_person: bool, is_within_address: bool) -> str:
    """Counted before."""
    if not is_within_person:
        return _("You asked many people today. Ask the others tomorrow.")
    if not is_within_address:
        return _("This address got several invitations today. Ask again tomorrow.")
    return ""


def refusal_to_answer(invitation: Invitation, at: datetime) -> str:
    """Why an invitation cannot be answered by anybody."""
    if invitation.answer == InvitationAnswer.WITHDRAWN:
        return _("The author took this invitation back.")
    if invitation.answer:
        return _("This invitation was answered already; each works once.")
    if invitation.expires_at <= at:
        return _("You could answer this invitation %(until)s. That time is over.") % {
            "until": until(invitation.expires_at)
        }
    gone = (Moderation.HIDDEN, Moderation.WITHDRAWN)
    if any(one is not None and one.moderation in gone for one in (invitation.subject, invitation.comment)):
        return _("What this invitation is about is not public any more.")
    return ""


def refusal_to_accept(person: Any, invitation: Invitation, at: datetime) -> str:
    if sentence := refusal_to_answer(invitation, at):
        return sentence
    thing = invitation.comment or invitation.subject
    if sentence := refusal_to_sign(person):
        return sentence
    if is_author(person, thing):
        return _("You are named with it already.")
    if invitation.is_of_author and thing.author_id is not None:
        return _("Somebody else said before that this is theirs. Write to the municipality if that is not right.")
    return ""
