from datetime import datetime

from django.db import connection

from participation.models import PollBookEntry, RollEntry
from participation.voting_enums import VotingChannel

# The first time a line, afterwards the same one: of several at once each waits for the one before. Both databases know it.
_WRITE = """
    INSERT INTO participation_pollbookentry (consultation_round_id, roll_entry_id, channel, cast_at, times_replaced) VALUES (%s, %s, %s, %s, 0)
    ON CONFLICT (roll_entry_id) DO UPDATE
    SET channel = excluded.channel, cast_at = excluded.cast_at, times_replaced = participation_pollbookentry.times_replaced + 1
    RETURNING id, times_replaced
"""


def write_in_poll_book(*, voter: RollEntry, channel: VotingChannel, at: datetime) -> PollBookEntry:
    """That this voter votes, or votes anew: `times_replaced` says which. One line for each, held by the database."""
    moment = connection.ops.adapt_datetimefield_value(at)
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, (voter.consultation_round_id, voter.pk, channel.value, moment))
        pk, times_replaced = cursor.fetchone()
    return PollBookEntry(
        pk=pk,
        consultation_round_id=voter.consultation_round_id,
        roll_entry=voter,
        channel=channel,
        cast_at=at,
        times_replaced=times_replaced,
    )
