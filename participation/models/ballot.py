import uuid

from django.db import models


class Envelope(models.Model):
    """The ballot while it still has its voter, sealed with the key of its box; it is gone once the box was opened."""

    poll_book_entry = models.OneToOneField(
        "participation.PollBookEntry", on_delete=models.PROTECT, related_name="envelope"
    )
    sealed = models.BinaryField()


class OpenedEnvelope(models.Model):
    """The seal of a ballot that was taken out, without its voter and in a drawn order, for who must look into an objection.

    Destroyed after the certification.
    """

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    consultation_round = models.ForeignKey(
        "participation.ConsultationRound", on_delete=models.PROTECT, related_name="opened_envelopes"
    )
    sealed = models.BinaryField()


class Ballot(models.Model):
    """What was marked, without its voter: its key is random, its order of writing shuffled.

    `marks` is canonical JSON: value per reference (`{"VST-2026-001":1,"VST-2026-007":1}`), `{}` for a blank ballot.
    """

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    consultation_round = models.ForeignKey(
        "participation.ConsultationRound", on_delete=models.PROTECT, related_name="ballots"
    )
    marks = models.TextField(default="{}")
