import json
from typing import Any

from django.db import models


class RoundRules(models.Model):
    """The rules of a vote as they were published at its opening: canonical JSON and its hash, written once."""

    consultation_round = models.OneToOneField(
        "participation.ConsultationRound", on_delete=models.PROTECT, related_name="rules"
    )
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    in_force_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "rules of rounds"

    @property
    def data(self) -> dict[str, Any]:
        return dict(json.loads(self.text))
