import uuid

from django.db import models
from django.db.models import Q


class Head(models.Model):
    """What the box held at a moment, signed and published: it commits to the castings of its interval and to the head before.

    `content` is canonical JSON, `sha256` its hash, `signature` its Ed25519 signature by the key of the box.
    """

    consultation_round = models.ForeignKey(
        "participation.ConsultationRound", on_delete=models.PROTECT, related_name="heads"
    )
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    is_closing = models.BooleanField(default=False)
    content = models.TextField()
    sha256 = models.CharField(max_length=64)
    signature = models.CharField(max_length=128)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["consultation_round", "number"], name="head_once"),
            models.UniqueConstraint(
                fields=["consultation_round"], condition=Q(is_closing=True), name="one_closing_head"
            ),
        ]


class Casting(models.Model):
    """That an envelope came in: the hashes of the envelope and of the receipt that was given for it, and of the envelope that
    it replaced. Neither voter nor marks; only added to.
    """

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    consultation_round = models.ForeignKey(
        "participation.ConsultationRound", on_delete=models.PROTECT, related_name="castings"
    )
    envelope = models.CharField(max_length=64, unique=True)
    # Of ballots that somebody else entered nobody has one.
    receipt = models.CharField(max_length=64, blank=True)
    replaces = models.CharField(max_length=64, blank=True)
    head = models.ForeignKey(Head, null=True, blank=True, on_delete=models.PROTECT, related_name="castings")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["consultation_round", "receipt"], condition=~Q(receipt=""), name="one_casting_per_receipt"
            ),
            models.UniqueConstraint(
                fields=["replaces"], condition=~Q(replaces=""), name="an_envelope_is_replaced_once"
            ),
        ]
