"""What is said to somebody whom the roll of a vote keeps out, and what they can do."""

from django.conf import settings
from django.utils.translation import gettext as _

from participation.queries.electoral_roll import voting_help


def refusal_of_mailbox() -> str:
    """Where everybody who signs in may vote, to the second of those who share a mail address."""
    return _(
        "Somebody with your mail address has voted already. In this vote a mail address votes once, because nobody checks who signs in. Do you share it with somebody? Then sign in with an address that is yours alone. Have you none? Ask for help: %(help)s."
    ) % {"help": voting_help().telephone or settings.CITY_CONTACT}


def not_on_roll() -> str:
    """Said while people vote: the roll stands fast then."""
    said = _(
        "You are not on the electoral roll of this vote, and since voting began nobody comes on it any more. Are you on it with another mail address? Then sign in with that one."
    )
    telephone = voting_help().telephone
    return (
        f"{said} {_('Do you want to know why? Call %(telephone)s.') % {'telephone': telephone}}" if telephone else said
    )
