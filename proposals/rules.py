"""Who may do what with formal views and with what they say of themselves: as in `participation.rules`, each returns a refusal as a sentence or nothing."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from base.counter import Counter
from base.instants import clock
from participation.formal_term import last_day
from participation.models import ConsultationRound
from participation.round_change_rules import refusal_of_stop
from participation.rules import HOUR
from proposals.enums import Timing
from proposals.queries.dossier import refusal_of_dossier

READ_VIEWS = "proposals.view_formalview"
RECORD_VIEWS = "proposals.add_formalview"
READ_SENDERS = "proposals.view_viewsender"
SET_POPULATION = "proposals.add_populationfigure"


def refusal_of_view(consultation_round: ConsultationRound, received_at: datetime) -> str:
    """A formal view is taken whenever it comes, until its round is cancelled: whether that was in time is said, and no reason
    to refuse it.
    """
    cancelled_at = consultation_round.cancelled_at
    if consultation_round.term is not None:
        return refusal_of_stop(consultation_round) if cancelled_at is not None and cancelled_at <= received_at else ""
    return _("This round does not ask for formal views. Look on its page for how you can take part.")


def views_by_client() -> Counter:
    return Counter("formal-view-client", settings.FORMAL_VIEW["per_client_per_hour"], HOUR)


def timing_of(consultation_round: ConsultationRound, received_at: datetime, posted_on: Any = None) -> Timing:
    """Beside the term of a formal round. What was posted in time may come a few days later."""
    term = consultation_round.term
    if term is None or not term.has_begun(received_at):
        return Timing.EARLY
    if not term.has_ended(received_at) or term.ends_at is None:
        return Timing.IN_TIME
    is_on_its_way = received_at < term.ends_at + timedelta(days=settings.FORMAL_VIEW["post_days"])
    was_posted = posted_on is not None and posted_on <= last_day(term.ends_at)
    return Timing.IN_TIME if was_posted and is_on_its_way else Timing.LATE


def refusal_to_record(person: Any) -> str:
    return "" if person.has_perm(RECORD_VIEWS) else _("Only the clerk records formal views that came another way.")


def refusal_of_record(*, timing: Timing, came_to: str, remark: str, received_at: datetime, at: datetime) -> str:
    if received_at > at:
        return _("It cannot have been received in the future. Look at the day and the hour.")
    if (timing != Timing.IN_TIME or came_to) and not remark.strip():
        return _("Give the reason: it came %(when)s. It is registered all the same, with that reason.") % {
            "when": _("to another body first") if came_to else timing.label
        }
    return ""


def refusal_to_read_sender(person: Any) -> str:
    return "" if person.has_perm(READ_SENDERS) else _("Only the clerk reads who sent a formal view.")


def refusal_to_say_who(consultation_round: ConsultationRound, at: datetime) -> str:
    """While people take part: afterwards it would change a dossier that was handed out."""
    if refusal_of_dossier(consultation_round, at):
        return ""
    return _(
        "This round is closed, so what you say of yourself cannot be added any more. Its dossier says who took part."
    )


def reach_by_client() -> Counter:
    return Counter("reach-client", settings.QUESTIONNAIRE["guests_per_client_per_hour"], HOUR)


def refusal_of_reach(is_within_limit: bool, at: datetime) -> str:
    if is_within_limit:
        return ""
    return _(
        "Many people said who they are from where you are in a short time. You need not; if you want to, do so after %(time)s."
    ) % {"time": clock(reach_by_client().free_at(at))}


def refusal_to_set_population(person: Any) -> str:
    return "" if person.has_perm(SET_POPULATION) else _("Only the clerk enters figures of the population.")
