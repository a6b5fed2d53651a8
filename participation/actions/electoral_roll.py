from datetime import datetime

from django.db import transaction

from base.actions.audit_entry import record
from base.canonical import sha256
from participation.models import ConsultationRound, ElectoralRoll, RollEntry
from participation.queries.electoral_roll import roll_lines


def enrol(*, voter: RollEntry) -> RollEntry:
    """The voter as they stand on the roll; somebody with an account is written on it when they vote, where everybody may."""
    if voter.person_id is None:
        return voter
    entry, _created = RollEntry.objects.get_or_create(consultation_round=voter.consultation_round, person=voter.person)
    return entry


def roll_of(*, consultation_round: ConsultationRound) -> ElectoralRoll:
    roll, _created = ElectoralRoll.objects.get_or_create(consultation_round=consultation_round)
    return roll


@transaction.atomic
def publish_roll(*, consultation_round: ConsultationRound, at: datetime) -> ElectoralRoll:
    """Writes down how many were on the roll when voting began, and the hash of who: once, with the freezing of the paper."""
    roll = roll_of(consultation_round=consultation_round)
    if roll.published_at is None:
        lines = roll_lines(consultation_round)
        roll.published_at, roll.size, roll.sha256 = at, len(lines), sha256("".join(f"{line}\n" for line in lines))
        roll.save(update_fields=["published_at", "size", "sha256"])
        record(
            act="roll_published", about=consultation_round.reference, by=None, at=at, size=roll.size, hash=roll.sha256
        )
    return roll
