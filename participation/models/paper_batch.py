import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from participation.voting_enums import VotingChannel


def hidden_name(instance: Any, filename: str) -> str:
    """Where a scan is kept: a name that nobody is told."""
    return f"scans/{uuid.uuid4().hex}.{instance.extension}"


class PaperBatch(models.Model):
    """Ballots that came in together on paper, or were told by telephone, until they are in the box with the rest.

    `seed` draws which papers are entered again, where the rules of the round ask for a sample: made once every paper was
    entered. `doubled` are papers of which another of the batch bore the identifier then: they are entered again too. Since `differed_at` one of those was read differently, and all are entered again. `counted` and `set_aside` (`[{"place": 3, "why": "…"}]`) are known once they were cast; no mark stands here.
    """

    consultation_round = models.ForeignKey(
        "participation.ConsultationRound", on_delete=models.PROTECT, related_name="paper_batches"
    )
    number = models.PositiveIntegerField()
    channel = models.CharField(max_length=8, choices=VotingChannel.choices)
    papers = models.PositiveIntegerField()
    received_at = models.DateTimeField()
    extension = models.CharField(max_length=4)
    scan = models.FileField(upload_to=hidden_name, max_length=200)
    sha256 = models.CharField(max_length=64)
    seed = models.CharField(max_length=64, blank=True)
    doubled = models.JSONField(default=list, blank=True)
    differed_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField()
    cast_at = models.DateTimeField(null=True, blank=True)
    counted = models.PositiveIntegerField(null=True, blank=True)
    set_aside = models.JSONField(default=list, blank=True)

    class Meta:
        verbose_name_plural = "paper batches"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["consultation_round", "number"], name="paper_batch_numbered_once"),
            models.CheckConstraint(
                condition=Q(channel__in=[VotingChannel.PAPER, VotingChannel.TELEPHONE]), name="paper_batch_on_paper"
            ),
            models.CheckConstraint(condition=Q(papers__gt=0), name="paper_batch_not_empty"),
            models.CheckConstraint(
                condition=Q(differed_at__isnull=True) | ~Q(seed=""), name="paper_batch_differed_in_sample"
            ),
            models.CheckConstraint(
                condition=Q(cast_at__isnull=True, counted__isnull=True)
                | Q(cast_at__isnull=False, counted__isnull=False, counted__lte=F("papers")),
                name="paper_batch_counted_when_cast",
            ),
        ]


class PaperReading(models.Model):
    """One paper as one person entered it, sealed with the server's key; gone once the batch was cast. Nobody reads one twice."""

    batch = models.ForeignKey(PaperBatch, on_delete=models.CASCADE, related_name="readings")
    place = models.PositiveIntegerField()
    turn = models.PositiveSmallIntegerField()
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    sealed = models.BinaryField()

    class Meta:
        ordering = ["place", "turn"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "place", "turn"], name="paper_read_once_each_turn"),
            models.UniqueConstraint(fields=["batch", "place", "reader"], name="paper_read_by_two_people"),
            models.CheckConstraint(condition=Q(turn__in=[1, 2]), name="paper_read_twice"),
        ]
