"""From the provisional count to the certified one. Each rule returns a refusal as a sentence, or nothing."""

from datetime import datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from base.counter import Counter
from base.instants import clock, until
from base.two_people import refusal_of_same
from participation.box_rules import box_of
from participation.formal_term import working_day
from participation.models import Certification, ConsultationRound, CountObjection, Recount, RollEntry, TallySheet
from participation.queries.lot import is_settled_by_lot
from participation.round_change_rules import refusal_of_stop
from participation.rules import COUNT
from participation.tally.lot import as_drawn
from participation.voting_enums import ObjectionRuling, VotingChannel

# Equal shares completed by add1 takes the program in the bundle its time, beside our own count.
PATIENCE = timedelta(minutes=15)
COUNTING_LASTS = 2 * PATIENCE


def is_from_elsewhere(consultation_round: ConsultationRound) -> bool:
    """A vote that was held and settled in another system, or here before counts were certified: its result stands."""
    if box_of(consultation_round) is None:
        return True
    return RollEntry.objects.filter(consultation_round=consultation_round, channel=VotingChannel.IMPORT).exists()


def certification_of(sheet: TallySheet | None) -> Certification | None:
    """Also one that waits for its second person."""
    return getattr(sheet, "certification", None)


def is_certified(sheet: TallySheet | None) -> bool:
    certification = certification_of(sheet)
    return certification is not None and certification.is_whole


def needs_second_to_correct(sheet: TallySheet, public_value: str) -> bool:
    """Whether counting anew takes two people: of a certified count, and wherever a lot would be drawn with another value than
    before. Alone somebody could draw it until it falls as they like."""
    return is_certified(sheet) or value_to_correct_with(sheet, public_value) != sheet.public_value


def value_to_correct_with(sheet: TallySheet, public_value: str) -> str:
    """What a lot is drawn with when a sheet is corrected: the value of before, unless another one is given."""
    return as_drawn(public_value) or as_drawn(sheet.public_value)


def refusal_of_looked_up(sheet: TallySheet, looked_up: str) -> str:
    """Where a lot decided, whoever certifies looks up themselves what it was to be drawn with."""
    if not is_settled_by_lot(sheet) or as_drawn(looked_up) == as_drawn(sheet.public_value):
        return ""
    if not as_drawn(looked_up):
        return _("A lot decided: look up what it was to be drawn with, and enter that.")
    return _(
        "You looked up another value than the lot was drawn with. Look once more; if yours is right, ask to count anew with it instead of certifying."
    )


def objections_until(consultation_round: ConsultationRound, sheet: TallySheet | None) -> datetime | None:
    """The end, exclusive, of the days in which people can object to the newest public count: a whole day, and a working day.

    None where nothing is public, where the round was cancelled, or where the rules of the round give no days.
    """
    ends_at = objections_end(consultation_round, sheet)
    return None if ends_at is None or is_from_elsewhere(consultation_round) else ends_at


def objections_end(consultation_round: ConsultationRound, sheet: TallySheet | None) -> datetime | None:
    """The same of a vote of which is known that it was held here."""
    days, published_at = consultation_round.objection_days, consultation_round.result_published_at
    if consultation_round.cancelled_at is not None or not days or sheet is None or published_at is None:
        return None
    last = working_day(timezone.localtime(max(published_at, sheet.counted_at)).date() + timedelta(days=days))
    return timezone.make_aware(datetime.combine(last + timedelta(days=1), time.min))


def refusal_to_object(consultation_round: ConsultationRound, sheet: TallySheet | None, at: datetime) -> str:
    if consultation_round.cancelled_at is not None:
        return refusal_of_stop(consultation_round)
    if is_certified(sheet):
        return _("This count has been certified: nobody can object to it any more.")
    ends_at = objections_until(consultation_round, sheet)
    is_public = sheet is not None and consultation_round.result_published_at is not None
    if is_public and not consultation_round.objection_days and not is_from_elsewhere(consultation_round):
        return _("The rules of this vote give no days in which one can object to the count.")
    if ends_at is None:
        return _("There is no public count of this vote that one can object to.")
    if ends_at <= at:
        return _("You could object %(until)s. That time is over.") % {"until": until(ends_at)}
    return ""


def objections_by_client() -> Counter:
    return Counter("objection-client", settings.COUNT_OBJECTION["per_client_per_hour"], 60 * 60)


def refusal_of_many_objections(is_within_limit: bool, at: datetime) -> str:
    if is_within_limit:
        return ""
    return _(
        "Many objections came from where you are in a short time. Yours still stands below: send it after %(time)s."
    ) % {"time": clock(objections_by_client().free_at(at))}


def awaits_correction(objection: CountObjection) -> bool:
    """Whether it was found right and no count has differed from the one before since: until then it can be ruled on anew."""
    if objection.ruling != ObjectionRuling.CORRECTED or objection.ruled_at is None:
        return False
    sheets = TallySheet.objects.filter(consultation_round=objection.consultation_round_id, is_repeat=False)
    return not sheets.filter(counted_at__gt=objection.ruled_at).exists()


