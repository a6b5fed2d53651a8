import uuid
from typing import Any

from django.db import models


def hidden_name(instance: Any, filename: str) -> str:
    """Where the file is kept: a name that nobody is told, so that nobody has it before the result is public."""
    return f"bundles/{uuid.uuid4().hex}.zip"


class ResultBundle(models.Model):
    """The published files of a count in one zip, kept as they were written with its sheet.

    It is never made anew: a later release of the programs in it would change the hash that was published.
    """

    sheet = models.OneToOneField("participation.TallySheet", on_delete=models.PROTECT, related_name="bundle")
    file = models.FileField(upload_to=hidden_name, max_length=200)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        held = self.sheet.consultation_round
        return f"{held.reference.string}-{self.sheet.number}{held.mark}.zip"
