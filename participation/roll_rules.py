"""What is said to somebody whom the roll of a vote keeps out, and what they can do."""

from django.conf import settings
from django.utils.translation import gettext as _

from participation.models import ConsultationRound
from participation.queries.electoral_roll import undescribed_lists, voting_help


def refusal_of_mailbox() -> str:
    """Where everybody who signs in may vote, to the second of those who share a mail address."""
    return _(
        "Somebody with your mail address has voted already. In this vote a mail address votes once, because nobody checks who signs in. Do you share it with somebody? Then sign in with an address that is yours alone. Have you none? Ask for help: %(help)s."
    ) % {"help": voting_help().telephone or settings.CITY_CONTACT}


def refusal_of_undescribed(consultation_round: ConsultationRound) -> str:
    """Why the rules of a vote do not say yet who may vote in it."""
    lists = undescribed_lists(consultation_round)
    if not lists:
        return ""
    return _(
        "Nobody said who is on it by %(lists)s. Say so on the screen of the roll: everybody reads it in the rules."
    ) % {
        "lists": _("%(first)s and %(last)s") % {"first": lists[0].label, "last": lists[1].label}
        if len(lists) > 1
        else lists[0].label
    }


def not_on_roll() -> str:
    """Said while people vote: the roll stands fast then."""
    said = _(
        "You are not on the electoral roll of this vote, and since voting began nobody comes on it any more. Are you on it with another mail address? Then sign in with that one."
    )
    telephone = voting_help().telephone
    return (
        f"{said} {_('Do you want to know why? Call %(telephone)s.') % {'telephone': telephone}}" if telephone else said
    )
