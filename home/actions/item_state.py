from datetime import datetime
from typing import Any

from django.db import transaction

from base.actions.audit_entry import record
from base.models import Reference
from home.enums import ENDS
from home.models import ItemState
from home.queries.agenda import standing_of
from participation.enums import FollowMoment
from participation.tasks import announce


@transaction.atomic
def set_item_state(*, reference: Reference, step: str, by: Any, at: datetime) -> ItemState:
    """Says where an agenda item is from a moment on; nothing new is written where it is there already.

    Whoever follows the item is told where the public sees another state than before.
    """
    Reference.objects.select_for_update().get(pk=reference.pk)
    standing = standing_of(reference)
    current = standing.state
    if current is not None and current.step == step:
        return current
    before = standing.public_word(at)
    state = standing.state = ItemState.objects.create(reference=reference, step=step, since=at, by=by)
    record(act="item_state_set", about=reference, by=by, at=at, step=step)
    # The steps within one of the public's words are the city's own affair, but for those with which an item ends.
    if current is not None and (standing.public_word(at) != before or step in ENDS):
        announce(moment=FollowMoment.STATE, what=state.pk, references=[reference.pk])
    return state
