"""What is not done by one person alone. Each rule returns a refusal as a sentence, or nothing."""

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from base.two_people import refusal_of_same
from participation.box_rules import box_of
from participation.models import SecondedAct
from participation.rules import refusal_to_lead_count
from participation.voting_enums import FINAL

# How long somebody can confirm what was asked.
LASTS = timedelta(days=7)


def refusal_of_one(first: Any, person: Any) -> str:
    """Why this person does not do alone what `first` asked for."""
    alone = _("This is not done by one person alone: one asks for it with a reason, and somebody else confirms it.")
    return refusal_of_same(first, person, alone)


def refusal_to_ask_second(person: Any, reason: str) -> str:
    return refusal_to_lead_count(person) or (
        "" if reason.strip() else _("Say why: the second person reads it, and it is kept.")
    )


def refusal_of_lapsed(act: SecondedAct, at: datetime) -> str:
    """What was asked is about the vote as it was then: it lapses with each step of it, and with time."""
    held = act.consultation_round
    box, voting = box_of(held), held.voting
    for since, happened in (
        (voting.ends_at if voting is not None and voting.has_ended(at) else None, _("voting ended")),
        (box.opened_at if box is not None else None, _("the ballot box was opened")),
        (held.result_published_at, _("the result became public")),
        (held.cancelled_at, _("the round was cancelled")),
    ):
        if since is not None and act.first_at < since <= at:
            return _("This lapsed: since it was asked %(happened)s. If it is still needed, ask for it anew.") % {
                "happened": happened
            }
    if act.first_at + LASTS <= at:
        return _("This lapsed: nobody confirmed it within %(days)d days. If it is still needed, ask for it anew.") % {
            "days": LASTS.days
        }
    return ""


def refusal_to_take_back(act: SecondedAct, person: Any) -> str:
    """Who asked may always, and whoever could confirm it."""
    if act.second_at is not None:
        return _("This was confirmed and done.")
    return "" if act.first_id == person.pk else refusal_to_lead_count(person)


def refusal_to_second(act: SecondedAct, person: Any, at: datetime) -> str:
    if sentence := refusal_to_lead_count(person):
        return sentence
    if act.second_at is not None:
        return _("This was confirmed and done.")
    return refusal_of_lapsed(act, at) or refusal_of_one(act.first, person)


def refusal_of_second_reason(act: SecondedAct, reason: str) -> str:
    if act.kind in FINAL and not reason.strip():
        return _("Say in your own words why you confirm it: it cannot be undone, and what you write is kept.")
    return ""
