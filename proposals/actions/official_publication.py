import re
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from base.actions.audit_entry import record
from base.instants import day
from base.refusal import refuse_if
from base.web_address import refusal_of_address
from proposals.models import Decision, OfficialPublication

PUBLISH = "proposals.add_officialpublication"
# As the gazette numbers what stands in it.
NUMBER = re.compile(r"(gmb|wsb|prb|bgr|stb|stcrt)-\d{4}-\d{1,7}", re.ASCII)
# A decision applies from the eighth day after, unless it says otherwise (Bekendmakingswet 10).
DAYS_UNTIL_IN_FORCE = 8
# Ours: what is further away was typed wrongly.
YEARS_AHEAD = 10


@transaction.atomic
def record_publication(
    *,
    decision: Decision,
    number: str,
    url: str,
    published_on: date,
    in_force_on: date | None,
    by: Any,
    at: datetime,
    corrects: OfficialPublication | None = None,
    reason: str = "",
) -> OfficialPublication:
    """Records where a decision stood in the official gazette. Without a day of its own it applies from the eighth day after."""
    refuse_if("" if by.has_perm(PUBLISH) else _("Only the clerk records official publications."))
    Decision.objects.select_for_update().get(pk=decision.pk)
    refuse_if(_refusal(decision, number, published_on, in_force_on, corrects, reason, at))
    refuse_if(refusal_of_address(url))
    refuse_if(_refusal_of_number(number, url, published_on, corrects))
    publication = OfficialPublication.objects.create(
        decision=decision,
        number=number,
        url=url,
        published_on=published_on,
        in_force_on=in_force_on or published_on + timedelta(days=DAYS_UNTIL_IN_FORCE),
        is_set_day=in_force_on is not None,
        corrects=corrects,
        reason=reason,
        recorded_at=at,
        recorded_by=by,
    )
    record(act="official_publication_recorded", about=decision.reference, by=by, at=at, number=number)
    return publication


def _refusal_of_number(number: str, url: str, published_on: date, corrects: OfficialPublication | None) -> str:
    """One number is one publication, whatever decisions stand in it. What has the number already is corrected one by one."""
    if corrects is not None and corrects.number == number:
        return ""
    same = OfficialPublication.objects.filter(number=number, corrected_by=None).exclude(
        url=url, published_on=published_on
    )
    if corrects is not None:
        same = same.exclude(pk=corrects.pk)
    if (found := same.select_related("decision__reference").first()) is None:
        return ""
    return _(
        "%(number)s was published on %(day)s, with %(decision)s, at %(url)s. Look at the number, the day and the link."
    ) % {
        "number": number,
        "day": day(found.published_on),
        "decision": found.decision.reference.string,
        "url": found.url,
    }


def _refusal(
    decision: Decision,
    number: str,
    published_on: date,
    in_force_on: date | None,
    corrects: OfficialPublication | None,
    reason: str,
    at: datetime,
) -> str:
    if not NUMBER.fullmatch(number):
        return _("Give the number as the gazette has it: gmb-2026-123456.")
    if published_on < decision.decided_on:
        return _("It cannot be published before it was decided.")
    if published_on > timezone.localtime(at).date():
        return _("That day lies ahead. Record it when it has been published.")
    if in_force_on is not None and in_force_on < published_on:
        return _("It cannot apply before it was published. Look at the two days.")
    if in_force_on is not None and in_force_on.year > published_on.year + YEARS_AHEAD:
        return _("It would apply more than %(years)d years after it was published. Look at the two days.") % {
            "years": YEARS_AHEAD
        }
    if corrects is None:
        if OfficialPublication.objects.filter(decision=decision).exists():
            return _("The publication of this decision was recorded already. Correct it if it is wrong.")
        return ""
    if corrects.decision_id != decision.pk:
        return _("That publication is of another decision.")
    if OfficialPublication.objects.filter(corrects=corrects).exists():
        return _("This has been corrected already. Correct the correction.")
    return "" if reason.strip() else _("Say why it is corrected: everybody reads it.")
