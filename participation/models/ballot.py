import uuid

from django.db import models
from django.db.models import Q

from participation.voting_enums import ReplacedBy, SetAsideGround


class Envelope(models.Model):
    """The ballot while it still has its voter, sealed with the key of its box; it is gone once the box was opened.

    `notice` is a keyed hash of its receipt, by which its voter alone finds out that somebody replaced it (ReplacedBallot).
    """

    poll_book_entry = models.OneToOneField(
        "participation.PollBookEntry", on_delete=models.PROTECT, related_name="envelope"
    )
    sealed = models.BinaryField()
    notice = models.CharField(max_length=64, blank=True)


class ReplacedBallot(models.Model):
    """That a ballot was replaced by one that was cast with a code made after it, or on paper. Counted, and found with its receipt alone.

    Neither voter nor envelope; `notice` is empty where nobody had a receipt.
    """

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    consultation_round = models.ForeignKey(
        "participation.ConsultationRound", on_delete=models.PROTECT, related_name="replaced_ballots"
    )
    notice = models.CharField(max_length=64, blank=True)
    replaced_by = models.CharField(max_length=8, choices=ReplacedBy.choices)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(replaced_by__in=ReplacedBy.values), name="ballot_replaced_by_a_known_way"
            ),
        ]


class OpenedEnvelope(models.Model):
    """The seal of a ballot that was taken out, without its voter and in a drawn order, for who must look into an objection.

    Destroyed after the certification.
    """

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    consultation_round = models.ForeignKey(
        "participation.ConsultationRound", on_delete=models.PROTECT, related_name="opened_envelopes"
    )
    sealed = models.BinaryField()


class SetAsideEnvelope(models.Model):
    """An envelope that could not be counted when the box was opened, and why. Without its voter, as what is counted.

    `marks` is what could be read of it, where that was a ballot; its seal stands among those of the opened envelopes, so that
    not even a backup tells whose it is. Taken back with a reason, it is a ballot after all.
    """

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    consultation_round = models.ForeignKey(
        "participation.ConsultationRound", on_delete=models.PROTECT, related_name="set_aside"
    )
    ground = models.CharField(max_length=12, choices=SetAsideGround.choices)
    marks = models.TextField(blank=True)
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_because = models.TextField(blank=True)

    class Meta:
        ordering = ["ground", "key"]
        constraints = [
            models.CheckConstraint(condition=Q(ground__in=SetAsideGround.values), name="set_aside_on_a_known_ground"),
            models.CheckConstraint(
                condition=Q(taken_back_at__isnull=True, taken_back_because="")
                | (Q(taken_back_at__isnull=False) & ~Q(taken_back_because="")),
                name="set_aside_taken_back_with_reason",
            ),
        ]


class Ballot(models.Model):
    """What was marked, without its voter: its key is random, its order of writing shuffled.

    `marks` is canonical JSON: value per reference (`{"VST-2026-001":1,"VST-2026-007":1}`), `{}` for a blank ballot.
    """

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    consultation_round = models.ForeignKey(
        "participation.ConsultationRound", on_delete=models.PROTECT, related_name="ballots"
    )
    marks = models.TextField(default="{}")
