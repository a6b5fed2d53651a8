from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from base.actions.audit_entry import record
from base.refusal import refuse_if
from participation.hours import refusal_of_hours
from participation.models import ModerationHours
from participation.moderation_rules import refusal_to_moderate


@transaction.atomic
def set_moderation_hours(
    *, hours: Sequence[Sequence[Any]], outside_hours: str, by: Any, at: datetime
) -> ModerationHours:
    """Lays down when moderators are there, for every round without hours of its own. What waits goes on waiting."""
    refuse_if(refusal_to_moderate(by))
    refuse_if(refusal_of_hours(hours))
    days = [weekday for weekday, _begins, _ends in hours]
    refuse_if("" if len(set(days)) == len(days) else _("Give each day one time from and one time until."))
    kept, _created = ModerationHours.objects.update_or_create(
        pk=1, defaults={"hours": sorted(list(one) for one in hours), "outside_hours": outside_hours}
    )
    record(act="moderation_hours_set", about="moderation hours", by=by, at=at, hours=kept.hours, outside=outside_hours)
    return kept
