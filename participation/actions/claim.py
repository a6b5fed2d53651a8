from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction

from base.refusal import refuse_if
from participation.models import Claim, Comment, Subject
from participation.models.about import of
from participation.moderation_rules import refusal_of_own_ruling, refusal_to_moderate, refusal_to_rule_on


@transaction.atomic
def claim_target(*, target: Subject | Comment, by: Any, at: datetime) -> Claim:
    """Keeps other moderators from ruling on something for a while. Claiming it again begins the time anew."""
    refuse_if(refusal_to_moderate(by))
    # Of two at once, the other one reads what the first wrote.
    held = type(target).objects.select_for_update().get(pk=target.pk)
    refuse_if(refusal_to_rule_on(by, held, at) or refusal_of_own_ruling(by, held))
    until = at + timedelta(minutes=settings.MODERATION["claim_minutes"])
    claim, _created = Claim.objects.update_or_create(**of(target), defaults={"by": by, "until": until})
    return claim


@transaction.atomic
def release_target(*, target: Subject | Comment, by: Any) -> None:
    """One's own claim; of somebody else's the clock decides."""
    refuse_if(refusal_to_moderate(by))
    Claim.objects.filter(**of(target), by=by).delete()
