from django.conf import settings
from django.db import models
from django.db.models import Q

from participation.enums import Channel


class RollEntry(models.Model):
    """One person on the electoral roll of a round, whatever the channel.

    Known by account, or by an identifier where there is none (a list taken over from elsewhere).
    """

    consultation_round = models.ForeignKey(
        "participation.ConsultationRound", on_delete=models.PROTECT, related_name="roll"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    identifier = models.CharField(max_length=64, blank=True)
    channel = models.CharField(max_length=8, choices=Channel.choices, default=Channel.WEB)

    class Meta:
        verbose_name_plural = "roll entries"
        constraints = [
            models.UniqueConstraint(fields=["consultation_round", "person"], name="one_roll_entry_per_person"),
            models.UniqueConstraint(
                fields=["consultation_round", "identifier"],
                condition=~Q(identifier=""),
                name="one_roll_entry_per_identifier",
            ),
        ]


class PollBookEntry(models.Model):
    """That somebody has voted: one line per person on the roll, never what they marked.

    The key to the round is here too, for the turnout.
    """

    consultation_round = models.ForeignKey(
        "participation.ConsultationRound", on_delete=models.PROTECT, related_name="poll_book"
    )
    roll_entry = models.OneToOneField(RollEntry, on_delete=models.PROTECT, related_name="poll_book_entry")
    cast_at = models.DateTimeField()
    times_replaced = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name_plural = "poll book entries"
