from datetime import datetime

from participation.hours import opens_again
from participation.models import ConsultationRound, ModerationHours


def site_hours() -> ModerationHours:
    """Those of every round without its own; without any they are none."""
    return ModerationHours.objects.first() or ModerationHours()


def hours_of(consultation_round: ConsultationRound) -> ConsultationRound | ModerationHours:
    """What bears the hours of a round and what holds outside them: itself, or else the whole site."""
    return consultation_round if consultation_round.hours else site_hours()


def back_at(consultation_round: ConsultationRound, at: datetime) -> datetime | None:
    """The moment at which its moderators are there next; nothing while they are."""
    return opens_again(hours_of(consultation_round).hours, at)
