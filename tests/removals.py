"""What two people take away together: one asks, another confirms, through the same actions as on the site."""

from datetime import datetime
from typing import Any

from accounts.enums import Role
from accounts.models import User
from base.actions.record_redaction import ask_record_redaction, confirm_record_redaction
from base.actions.removal import ask_redaction, ask_withdrawal, confirm_redaction, confirm_withdrawal
from base.enums import RedactionReason, WithdrawalReason
from base.models import PublishedVersion, RecordRedaction, Redaction, Withdrawal
from tests.factories.accounts import person_with
from tests.factories.base import MOMENT
from tests.rounds import COUNTING

WHY = {"reason": "privacy", "explanation": "Er stond een naam in.", "explanation_en": "It named somebody."}


def redacted(
    version: PublishedVersion, *fields: str, by: User, second: User | None = None, at: datetime = MOMENT
) -> list[Redaction]:
    """Fields of a version destroyed, in every version that has the same words."""
    asked = ask_redaction(
        version=version,
        fields=list(fields),
        reason=RedactionReason.PRIVACY,
        explanation="Er stond een naam in.",
        by=by,
        at=at,
    )
    second = second or person_with(Role.CLERK)
    return [confirm_redaction(redaction=one, by=second, at=at) for one in asked]


def withdrawn(version: PublishedVersion, *, by: User, second: User | None = None, at: datetime = MOMENT) -> Withdrawal:
    asked = ask_withdrawal(
        version=version,
        reason=WithdrawalReason.ERROR,
        explanation="Het was een concept.",
        decided_by="Het college",
        replaced_by=None,
        by=by,
        at=at,
    )
    return confirm_withdrawal(withdrawal=asked, by=second or person_with(Role.CLERK), at=at)


def take_out(record: Any, *fields: str, by: User, second: User, at: datetime = COUNTING) -> None:
    """Fields of a record that is no version."""
    asked = ask_record_redaction(record=record, fields=list(fields), by=by, at=at, **WHY)
    for one in asked:
        if not RecordRedaction.objects.get(pk=one.pk).is_confirmed:
            confirm_record_redaction(record_redaction=one, by=second, at=at)
