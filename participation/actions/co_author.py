from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from base.actions.audit_entry import record
from base.refusal import Refusal
from participation.models import Subject
from participation.queries.co_author import co_author_of


@transaction.atomic
def leave_proposal(*, subject: Subject, by: Any, at: datetime) -> None:
    """Takes a co-author's name from a proposal, by themselves and at any time."""
    found = co_author_of(by, subject)
    if found is None:
        raise Refusal(_("You are not a co-author of this proposal."))
    record(act="co_author_left", about=subject.reference, by=by, at=at, co_author=found.pk)
    found.delete()
