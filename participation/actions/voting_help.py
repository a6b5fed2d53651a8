from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from base.actions.audit_entry import record
from base.refusal import refuse_if
from participation.models import VotingHelp
from participation.rules import refusal_to_lead_count


@transaction.atomic
def set_voting_help(*, texts: Mapping[str, Mapping[str, str]], by: Any, at: datetime) -> None:
    """Per language where somebody is helped with voting. It holds on every voting page, and in letters that are made from now on."""
    refuse_if(refusal_to_lead_count(by))
    for language, said in texts.items():
        VotingHelp.objects.update_or_create(language=language, defaults=dict(said))
    record(act="voting_help_set", about="voting help", by=by, at=at)
