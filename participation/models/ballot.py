import uuid

from django.db import models


class Envelope(models.Model):
    """The ballot while it still has its voter; it is gone once the box was opened.

    `contents` is JSON: the value of the mark per subject (`{"17": 1, "23": 1}`), an empty object for a blank ballot.
    """

    poll_book_entry = models.OneToOneField(
        "participation.PollBookEntry", on_delete=models.PROTECT, related_name="envelope"
    )
    contents = models.TextField()


class Ballot(models.Model):
    """What was marked, without its voter: its key is random, its order of writing shuffled."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    consultation_round = models.ForeignKey(
        "participation.ConsultationRound", on_delete=models.PROTECT, related_name="ballots"
    )


class BallotChoice(models.Model):
    """One mark on a ballot: a subject, and its value (1 for a tick, points, a rank, a stance)."""

    ballot = models.ForeignKey(Ballot, on_delete=models.CASCADE, related_name="choices")
    subject = models.ForeignKey("participation.Subject", on_delete=models.PROTECT, related_name="+")
    points = models.IntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ballot", "subject"], name="one_choice_per_subject"),
        ]
