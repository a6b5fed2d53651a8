"""When something can be decided or promised. A rule returns a refusal as a sentence, or nothing."""

from collections.abc import Sequence
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from base.instants import day as day_words
from base.models import Reference
from participation.models import ConsultationRound
from participation.queries.consultation_round import asking_span, rounds_ahead


def refusal_of_withdrawn(
    about: Reference | None, consultation_round: ConsultationRound | None, day: date | None = None
) -> str:
    """Of an item that was withdrawn, itself or that of a round: nothing more begins on it, from that day on; without a day
    nothing at all."""
    keys = [about.pk if about else None, consultation_round.about_id if consultation_round else None]
    # Asked anew: what is held may have been withdrawn since it was read.
    item = Reference.objects.filter(pk__in=[one for one in keys if one], withdrawn_at__isnull=False).first()
    if item is None or item.withdrawn_at is None:
        return ""
    withdrawn_on = timezone.localtime(item.withdrawn_at).date()
    if day is not None and day < withdrawn_on:
        return ""
    return _(
        "%(item)s was withdrawn on %(day)s: nothing is decided, proposed or promised on it any more. Look whether another item "
        "is meant; if it was withdrawn by mistake, take that step back first."
    ) % {"item": item.string, "day": day_words(withdrawn_on)}


def refusal_before_asking(rounds: Sequence[ConsultationRound], day: date) -> str:
    """Of a day on which a round was in force that had not begun, and none before it had ended: nobody had been asked."""
    spans = [span for one in rounds if (span := asking_span(one)) is not None]
    if any(timezone.localtime(ends_at).date() <= day for _starts_at, ends_at in spans):
        return ""
    for one, starts_at in rounds_ahead(rounds, day):
        return _(
            "On that day people were still to be asked: %(round)s begins on %(day)s. The council decides after that. Look at "
            "the day; what it decides before that is recorded as another paper."
        ) % {"round": one.reference.string, "day": day_words(starts_at)}
    return ""
