from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from base.actions.audit_entry import record
from base.refusal import refuse_if
from proposals.models import CouncilGroup, CouncilTerm
from proposals.queries.council import terms

KEEP_TERMS = "proposals.add_councilterm"
# Who sits in a council is known once it was elected.
LONGEST_AHEAD = timedelta(days=365)


@transaction.atomic
def begin_term(
    *,
    starts_on: date,
    groups: dict[str, int],
    by: Any,
    at: datetime,
    corrects: CouncilTerm | None = None,
    reason: str = "",
) -> CouncilTerm:
    """Records the council as it sits from a day on, until the next term begins: how many seats each group has.

    A correction is a new term with its reason. Votes stand as they were recorded, until they are corrected themselves.
    """
    refuse_if("" if by.has_perm(KEEP_TERMS) else _("Only the clerk keeps the groups of the council."))
    # Two that record at once wait for each other here. There is a row to wait at before the first term, too.
    ContentType.objects.select_for_update(no_key=True).get(app_label="proposals", model="councilterm")
    refuse_if(_refusal(starts_on, groups, corrects, reason, timezone.localtime(at).date()))
    term = CouncilTerm.objects.create(
        starts_on=starts_on,
        seats=sum(groups.values()),
        corrects=corrects,
        reason=reason,
        recorded_at=at,
        recorded_by=by,
    )
    CouncilGroup.objects.bulk_create(
        [CouncilGroup(term=term, name=name, seats=seats) for name, seats in groups.items()]
    )
    record(act="council_term_begun", about=f"council {starts_on}", by=by, at=at, seats=term.seats)
    return term


def _refusal(starts_on: date, groups: dict[str, int], corrects: CouncilTerm | None, reason: str, today: date) -> str:
    if not groups:
        return _("Name the groups of the council with their seats, one on a line: Name 5")
    if starts_on > today + LONGEST_AHEAD:
        return _("That is more than a year ahead. Record the groups once the council was elected.")
    others = terms()
    if corrects is not None:
        if CouncilTerm.objects.filter(corrects=corrects).exists():
            return _("This has been corrected already. Correct the correction.")
        if not reason.strip():
            return _("Say why it is corrected: everybody reads it.")
        others = others.exclude(pk=corrects.pk)
    if others.filter(starts_on=starts_on).exists():
        return _("There is a term already that begins on that day. Correct that one.")
    return ""
