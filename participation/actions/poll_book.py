from datetime import datetime

from django.db import connection

from base.compiled import asked_at_once
from base.refusal import Refusal
from participation.actions.electoral_roll import line_to_write
from participation.models import PollBookEntry, RollEntry
from participation.roll_rules import refusal_of_mailbox
from participation.voting_enums import VotingChannel

# The first time a line, afterwards the same one: of several at once each waits for the one before. Both databases know it.
_WRITE = """
    INSERT INTO participation_pollbookentry (consultation_round_id, roll_entry_id, channel, cast_at, times_replaced)
    SELECT consultation_round_id, id, %s, %s, 0 FROM participation_rollentry
    WHERE id = COALESCE(%s, (SELECT id FROM participation_rollentry WHERE consultation_round_id = %s AND person_id = %s))
    ON CONFLICT (roll_entry_id) DO UPDATE
    SET channel = excluded.channel, cast_at = excluded.cast_at, times_replaced = participation_pollbookentry.times_replaced + 1
    RETURNING id, roll_entry_id, times_replaced
"""


def write_in_poll_book(*, voter: RollEntry, channel: VotingChannel, at: datetime) -> PollBookEntry:
    """That this voter votes, or votes anew: `times_replaced` says which. One line for each, held by the database. Whoever is not on the
    roll yet comes on it in the same go; of one mailbox one account does."""
    moment = connection.ops.adapt_datetimefield_value(at)
    before = [] if voter.is_enrolled else [line_to_write(voter)]
    values = (channel.value, moment, voter.pk, voter.consultation_round_id, voter.person_id)
    written = asked_at_once(*before, (_WRITE, values))
    if not written:
        raise Refusal(refusal_of_mailbox())
    ((pk, roll_entry, times_replaced),) = written
    return PollBookEntry(
        pk=pk,
        consultation_round_id=voter.consultation_round_id,
        roll_entry_id=roll_entry,
        channel=channel,
        cast_at=at,
        times_replaced=times_replaced,
    )
