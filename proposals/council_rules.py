"""When something can be decided or promised. A rule returns a refusal as a sentence, or nothing."""

from collections.abc import Sequence
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from base.instants import day as day_words
from base.instants import until
from base.models import Reference
from participation.models import ConsultationRound
from participation.queries.consultation_round import asking_span, rounds_ahead, rounds_on_text
from proposals.council_enums import DECIDING, PaperKind


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


def begun_rounds(about: Reference | None, day: date) -> list[tuple[ConsultationRound, date]]:
    """Rounds about an item that had begun by a day, each with the day on which nobody can take part any more."""
    found = []
    for one in rounds_on_text(about=about) if about is not None else []:
        span = asking_span(one)
        if span is not None and timezone.localtime(span[0]).date() <= day:
            found.append((one, timezone.localtime(span[1]).date()))
    return found


def refusal_while_open(consultation_round: ConsultationRound, day: date, *, is_chosen: bool) -> str:
    """Of what is decided on a day on which something could still come in; `is_chosen` where the round is named with it."""
    # The last moment at which something could: that the municipality still answers keeps nobody from deciding.
    span = asking_span(consultation_round)
    if span is None or timezone.localtime(span[1]).date() <= day:
        return ""
    if is_chosen:
        return _("The round is open %(until)s: a decision on it cannot be earlier.") % {"until": until(span[1])}
    return _(
        "%(round)s about this item is open %(until)s: a decision on the item cannot be earlier. "
        "If it was taken after an earlier round, choose that round."
    ) % {"round": consultation_round.reference.string, "until": until(span[1])}


def refusal_of_deciding_paper(
    kind: str, about: Reference | None, consultation_round: ConsultationRound | None, day: date
) -> str:
    """What college or council decided, as a paper, comes no earlier than a decision would: after the round with which it is
    named, else after every round about its item that had begun. What was decided before a round began is of before it."""
    if kind not in DECIDING:
        return ""
    about = about or (consultation_round.about if consultation_round is not None else None)
    if consultation_round is not None:
        span = asking_span(consultation_round)
        has_begun = span is not None and timezone.localtime(span[0]).date() <= day
        return refusal_while_open(consultation_round, day, is_chosen=True) if has_begun else ""
    for one, _last_day in begun_rounds(about, day):
        if sentence := refusal_while_open(one, day, is_chosen=False):
            return sentence
    if kind == PaperKind.COUNCIL_DECISION and about is not None:
        return refusal_before_asking(rounds_on_text(about=about), day)
    return ""
