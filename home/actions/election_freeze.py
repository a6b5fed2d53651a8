from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from base.actions.audit_entry import record
from base.refusal import Refusal, refuse_if
from home.models import ElectionFreeze
from home.rules import refusal_of_freeze, refusal_to_keep_register


@transaction.atomic
def announce_freeze(*, election: str, starts_at: datetime, ends_at: datetime, by: Any, at: datetime) -> ElectionFreeze:
    """Everybody can read it from this moment on; it begins six weeks later at the earliest."""
    refuse_if(refusal_to_keep_register(by) or refusal_of_freeze(starts_at, ends_at, at))
    freeze = ElectionFreeze.objects.create(
        election=election, announced_at=at, announced_by=by, starts_at=starts_at, ends_at=ends_at
    )
    record(act="freeze_announced", about=election, by=by, at=at, starts_at=starts_at, ends_at=ends_at)
    return freeze


@transaction.atomic
def call_off_freeze(*, freeze: ElectionFreeze, by: Any, at: datetime) -> None:
    """For an election that is put off, or a freeze with wrong dates; that it was announced stays on record."""
    refuse_if(refusal_to_keep_register(by))
    freeze = ElectionFreeze.objects.select_for_update().get(pk=freeze.pk)
    if freeze.called_off_at is not None:
        raise Refusal(_("This freeze was called off already."))
    freeze.called_off_at, freeze.called_off_by = at, by
    freeze.save(update_fields=["called_off_at", "called_off_by"])
    record(act="freeze_called_off", about=freeze.election, by=by, at=at)
