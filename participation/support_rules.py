"""Who may support a proposal or a request under an ordinance, when: as in `participation.rules`, each returns a refusal as a
sentence or nothing.
"""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from base.instants import until
from participation.enums import AT_WORK, SETTLED, Act, Moderation
from participation.models import Ordinance, Subject
from participation.rules import refusal_of_merged, refusal_of_phase, refusal_to_sign


def refusal_of_settled(subject: Subject) -> str:
    last = subject.last_event
    if last is not None and last.state in SETTLED and subject.ordinance_id:
        return _("The municipality dealt with this, so it needs no support any more.")
    if last is not None and last.state in SETTLED:
        return _("The municipality settled what becomes of this proposal, so it needs no support any more.")
    if last is not None and last.state in AT_WORK:
        return _("It was handed over to the municipality, so it needs no support any more.")
    return ""


def refusal_of_supporting(subject: Subject, at: datetime) -> str:
    """The same for everybody: what was settled, and the clocks of the request and of its round."""
    if sentence := refusal_of_settled(subject):
        return sentence
    if subject.support_until is not None and subject.support_until <= at:
        return _("This could be supported %(until)s. That time is over.") % {"until": until(subject.support_until)}
    return refusal_of_phase(subject.consultation_round, Act.SUPPORT, at)


def refusal_to_support(person: Any, subject: Subject, at: datetime) -> str:
    if sentence := refusal_to_sign(person):
        return sentence
    if subject.moderation != Moderation.VISIBLE:
        return _("This proposal cannot be supported, because it is not published.")
    return refusal_of_merged(subject) or refusal_of_supporting(subject, at)


def refusal_without_declaring(ordinance: Ordinance | None, *, declares: bool) -> str:
    """Whoever starts or supports a request says to be somebody who may; nobody's age or address is asked."""
    if ordinance is None or declares:
        return ""
    return _("Say first, by ticking the box, that the ordinance lets you do this.")
