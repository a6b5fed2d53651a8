"""When the council can decide. A rule returns a refusal as a sentence, or nothing."""

from collections.abc import Sequence
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from base.instants import day as day_words
from participation.models import ConsultationRound
from participation.queries.consultation_round import asking_span, rounds_ahead


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
