"""What is not done by one person alone. Each rule returns a refusal as a sentence, or nothing."""

from typing import Any

from django.utils.translation import gettext as _

from base.two_people import refusal_of_same
from participation.models import SecondedAct
from participation.rules import refusal_to_lead_count


def refusal_of_one(first: Any, person: Any) -> str:
    """Why this person does not do alone what `first` asked for."""
    alone = _("This is not done by one person alone: one asks for it with a reason, and somebody else confirms it.")
    return refusal_of_same(first, person, alone)


def refusal_to_ask_second(person: Any, reason: str) -> str:
    return refusal_to_lead_count(person) or (
        "" if reason.strip() else _("Say why: the second person reads it, and it is kept.")
    )


def refusal_to_second(act: SecondedAct, person: Any) -> str:
    if sentence := refusal_to_lead_count(person):
        return sentence
    if act.second_at is not None:
        return _("This was confirmed and done.")
    return refusal_of_one(act.first, person)