def refusal_to_rule_on(objection: CountObjection) -> str:
    if objection.ruled_at is None or awaits_correction(objection):
        return ""
    return _("This objection was ruled on.")


def refusal_of_objections(consultation_round: ConsultationRound, sheet: TallySheet, at: datetime) -> str:
    """What of the objections stands in the way of a certificate."""
    found = list(CountObjection.objects.filter(consultation_round=consultation_round))
    waiting = [str(one.number) for one in found if one.ruled_at is None]
    if waiting:
        return ngettext(
            "Objection %(numbers)s waits for a ruling.", "Objections %(numbers)s wait for a ruling.", len(waiting)
        ) % {"numbers": ", ".join(waiting)}
    if right := [str(one.number) for one in found if awaits_correction(one)]:
        return ngettext(
            "Objection %(numbers)s was found right: correct the count first. A count with the same figures corrects nothing; if the count turns out to be right, rule on it anew.",
            "Objections %(numbers)s were found right: correct the count first. A count with the same figures corrects nothing; if the count turns out to be right, rule on them anew.",
            len(right),
        ) % {"numbers": ", ".join(right)}
    ends_at = objections_until(consultation_round, sheet)
    if ends_at is not None and at < ends_at:
        return _("People can object %(until)s. The count is certified after that.") % {"until": until(ends_at)}
    return ""


def refusal_to_certify(consultation_round: ConsultationRound, sheet: TallySheet | None, at: datetime) -> str:
    """Why a count cannot be certified now, beside its sums and the recount."""
    if sheet is None or consultation_round.result_published_at is None:
        return _("Publish the provisional result first: nobody can object to what they cannot see.")
    if consultation_round.cancelled_at is not None:
        return refusal_of_stop(consultation_round)
    if is_from_elsewhere(consultation_round):
        return _("This vote was settled elsewhere, or before counts were certified here. Its result stands.")
    if is_certified(sheet):
        return _("This count has been certified.")
    return refusal_of_objections(consultation_round, sheet, at)


def refusal_of_second(certification: Certification | None, first: Any, asked: Any, deputy: Any) -> str:
    """Who may be asked to certify beside the first."""
    if certification is not None and certification.first_id != first.pk:
        return _("The certificate waits for %(names)s.") % {"names": certification.names}
    people = [person for person in (asked, deputy) if person is not None]
    if asked is None:
        return _("Say who certifies beside you: a count is not certified by one person alone.")
    same = _("The second person and their deputy are somebody else than you, and than each other.")
    for person in people:
        if sentence := refusal_of_same(person, first, same):
            return sentence
    if len({person.pk for person in people}) < len(people):
        return same
    if not all(person.has_perm(COUNT) for person in people):
        return _("Ask somebody who may count as you do.")
    return ""


def refusal_to_countersign(certification: Certification, person: Any) -> str:
    if person.pk not in (certification.asked_id, certification.deputy_id):
        return _("The certificate waits for %(names)s.") % {"names": certification.names}
    # Of either the mail address may have changed since.
    return refusal_of_same(certification.first, person, "")


def refusal_to_count_again(under_way: Recount | None, at: datetime) -> str:
    """One that did not end in time never will: its worker was stopped."""
    if under_way is None or under_way.begun_at + COUNTING_LASTS <= at:
        return ""
    return _("The ballots are being counted again for you: wait for the outcome.")


def refusal_to_cancel(consultation_round: ConsultationRound, sheet: TallySheet | None) -> str:
    if consultation_round.cancelled_at is not None:
        return refusal_of_stop(consultation_round)
    if consultation_round.is_standing:
        return _("The standing round is always open. Make another one the standing round first.")
    if consultation_round.result_published_at is None:
        return ""
    if is_from_elsewhere(consultation_round) or is_certified(sheet):
        return _("The result of this round stands: it can no longer be cancelled.")
    return ""


def refusal_to_destroy(consultation_round: ConsultationRound, sheet: TallySheet | None) -> str:
    box = box_of(consultation_round)
    if box is not None and box.destroyed_at is not None:
        return _("The opened envelopes, the keys and the parts have been destroyed.")
    if box is not None and consultation_round.cancelled_at is not None:
        return ""
    if box is None or box.opened_at is None or consultation_round.result_published_at is None:
        return _("Envelopes and keys are kept until the result stands: somebody may object.")
    if not is_from_elsewhere(consultation_round) and not is_certified(sheet):
        return _("Envelopes and keys are kept until two people have certified the count.")
    if CountObjection.objects.filter(consultation_round=consultation_round, ruled_at__isnull=True).exists():
        return _("Envelopes and keys are kept until every objection was ruled on.")
    return ""
