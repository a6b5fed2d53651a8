"""The terms of the ordinance with which a request begins, and keeps."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from base.instants import day
from participation.models import ConsultationRound, Ordinance
from participation.queries.ordinance import next_ordinance, ordinance_of


def terms_of(consultation_round: ConsultationRound, at: datetime) -> dict[str, Any]:
    """What a request that begins now keeps, as fields of Subject; nothing in a round without an ordinance."""
    ordinance = ordinance_of(consultation_round, at)
    return {} if ordinance is None else {"ordinance": ordinance, "support_needed": ordinance.needed}


def refusal_to_begin(consultation_round: ConsultationRound, group_name: str, at: datetime) -> str:
    """Why nothing can be started now by somebody, for an organisation if they name one, in the round of an ordinance."""
    ordinance = ordinance_of(consultation_round, at)
    if ordinance is None:
        coming = next_ordinance(consultation_round, at)
        if coming is None:
            return ""
        return _("This can be started from %(day)s on: then the ordinance applies.") % {"day": day(coming.applies_from)}
    if group_name and not ordinance.takes_organisations:
        return _("Under this ordinance people start it themselves, and no organisation. Leave its name out.")
    return ""


def declaration(ordinance: Ordinance) -> str:
    """What somebody says of themselves who starts or supports a request."""
    words = {
        "residents": _("I live in this municipality"),
        "voters": _("I may vote for the municipal council here"),
    }[ordinance.who]
    if ordinance.youngest is None:
        return _("%(who)s.") % {"who": words}
    return _("%(who)s and am %(age)d years or older.") % {"who": words, "age": ordinance.youngest}


def declaration_of_starter(ordinance: Ordinance) -> str:
    if not ordinance.takes_organisations:
        return declaration(ordinance)
    return _("%(declaration)s Or I start this for an organisation that is active here.") % {
        "declaration": declaration(ordinance)
    }
